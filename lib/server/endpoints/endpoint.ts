import { isNamespaceName, isObjectName } from "#lib/kubernetes/names";
import { RequestError } from "#lib/server/api-error";
import type { ChannelPool } from "#lib/server/channel-pool";
import type { InformerPool } from "#lib/server/informer-pool";
import type { AuditedChange } from "#lib/server/operation-log";
import type { Outflow } from "#lib/server/outflow";
import type { LogSink } from "#lib/server/sse";
import type { Viewer } from "#lib/server/viewer";
import { text as says } from "#lib/texts/text";
import type { Clock } from "#lib/time/clock";

/** What an endpoint may use of the dashboard, and of the one cluster its request is about. */
export interface EndpointContext {
  readonly clock: Clock;
  readonly readOnly: boolean;
  readonly contextNamespace: string;
  readonly onError: (error: unknown) => void;
  readonly pool: (viewer: Viewer) => InformerPool;
  readonly channels: (viewer: Viewer) => ChannelPool;
  /** The API server's present, in milliseconds since the epoch. */
  readonly serverNow: () => number;
  /** Told of each write, with how it went. */
  readonly audit: (change: Omit<AuditedChange, "context">) => void;
  /** @throws RequestError `too-many` */
  readonly openStream: () => { response: Response; sink: LogSink };
  /**
   * Takes the request's connection for an answer that goes on and is no event stream; its head is
   * the answer of the endpoint. @throws RequestError `too-many`
   */
  readonly openDownload: () => Outflow;
}

/** Answers a request whose sender is known; failures are thrown. */
export type Endpoint = (
  context: EndpointContext,
  viewer: Viewer,
  request: Request,
) => Promise<Response>;

/** @throws RequestError `invalid`, before any name can reach a URL. */
export function requireNames(namespaces: readonly string[], name?: string): void {
  const bad = namespaces.find((namespace) => !isNamespaceName(namespace));
  if (bad !== undefined) {
    throw new RequestError(
      "invalid",
      says('"{name}" is not a namespace name.', { name: shown(bad) }),
      says("A namespace has lower case letters, digits and '-', at most 63."),
    );
  }
  if (name !== undefined && !isObjectName(name)) {
    throw new RequestError(
      "invalid",
      says('"{name}" is not an object name.', { name: shown(name) }),
      says("A name has lower case letters, digits, '-' and '.', at most 253."),
    );
  }
}

/** A text the browser sent, short enough to be quoted back. */
export function shown(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

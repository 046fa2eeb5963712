import type { ReflectorState } from "#lib/kubernetes/reflector-state";
import type { RequestKind } from "#lib/kubernetes/request-kind";
import type { WatchEvent } from "#lib/kubernetes/watch-event";

/** Told of the traffic with the API server. Nothing it is told names an object or a namespace. */
export interface UpstreamObserver {
  /** A request was answered, or failed; `code` is the HTTP status, 0 for none. */
  answered(request: RequestKind, code: number, seconds: number): void;
  /** A watch brought an event of this resource (its plural). */
  event(resource: string, type: WatchEvent<unknown>["type"]): void;
}

/** Told of the life of informers. */
export interface InformerObserver {
  /** One of this resource (its plural) changed its state, or the reason for it. */
  became(resource: string, from: InformerState, to: ReflectorState | { state: "stopped" }): void;
}

export type InformerState = ReflectorState["state"] | "stopped";

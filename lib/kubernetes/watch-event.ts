import { lines, UnusableLine } from "#lib/kubernetes/lines";
import { withoutManagedFields } from "#lib/kubernetes/managed-fields";
import type { UpstreamObserver } from "#lib/kubernetes/observer";
import { type Resource, UnreadableObject } from "#lib/kubernetes/resources";
import { ConnectionError, StatusError } from "#lib/kubernetes/status-error";
import { text as says } from "#lib/texts/text";
import { turn } from "#lib/time/clock";

export type WatchEvent<T> =
  | {
      readonly type: "added" | "modified" | "deleted";
      readonly object: T;
      readonly resourceVersion: string;
    }
  /** `initialEventsEnd` marks the end of a watch-list. */
  | {
      readonly type: "bookmark";
      readonly resourceVersion: string;
      readonly initialEventsEnd: boolean;
    }
  /** An object that could not be told from others: skipped, but its version counts. */
  | { readonly type: "unreadable"; readonly resourceVersion: string };

const changes: ReadonlyMap<unknown, "added" | "modified" | "deleted"> = new Map([
  ["ADDED", "added"],
  ["MODIFIED", "modified"],
  ["DELETED", "deleted"],
]);

/** A socket may have hundreds of events at once: after so many, others have their turn. */
const slice = 100;

/**
 * The events of a watch, each reduced as it is parsed. An ordinary end of the stream ends the
 * iteration. The observer is told of each. `cleared` takes out of an error what it may not say.
 *
 * @throws StatusError for an ERROR event; ConnectionError when the stream ended in the middle of a
 * line or carried what is no event. The events before it were good.
 */
export async function* watchEvents<T>(
  body: AsyncIterable<Uint8Array>,
  resource: Resource<T>,
  observer?: UpstreamObserver,
  cleared: (text: string) => string = (text) => text,
): AsyncGenerator<WatchEvent<T>> {
  try {
    let count = 0;
    for await (const line of lines(body)) {
      if (line.trim() === "") continue;
      if (++count % slice === 0) await turn();
      const event = eventOf(line, resource, cleared);
      observer?.event(resource.plural, event.type);
      yield event;
    }
  } catch (error) {
    if (error instanceof UnusableLine) {
      throw new ConnectionError(says("the watch sent {what}", { what: error.text }));
    }
    throw error;
  }
}

function eventOf<T>(
  line: string,
  resource: Resource<T>,
  cleared: (text: string) => string,
): WatchEvent<T> {
  let event: { type?: unknown; object?: unknown };
  try {
    event = JSON.parse(resource.keepsManagedFields ? line : withoutManagedFields(line));
  } catch {
    throw new ConnectionError(says("the watch sent a line that is not JSON"));
  }
  const { type, object } = event ?? {};
  if (type === "ERROR") throw new StatusError(JSON.parse(cleared(line)).object, 500);
  const metadata = ((object as { metadata?: unknown } | null)?.metadata ?? {}) as {
    resourceVersion?: unknown;
    annotations?: Record<string, unknown> | null;
  };
  const { resourceVersion: version } = metadata;
  const resourceVersion = typeof version === "string" ? version : "";
  if (type === "BOOKMARK") {
    const initialEventsEnd = metadata.annotations?.["k8s.io/initial-events-end"] === "true";
    return { type: "bookmark", resourceVersion, initialEventsEnd };
  }
  const change = changes.get(type);
  if (!change) throw new ConnectionError(says("the watch sent an event of an unknown type"));
  try {
    return { type: change, object: resource.reduce(object), resourceVersion };
  } catch (error) {
    if (!(error instanceof UnreadableObject)) throw error;
    return { type: "unreadable", resourceVersion };
  }
}

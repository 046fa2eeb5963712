import type { CompleteList } from "#lib/kubernetes/list-pages";
import { ConnectionError } from "#lib/kubernetes/status-error";
import type { KubernetesObject } from "#lib/kubernetes/types";
import type { WatchEvent } from "#lib/kubernetes/watch-event";
import { text } from "#lib/texts/text";

/** A watch-list ended, or did not go on, before its end mark. */
export class UnfinishedList extends ConnectionError {
  constructor() {
    super(text("the API server ended the list before it was complete"));
  }
}

/** How often progress is told, in objects. */
const progressStep = 500;

/**
 * Takes the events of a watch-list up to its end mark, as one complete list. What follows the mark
 * is left in `events`. `arrived` is told of each object as it comes, `progress` of their number.
 *
 * @throws UnfinishedList, and what `events` throws.
 */
export async function readInitialEvents<T extends KubernetesObject>(
  events: AsyncIterator<WatchEvent<T>>,
  arrived: (object: T) => void,
  progress: (listed: number) => void,
): Promise<CompleteList<T>> {
  const objects = new Map<string, T>();
  let unreadable = 0;
  for (;;) {
    const { done, value: event } = await events.next();
    if (done) throw new UnfinishedList();
    switch (event.type) {
      case "bookmark": {
        const { resourceVersion, initialEventsEnd } = event;
        if (initialEventsEnd) return { items: [...objects.values()], resourceVersion, unreadable };
        break;
      }
      case "deleted":
        objects.delete(event.object.metadata.uid);
        break;
      case "unreadable":
        unreadable += 1;
        break;
      default:
        arrived(event.object);
        objects.set(event.object.metadata.uid, event.object);
        if (objects.size % progressStep === 1) progress(objects.size);
    }
  }
}

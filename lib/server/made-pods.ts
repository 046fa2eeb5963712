import type { Change } from "#lib/kubernetes/store";
import type { KubernetesEvent } from "#lib/kubernetes/types";
import { EventIndex } from "#lib/server/event-index";

/**
 * Which Job made a Pod, as the Job's own Events tell it, and what Events tell of that Pod. When a Pod
 * goes its ownerReference goes with it, but its Events stay for an hour. Pods are known here by their
 * namespace and name: the Job's Events tell no more, and the controller gives no name twice.
 */
export class MadePods {
  readonly #about = new EventIndex(podOf);
  readonly #creations = new EventIndex(createdPodOf);

  /** Takes what changed; gives the Pods of which something else is known. */
  take(changes: readonly Change<KubernetesEvent>[]): ReadonlySet<string> {
    return this.#about.take(changes).union(this.#creations.take(changes));
  }

  eventsAbout(pod: string): KubernetesEvent[] {
    return this.#about.of(pod);
  }

  /** The uid of the Job that made it; undefined where no Event tells. */
  jobOf(pod: string): string | undefined {
    return this.#creations.of(pod)[0]?.involvedObject?.uid ?? undefined;
  }
}

/** Whether and which Pod an Event is about; empty for none. */
export function podOf({ metadata, involvedObject }: KubernetesEvent): string {
  return involvedObject?.kind === "Pod" ? `${metadata.namespace}/${involvedObject.name}` : "";
}

/** The Pod that a Job's Event tells the making of; empty for any other Event. */
export function createdPodOf({
  metadata,
  reason,
  message,
  involvedObject,
}: KubernetesEvent): string {
  if (reason !== "SuccessfulCreate" || involvedObject?.kind !== "Job") return "";
  const name = creation.exec(message ?? "")?.[1];
  return name === undefined ? "" : `${metadata.namespace}/${name}`;
}

/** pkg/controller/controller_utils.go; client-go puts more before the newest of many like Events. */
const creation = /^(?:\(combined from similar events\):\s*)?Created pod: (\S+)$/;

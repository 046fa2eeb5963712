import type { Reason } from "#lib/api/runs";
import type { KubernetesEvent, Pod } from "#lib/kubernetes/types";
import { presentFailure } from "#lib/runs/container-failure";
import { withDetail } from "#lib/runs/failure-detail";
import { type PodFailure, podFailure } from "#lib/runs/pod-failure";
import { podWaiting } from "#lib/runs/pod-waiting";
import { text } from "#lib/texts/text";

/** How long what is being deleted is believed to go by itself; looked at again then. */
const deletionMs = 15_000;

/**
 * What a Pod waits for or is stuck at, or else why it failed or is about to; null for one that is
 * well. `events` are those of this Pod, as far as they are known; `now` is in milliseconds by the API
 * server's clock; `until` is when it may be another though nothing changed.
 */
export function podReason(
  pod: Pod,
  events: readonly KubernetesEvent[],
  now: number,
): { readonly reason: Reason | null; readonly until: number | null } {
  const until = pod.metadata.deletionTimestamp == null ? null : now + deletionMs;
  return { reason: podWaiting(pod, events, now) ?? failing(pod), until };
}

function failing(pod: Pod): Reason | null {
  const phase = pod.status?.phase;
  const failure = phase === "Succeeded" ? null : failureIn(pod);
  if (!failure) return null;
  const { of, word, words, detail } = failure;
  const what = of === "pod" ? text("the Pod was {done}", { done: words }) : words;
  return {
    word,
    tone: phase === "Failed" ? "failed" : "waiting",
    sentence: withDetail(what, detail),
    source: failure.of === "pod" ? failure.source : text("the states of its containers"),
  };
}

/** Of a Pod that goes on, the containers that were restarted since they failed tell nothing. */
function failureIn(pod: Pod): PodFailure | null {
  const failure = podFailure(pod);
  if (failure?.of !== "container" || pod.status?.phase === "Failed") return failure;
  const present = presentFailure(pod);
  return present && { of: "container", ...present };
}

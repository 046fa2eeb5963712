import type { Reason } from "#lib/api/runs";
import type { Job, KubernetesEvent, Pod } from "#lib/kubernetes/types";
import { newestEvent, toldAt } from "#lib/runs/event-time";
import { refusalWords } from "#lib/runs/server-words";
import { text } from "#lib/texts/text";

/**
 * Why the API server does not let a Job have its Pods: a quota, admission, a missing account. The
 * controller tells it with an Event, and the next Pod that it does get is the end of it.
 */
export function podRefusal(
  job: Job,
  pods: readonly Pod[],
  events: readonly KubernetesEvent[],
): Reason | null {
  const refusal = newestEvent(
    events,
    ({ reason, involvedObject }) =>
      reason === "FailedCreate" && involvedObject?.uid === job.metadata.uid,
  );
  const words = refusalWords(refusal?.message ?? "");
  if (!refusal?.message || words === "") return null;
  if (pods.some(({ metadata }) => (metadata.creationTimestamp ?? "") > toldAt(refusal)))
    return null;
  const sentence =
    (job.status?.active ?? 0) > 0
      ? text("the API server refuses more Pods: {words}", { words })
      : text("the API server refuses its Pods: {words}", { words });
  const tone = isInUse(refusal.message) ? "waiting" : "stuck";
  return { word: "FailedCreate", tone, sentence, source: "Event FailedCreate" };
}

/** Whether others use the quota: what they give back may be enough. */
function isInUse(message: string): boolean {
  const used = /exceeded quota: .*, used: (.*), limited: /.exec(message)?.[1];
  return used !== undefined && !used.split(",").every((each) => /=0$/.test(each));
}

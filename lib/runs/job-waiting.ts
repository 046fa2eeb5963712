import type { Reason } from "#lib/api/runs";
import type { Job, KubernetesEvent, Pod, Workload } from "#lib/kubernetes/types";
import { failedPods } from "#lib/runs/failed-pods";
import { conditionOf } from "#lib/runs/job-condition";
import { jobSuspension } from "#lib/runs/job-suspension";
import { podCount } from "#lib/runs/pod-count";
import { podRefusal } from "#lib/runs/pod-refusal";
import { finalizerWords, hasEnded, podWaiting } from "#lib/runs/pod-waiting";
import { retryBackoff, usedUp } from "#lib/runs/retry-backoff";
import { oneLine } from "#lib/runs/server-words";
import { inClauses } from "#lib/texts/clauses";
import { type Text, text } from "#lib/texts/text";
import { inEnglish } from "#lib/texts/wording";
import { humanDuration } from "#lib/time/duration";

/** How long a deleted Job may take to go before it counts as held, in milliseconds. */
const deletionPatienceMs = 30_000;

/**
 * What a Job waits for or is stuck at; null for one that gets on, and for one that has ended. `pods`
 * are those of this Job, null where nobody knows them; `events` those of the Job and its Pods, as far
 * as they are known; `now` is in milliseconds by the API server's clock; `workload` is Kueue's
 * Workload of this Job, where it is known.
 */
export function jobWaiting(
  job: Job,
  pods: readonly Pod[] | null,
  events: readonly KubernetesEvent[],
  now: number,
  workload: Workload | null = null,
): Reason | null {
  if (job.metadata.deletionTimestamp != null) return deletion(job, pods, now);
  if (conditionOf(job, "Complete") || conditionOf(job, "Failed")) return null;
  const waiting = waitingPods(job, pods ?? [], events, now);
  if (conditionOf(job, "FailureTarget") || conditionOf(job, "SuccessCriteriaMet")) return waiting;
  return (
    jobSuspension(job, workload) ??
    elsewhere(job) ??
    waiting ??
    refusedPods(job, pods ?? [], events) ??
    retry(job, pods)
  );
}

function deletion(job: Job, pods: readonly Pod[] | null, now: number): Reason | null {
  const { deletionTimestamp, finalizers } = job.metadata;
  const held = finalizers ?? [];
  if (held.length === 0) return null;
  if (!(now >= Date.parse(deletionTimestamp ?? "") + deletionPatienceMs)) return null;
  const source = "metadata.deletionTimestamp, metadata.finalizers";
  const word = "Terminating";
  if (held.every((name) => name === "foregroundDeletion")) {
    return { word, tone: "waiting", sentence: goesAfter(pods?.length ?? 0), source };
  }
  const sentence = text("deleted, but held by {finalizers}", { finalizers: finalizerWords(held) });
  return { word, tone: "stuck", sentence, source };
}

function goesAfter(count: number): Text {
  if (count === 0) return text("goes once what it owns is deleted (foregroundDeletion)");
  return count === 1
    ? text("goes once {count} Pod is deleted (foregroundDeletion)", { count })
    : text("goes once {count} Pods are deleted (foregroundDeletion)", { count });
}

const builtInController = "kubernetes.io/job-controller";

/** Another cluster or controller runs it, and tells here what it likes. */
function elsewhere({ spec, status }: Job): Reason | null {
  const manager = spec?.managedBy;
  if (manager == null || manager === builtInController || status?.startTime != null) return null;
  const sentence = text("left to controller {controller}, which has not started it", {
    controller: oneLine(manager),
  });
  return { word: "managedBy", tone: "waiting", sentence, source: "spec.managedBy" };
}

function waitingPods(
  job: Job,
  pods: readonly Pod[],
  events: readonly KubernetesEvent[],
  now: number,
): Reason | null {
  const looked = pods.map((pod) => ({ pod, waiting: podWaiting(pod, events, now) }));
  const open = looked.filter(({ pod, waiting }) => waiting || !hasEnded(pod));
  const found = open.map(({ waiting }) => waiting).filter((waiting) => waiting !== null);
  const alike = [
    ...Map.groupBy(found, ({ word, sentence }) => `${word} ${inEnglish(sentence)}`).values(),
  ];
  const [most] = alike.sort((a, b) => rank(a) - rank(b) || b.length - a.length);
  const one = most?.[0];
  if (!most || !one) return null;
  const parts = [one.sentence];
  if (one.word === "CrashLoopBackOff") parts.push(...restarts(job, pods));
  const what = inClauses(parts);
  const [count, all] = [most.length, open.length];
  return {
    ...one,
    sentence: all > 1 ? text("{what} ({count} of {all} Pods)", { what, count, all }) : what,
    source: podCount(count),
  };
}

const rank = ([one]: readonly Reason[]) => (one?.tone === "stuck" ? 0 : 1);

/** With restartPolicy OnFailure the restarts of all containers count (pastBackoffLimitOnFailure). */
function restarts({ spec }: Job, pods: readonly Pod[]): Text[] {
  if (spec?.template?.spec?.restartPolicy !== "OnFailure") return [];
  const count = pods
    .filter((pod) => !hasEnded(pod))
    .flatMap(({ status }) => [
      ...(status?.initContainerStatuses ?? []),
      ...(status?.containerStatuses ?? []),
    ])
    .reduce((sum, { restartCount }) => sum + (restartCount ?? 0), 0);
  return [usedUp(count, spec.backoffLimit ?? 6, "restart")];
}

function refusedPods(
  job: Job,
  pods: readonly Pod[],
  events: readonly KubernetesEvent[],
): Reason | null {
  const { parallelism, completions } = job.spec ?? {};
  const open = completions == null ? 1 : completions - (job.status?.succeeded ?? 0);
  if ((job.status?.active ?? 0) >= Math.min(parallelism ?? 1, open)) return null;
  return podRefusal(job, pods, events);
}

/** Between a failed Pod and the next one. */
function retry(job: Job, pods: readonly Pod[] | null): Reason | null {
  const { active, terminating, failed } = job.status ?? {};
  if (active || terminating || !failed) return null;
  const limit = job.spec?.backoffLimit ?? 6;
  const failures = pods && failedPods(job, pods);
  // With a limit per index each index has its own retries and its own back-off.
  const perIndex = job.spec?.backoffLimitPerIndex != null;
  const seconds = pods && !perIndex && retryBackoff(job, pods);
  const time = seconds ? humanDuration(seconds * 1000) : null;
  const parts = [
    ...(failures ? [failures] : []),
    ...(perIndex ? [] : [usedUp(failed, limit, "retry")]),
    ...(time === null ? [] : [text("next Pod {time} after the last failure", { time })]),
  ];
  if (parts.length === 0) return null;
  return {
    word: "BackOff",
    tone: "waiting",
    sentence: inClauses(parts),
    source: "status.failed, spec.backoffLimit",
  };
}

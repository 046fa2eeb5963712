import { parseIndexes } from "#lib/api/index-set";
import type { Reason } from "#lib/api/runs";
import type { Job, KubernetesEvent, ObjectCondition, Pod } from "#lib/kubernetes/types";
import { roleOf } from "#lib/runs/container-failure";
import { toldAt } from "#lib/runs/event-time";
import { failedPods, gonePods, toldContainer } from "#lib/runs/failed-pods";
import { conditionOf } from "#lib/runs/job-condition";
import { usedUp } from "#lib/runs/retry-backoff";
import { clause, oneLine } from "#lib/runs/server-words";

/** What a Job's failure is told from. */
interface Evidence {
  readonly job: Job;
  readonly condition: ObjectCondition;
  /** Of this Job; null where they are not known, as for someone who may not list Pods. */
  readonly pods: readonly Pod[] | null;
  readonly events: readonly KubernetesEvent[];
}

/**
 * Why a Job failed, or is about to: its condition Failed or FailureTarget, with what its Pods say as
 * long as there are any (kubectl-semantics 7.3; pkg/controller/job/job_controller.go). Null for a Job
 * that has not failed. `pods` are those of this Job, null where nobody knows them; `events` are those
 * of the Job and its Pods, as far as they are known.
 */
export function jobFailure(
  job: Job,
  pods: readonly Pod[] | null,
  events: readonly KubernetesEvent[],
): Reason | null {
  const failed = conditionOf(job, "Failed");
  const condition = failed ?? conditionOf(job, "FailureTarget");
  if (!condition) return null;
  const evidence = { job, condition, pods, events };
  const parts = [...partsOf(evidence), ending(evidence)];
  return {
    word: oneLine(condition.reason ?? "") || condition.type,
    sentence: parts.filter((part) => part !== null).join("; "),
    tone: "failed",
    source: sourceOf(evidence),
  };
}

function partsOf(evidence: Evidence): (string | null)[] {
  switch (evidence.condition.reason) {
    case "BackoffLimitExceeded":
      return [podWords(evidence), retries(evidence), lost(evidence)];
    case "DeadlineExceeded":
      return [deadline(evidence), earlierFailures(evidence)];
    case "PodFailurePolicy":
      return [policy(evidence)];
    case "FailedIndexes":
    case "MaxFailedIndexesExceeded":
      return [...indexes(evidence), lost(evidence)];
    default: {
      // A reason of another controller, or of a release to come.
      const words = clause(evidence.condition.message ?? "");
      return [words || "the Job failed", podWords(evidence), lost(evidence)];
    }
  }
}

function podWords({ job, pods, events }: Evidence): string | null {
  const told = pods && failedPods(job, pods);
  if (told) return told;
  const container = toldContainer(events, "BackOff");
  return container && `container ${container} failed again and again`;
}

/** What cannot be told any more, where no Pod is left to tell. */
function lost({ job, pods }: Evidence): string | null {
  return pods && !failedPods(job, pods) ? gonePods(job) : null;
}

/** `backoffLimit` counts Pods, or with restartPolicy OnFailure the restarts of their containers. */
function retries({ job }: Evidence): string | null {
  const limit = job.spec?.backoffLimit ?? 6;
  const kind = job.spec?.template?.spec?.restartPolicy === "OnFailure" ? "restart" : "retry";
  if (limit === 0) return `backoffLimit 0 allows no ${kind}`;
  return usedUp(limit, limit, kind);
}

function indexes(evidence: Evidence): (string | null)[] {
  const { spec, status } = evidence.job;
  const failed = parseIndexes(status?.failedIndexes ?? "", Number.POSITIVE_INFINITY).size;
  const of = spec?.completions == null ? "" : ` of ${spec.completions}`;
  const isTooMany = evidence.condition.reason === "MaxFailedIndexesExceeded";
  const list = firstIndexes(oneLine(status?.failedIndexes ?? ""));
  return [
    `${failed}${of} indexes failed${list ? ` (${list})` : ""}`,
    isTooMany ? `maxFailedIndexes is ${spec?.maxFailedIndexes ?? 0}` : null,
    podWords(evidence),
    spec?.backoffLimitPerIndex ? `backoffLimitPerIndex is ${spec.backoffLimitPerIndex}` : null,
  ];
}

/** The first of them where there are many; none is cut in two. */
function firstIndexes(list: string): string {
  return list.length <= 40 ? list : `${list.slice(0, 40).replace(/,[^,]*$/, "")},…`;
}

/** So much the clocks of a node and of the controller may differ. */
const clocksApartMs = 2_000;

function deadline({ job, pods, events }: Evidence): string {
  const seconds = job.spec?.activeDeadlineSeconds;
  const over = `active longer than activeDeadlineSeconds${seconds == null ? "" : ` ${seconds}`}`;
  const busy = new Set((pods ?? []).flatMap(running));
  if (busy.size > 3) return `${over} while ${busy.size} containers were still running`;
  if (busy.size > 1) return `${over} while ${[...busy].join(", ")} were still running`;
  // What was stopped earlier was stopped for another reason.
  const end = Date.parse(job.status?.startTime ?? "") + (seconds ?? 0) * 1000;
  const since = events.filter((event) => !(Date.parse(toldAt(event)) < end - clocksApartMs));
  const stopped = toldContainer(since, "Killing");
  const [one = stopped && `container ${stopped}`] = busy;
  if (one) return `${over} while ${one} was still running`;
  const unstarted = (pods ?? []).some(({ status }) => status?.phase === "Pending");
  return unstarted ? `${over} before a container had started` : over;
}

/** The containers of the Pod that the deadline stops; a sidecar runs as long as it has others to serve. */
function running(pod: Pod): string[] {
  const { initContainerStatuses, containerStatuses } = pod.status ?? {};
  return [...(initContainerStatuses ?? []), ...(containerStatuses ?? [])]
    .filter(({ state }) => state?.running)
    .map(({ name }) => ({ name, role: roleOf(pod, name) }))
    .filter(({ role }) => role !== "sidecar")
    .map(({ name, role }) => `${role} ${oneLine(name)}`);
}

/** Those before the deadline; a Pod the deadline stopped counts as failed, but tells of nothing. */
function earlierFailures({ job, pods }: Evidence): string | null {
  return pods && failedPods(job, pods);
}

function policy({ condition: { message = "" } }: Evidence): string {
  const [, container, exitCode, action, rule] = exitCodeRule.exec(message) ?? [];
  if (container !== undefined) {
    return `container ${container} exited ${exitCode}, which podFailurePolicy.rules[${rule}] answers with ${action}`;
  }
  const [, type, conditionAction, conditionRule] = conditionRuleMessage.exec(message) ?? [];
  if (type !== undefined) {
    return `a Pod has the condition ${type}, which podFailurePolicy.rules[${conditionRule}] answers with ${conditionAction}`;
  }
  return clause(message) || "a rule of podFailurePolicy matched";
}

/** pkg/controller/job/pod_failure_policy.go. */
const exitCodeRule =
  /^Container (\S+) for pod \S+ failed with exit code (\d+) matching (\w+) rule at index (\d+)$/;
const conditionRuleMessage = /^Pod \S+ has condition (\S+) matching (\w+) rule at index (\d+)$/;

/** The Job is Failed only when its last Pod has ended. */
function ending({ job, condition }: Evidence): string | null {
  if (condition.type === "Failed") return null;
  const count = job.status?.terminating ?? 0;
  if (count === 0) return null;
  return `the Job ends once ${count === 1 ? "its last Pod has" : `${count} Pods have`} stopped`;
}

function sourceOf({ condition, pods, events }: Evidence): string {
  const told = (count: number, kind: string) => (count === 1 ? `1 ${kind}` : `${count} ${kind}s`);
  const parts = [`condition ${condition.type}`];
  if (pods) parts.push(told(pods.length, "Pod"));
  if (events.length > 0) parts.push(told(events.length, "Event"));
  return parts.join(", ");
}

import { parseIndexes } from "#lib/api/index-set";
import type { Reason } from "#lib/api/runs";
import type { Job, KubernetesEvent, ObjectCondition, Pod } from "#lib/kubernetes/types";
import { roleOf, subjectOf } from "#lib/runs/container-failure";
import { toldAt } from "#lib/runs/event-time";
import { failedPods, gonePods, toldContainer } from "#lib/runs/failed-pods";
import { conditionOf } from "#lib/runs/job-condition";
import { podCount } from "#lib/runs/pod-count";
import { usedUp } from "#lib/runs/retry-backoff";
import { clause, oneLine } from "#lib/runs/server-words";
import { enumerated, inClauses } from "#lib/texts/clauses";
import { type Text, text } from "#lib/texts/text";

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
    sentence: inClauses(parts.filter((part) => part !== null)),
    tone: "failed",
    source: sourceOf(evidence),
  };
}

function partsOf(evidence: Evidence): (Text | null)[] {
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
      return [words || text("the Job failed"), podWords(evidence), lost(evidence)];
    }
  }
}

function podWords({ job, pods, events }: Evidence): Text | null {
  const told = pods && failedPods(job, pods);
  if (told) return told;
  const name = toldContainer(events, "BackOff");
  return name === null ? null : text("container {name} failed again and again", { name });
}

/** What cannot be told any more, where no Pod is left to tell. */
function lost({ job, pods }: Evidence): Text | null {
  return pods && !failedPods(job, pods) ? gonePods(job) : null;
}

/** `backoffLimit` counts Pods, or with restartPolicy OnFailure the restarts of their containers. */
function retries({ job }: Evidence): Text {
  const limit = job.spec?.backoffLimit ?? 6;
  const kind = job.spec?.template?.spec?.restartPolicy === "OnFailure" ? "restart" : "retry";
  if (limit === 0) {
    return kind === "restart"
      ? text("backoffLimit 0 allows no restart")
      : text("backoffLimit 0 allows no retry");
  }
  return usedUp(limit, limit, kind);
}

function indexes(evidence: Evidence): (Text | null)[] {
  const { spec } = evidence.job;
  const isTooMany = evidence.condition.reason === "MaxFailedIndexesExceeded";
  const limit = spec?.backoffLimitPerIndex;
  return [
    failedIndexes(evidence.job),
    isTooMany ? text("maxFailedIndexes is {limit}", { limit: spec?.maxFailedIndexes ?? 0 }) : null,
    podWords(evidence),
    limit ? text("backoffLimitPerIndex is {limit}", { limit }) : null,
  ];
}

function failedIndexes({ spec, status }: Job): Text {
  const told = status?.failedIndexes ?? "";
  const count = parseIndexes(told, Number.POSITIVE_INFINITY).size;
  const all = spec?.completions;
  const what =
    all == null
      ? text("{count} indexes failed", { count })
      : text("{count} of {all} indexes failed", { count, all });
  const list = firstIndexes(oneLine(told));
  return list === "" ? what : text("{what} ({list})", { what, list });
}

/** The first of them where there are many; none is cut in two. */
function firstIndexes(list: string): string {
  return list.length <= 40 ? list : `${list.slice(0, 40).replace(/,[^,]*$/, "")},…`;
}

/** So much the clocks of a node and of the controller may differ. */
const clocksApartMs = 2_000;

function deadline({ job, pods, events }: Evidence): Text {
  const seconds = job.spec?.activeDeadlineSeconds;
  const what =
    seconds == null
      ? text("active longer than activeDeadlineSeconds")
      : text("active longer than activeDeadlineSeconds {seconds}", { seconds });
  const busy = new Map((pods ?? []).flatMap(running));
  const containers = [...busy.values()];
  if (containers.length > 3) {
    const count = containers.length;
    return text("{what} while {count} containers were still running", { what, count });
  }
  if (containers.length > 1) {
    return text("{what} while {containers} were still running", {
      what,
      containers: enumerated(containers),
    });
  }
  // What was stopped earlier was stopped for another reason.
  const end = Date.parse(job.status?.startTime ?? "") + (seconds ?? 0) * 1000;
  const since = events.filter((event) => !(Date.parse(toldAt(event)) < end - clocksApartMs));
  const stopped = toldContainer(since, "Killing");
  const [container = stopped && text("container {name}", { name: stopped })] = containers;
  if (container) return text("{what} while {container} was still running", { what, container });
  const unstarted = (pods ?? []).some(({ status }) => status?.phase === "Pending");
  return unstarted ? text("{what} before a container had started", { what }) : what;
}

/**
 * The containers of the Pod that the deadline stops, by what is the same in each of its Pods; a sidecar
 * runs as long as it has others to serve.
 */
function running(pod: Pod): [key: string, container: Text][] {
  const { initContainerStatuses, containerStatuses } = pod.status ?? {};
  return [...(initContainerStatuses ?? []), ...(containerStatuses ?? [])]
    .filter(({ state }) => state?.running)
    .map(({ name }) => ({ name, role: roleOf(pod, name) }))
    .filter(({ role }) => role !== "sidecar")
    .map(({ name, role }) => [`${role} ${name}`, subjectOf(pod, name)]);
}

/** Those before the deadline; a Pod the deadline stopped counts as failed, but tells of nothing. */
function earlierFailures({ job, pods }: Evidence): Text | null {
  return pods && failedPods(job, pods);
}

function policy({ condition: { message = "" } }: Evidence): Text {
  const exit = exitCodeRule.exec(message);
  if (exit) {
    const [, name = "", code = "", action = "", rule = ""] = exit;
    return text(
      "container {name} exited {code}, which podFailurePolicy.rules[{rule}] answers with {action}",
      { name, code, rule, action },
    );
  }
  const condition = conditionRuleMessage.exec(message);
  if (condition) {
    const [, type = "", action = "", rule = ""] = condition;
    return text(
      "a Pod has the condition {type}, which podFailurePolicy.rules[{rule}] answers with {action}",
      { type, rule, action },
    );
  }
  return clause(message) || text("a rule of podFailurePolicy matched");
}

/** pkg/controller/job/pod_failure_policy.go. */
const exitCodeRule =
  /^Container (\S+) for pod \S+ failed with exit code (\d+) matching (\w+) rule at index (\d+)$/;
const conditionRuleMessage = /^Pod \S+ has condition (\S+) matching (\w+) rule at index (\d+)$/;

/** The Job is Failed only when its last Pod has ended. */
function ending({ job, condition }: Evidence): Text | null {
  if (condition.type === "Failed") return null;
  const count = job.status?.terminating ?? 0;
  if (count === 0) return null;
  return count === 1
    ? text("the Job ends once its last Pod has stopped")
    : text("the Job ends once {count} Pods have stopped", { count });
}

function sourceOf({ condition: { type }, pods, events }: Evidence): Text {
  const parts = [text("condition {type}", { type })];
  if (pods) parts.push(podCount(pods.length));
  if (events.length > 0) parts.push(eventCount(events.length));
  return enumerated(parts);
}

const eventCount = (count: number) =>
  count === 1 ? text("{count} Event", { count }) : text("{count} Events", { count });

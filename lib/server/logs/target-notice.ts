import { mostSources } from "#lib/api/log-frames";
import type { LogQuery } from "#lib/api/log-query";
import type { Job } from "#lib/kubernetes/types";
import { jobWaiting } from "#lib/runs/job-waiting";
import { hasEnded, type TargetPods } from "#lib/server/logs/target-pods";

/**
 * Why a target has no log to read, in a sentence; empty where it has. `now` is in milliseconds by the
 * API server's clock.
 */
export function emptyNotice(query: LogQuery, found: TargetPods, now: number): string {
  const { target, namespace, container, instances } = query;
  if (found.pods.length > 0) {
    if (container !== "" && container !== "*" && !hasContainer(found, container)) {
      return `None of these Pods has a container called ${container}.`;
    }
    return instances === "previous"
      ? "None of these containers was restarted, so there is no previous log."
      : "";
  }
  switch (target.kind) {
    case "pod":
      return "";
    case "job":
      return found.jobs[0] ? jobNotice(found.jobs[0], now) : "";
    case "cronjob":
      return found.jobs[0]
        ? jobNotice(found.jobs[0], now)
        : `CronJob ${target.name} has no Jobs: it has not run yet, or they were deleted.`;
    case "selector":
      return `No Pods in ${namespace} match ${target.selector}.`;
  }
}

/** How many sources are not read: for good, and for now; empty where all are. */
export function crowdNotice(leftOut: number, waiting: number, atOnce: number): string {
  const sentences: string[] = [];
  if (leftOut > 0) {
    sentences.push(
      `Only ${mostSources} logs are shown together, those of the newest Pods: ${leftOut} more ${leftOut === 1 ? "is" : "are"} left out. Choose one container, one Pod or fewer runs to see them.`,
    );
  }
  if (waiting > 0) {
    sentences.push(
      `${waiting} ${waiting === 1 ? "log waits for its turn" : "logs wait for their turn"}: ${atOnce} are caught up with at once.`,
    );
  }
  return sentences.join(" ");
}

function jobNotice(job: Job, now: number): string {
  const { name } = job.metadata;
  const { succeeded, failed, active } = job.status ?? {};
  const hadPods = Boolean(succeeded || failed || active);
  if (hasEnded(job)) {
    return hadPods
      ? `The Pods of Job ${name} were deleted, and with them their logs.`
      : `Job ${name} has ended and has no Pods.`;
  }
  const reason = jobWaiting(job, [], [], now);
  return reason ? `Job ${name} has no Pods: ${reason.sentence}.` : `Job ${name} has no Pods yet.`;
}

function hasContainer({ pods }: TargetPods, container: string): boolean {
  return pods.some(({ spec }) =>
    [spec?.initContainers, spec?.containers, spec?.ephemeralContainers].some((containers) =>
      containers?.some(({ name }) => name === container),
    ),
  );
}

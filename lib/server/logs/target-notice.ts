import { mostSources } from "#lib/api/log-frames";
import type { LogQuery } from "#lib/api/log-query";
import type { Job } from "#lib/kubernetes/types";
import { jobWaiting } from "#lib/runs/job-waiting";
import { hasEnded, type TargetPods } from "#lib/server/logs/target-pods";
import { type Text, text } from "#lib/texts/text";

/**
 * Why a target has no log to read, in a sentence; empty where it has. `now` is in milliseconds by the
 * API server's clock.
 */
export function emptyNotice(query: LogQuery, found: TargetPods, now: number): Text {
  const { target, namespace, container, instances } = query;
  if (found.pods.length > 0) {
    if (container !== "" && container !== "*" && !hasContainer(found, container)) {
      return text("None of these Pods has a container called {container}.", { container });
    }
    return instances === "previous"
      ? text("None of these containers was restarted, so there is no previous log.")
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
        : text("CronJob {name} has no Jobs: it has not run yet, or they were deleted.", {
            name: target.name,
          });
    case "selector":
      return text("No Pods in {namespace} match {selector}.", {
        namespace,
        selector: target.selector,
      });
  }
}

/** How many sources are not read: for good, and for now; empty where all are. */
export function crowdNotice(leftOut: number, waiting: number, atOnce: number): Text {
  const left =
    leftOut === 0
      ? ""
      : text(
          leftOut === 1
            ? "Only {most} logs are shown together, those of the newest Pods: {count} more is left out. Choose one container, one Pod or fewer runs to see them."
            : "Only {most} logs are shown together, those of the newest Pods: {count} more are left out. Choose one container, one Pod or fewer runs to see them.",
          { most: mostSources, count: leftOut },
        );
  if (waiting === 0) return left;
  const queue = text(
    waiting === 1
      ? "{count} log waits for its turn: {most} are caught up with at once."
      : "{count} logs wait for their turn: {most} are caught up with at once.",
    { count: waiting, most: atOnce },
  );
  return left === "" ? queue : text("{sentence} {next}", { sentence: left, next: queue });
}

function jobNotice(job: Job, now: number): Text {
  const { name } = job.metadata;
  const { succeeded, failed, active } = job.status ?? {};
  const hadPods = Boolean(succeeded || failed || active);
  if (hasEnded(job)) {
    return hadPods
      ? text("The Pods of Job {name} were deleted, and with them their logs.", { name })
      : text("Job {name} has ended and has no Pods.", { name });
  }
  const reason = jobWaiting(job, [], [], now);
  return reason
    ? text("Job {name} has no Pods: {reason}.", { name, reason: reason.sentence })
    : text("Job {name} has no Pods yet.", { name });
}

function hasContainer({ pods }: TargetPods, container: string): boolean {
  return pods.some(({ spec }) =>
    [spec?.initContainers, spec?.containers, spec?.ephemeralContainers].some((containers) =>
      containers?.some(({ name }) => name === container),
    ),
  );
}

import { mostSources } from "#lib/api/log-frames";
import type { LogQuery, LogTarget } from "#lib/api/log-query";
import { shellWord } from "#lib/client/shell-word";

/** stern leaves out what is older than 48 hours unless it is told how far to go back. */
const allTime = "87600h";
/**
 * stern's line for the newest runs of a CronJob. stern knows no CronJobs either, so it is given the
 * labels of their Jobs' Pods; it prints all containers unless one is named, and waits for new Pods.
 */
export function sternCommand(
  query: LogQuery,
  { name, runs }: Extract<LogTarget, { kind: "cronjob" }>,
  times: boolean,
): string {
  const { namespace, container, follow, tail, since } = query;
  const names = `${newestJobs(namespace, name, runs)} | cut -d/ -f2 | paste -sd, -`;
  return [
    `stern -n ${shellWord(namespace)} -l "job-name in ($(${names}))"`,
    ...(container === "" || container === "*"
      ? []
      : [`--container ${shellWord(`^${pattern(container)}$`)}`]),
    ...(times ? ["--timestamps"] : []),
    ...(tail === null ? [] : [`--tail ${tail}`]),
    `--since ${since === "" ? allTime : shellWord(since)}`,
    ...(follow ? [] : ["--no-follow"]),
    // Else it reads five at a time, or gives up at the fifty-first that it should follow.
    `--max-log-requests ${mostSources}`,
  ].join(" ");
}

/**
 * Asks for the newest Jobs that are named after a tick of a CronJob, as `job.batch/NAME`, the oldest
 * first. What was made by hand bears a name of its own and is not found.
 */
export function newestJobs(namespace: string, cronJob: string, count: number): string {
  const jobs = `kubectl get jobs -n ${shellWord(namespace)} --sort-by=.metadata.creationTimestamp -o name`;
  return `${jobs} | grep -E ${shellWord(`/${pattern(cronJob)}-[0-9]+$`)} | tail -n ${count}`;
}

/** A text as a regular expression that finds it, in grep's and in Go's hand. */
function pattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

import { mostSources } from "#lib/api/log-frames";
import type { Logs } from "#lib/line/command";
import { newestJobs, pattern } from "#lib/line/newest-jobs";
import { shellWord } from "#lib/line/shell-word";

/** stern leaves out what is older than 48 hours unless it is told how far to go back. */
export const allTime = "87600h";

/**
 * stern's line for the newest runs of a CronJob, which kubectl has no name for. stern knows no CronJobs
 * either, so it is given the labels of their Jobs' Pods; it prints all containers unless one is named,
 * and waits for new Pods.
 */
export function printStern(command: Logs, runs: number, cronJob: string): string {
  const { namespace, context, container, timestamps, follow, tail, since } = command;
  const names = `${newestJobs(command, cronJob, runs)} | cut -d/ -f2 | paste -sd, -`;
  return [
    "stern",
    ...(namespace === null ? [] : [`-n ${shellWord(namespace)}`]),
    ...(context === null ? [] : [`--context ${shellWord(context)}`]),
    `-l "job-name in ($(${names}))"`,
    ...(container === "" || container === "*"
      ? []
      : [`--container ${shellWord(`^${pattern(container)}$`)}`]),
    ...(timestamps ? ["--timestamps"] : []),
    ...(tail === null ? [] : [`--tail ${tail}`]),
    `--since ${since === "" ? allTime : shellWord(since)}`,
    ...(follow ? [] : ["--no-follow"]),
    // Else it reads five at a time, or gives up at the fifty-first that it should follow.
    `--max-log-requests ${mostSources}`,
  ].join(" ");
}

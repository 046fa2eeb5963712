import type { Place } from "#lib/line/command";
import { printPlace } from "#lib/line/print-place";
import { shellWord } from "#lib/line/shell-word";

/** What a pipeline of `newestJobs` asks for. */
export interface NewestJobs extends Place {
  readonly cronJob: string;
  readonly count: number;
}

/**
 * Asks for the newest Jobs that are named after a tick of a CronJob, as `job.batch/NAME`, the oldest
 * first: kubectl prints no log of a CronJob. What was made by hand bears a name of its own and is not
 * found.
 */
export function newestJobs(place: Place, cronJob: string, count: number): string {
  const where = printPlace(place).map((flag) => ` ${flag}`);
  const jobs = `kubectl get jobs${where.join("")} --sort-by=.metadata.creationTimestamp -o name`;
  return `${jobs} | grep -E ${shellWord(`/${pattern(cronJob)}-[0-9]+$`)} | tail -n ${count}`;
}

/** A text as a regular expression that finds it, in grep's and in Go's hand. */
export function pattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

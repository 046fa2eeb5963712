import type { Place } from "#lib/line/command";
import { printPlace } from "#lib/line/place";
import { readShell } from "#lib/line/shell-text";
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

/** What `newestJobs` was made of; null for any other command. Throws `Refused` for no shell's text. */
export function readNewestJobs(text: string): NewestJobs | null {
  const { words, pipes } = readShell(text);
  const [grep, tail] = pipes;
  const value = (flag: string) => {
    const at = words.findIndex(({ text: word }) => word === flag);
    return at === -1 ? null : (words[at + 1]?.text ?? null);
  };
  const place = { namespace: value("-n"), context: value("--context") };
  const [, escaped = ""] = /^\/([\s\S]+)-\[0-9\]\+\$$/.exec(grep?.[2]?.text ?? "") ?? [];
  const cronJob = unpattern(escaped);
  const count = Number(tail?.[2]?.text);
  const isSame = Number.isInteger(count) && newestJobs(place, cronJob, count) === text;
  return isSame ? { ...place, cronJob, count } : null;
}

/** A text as a regular expression that finds it, in grep's and in Go's hand. */
export function pattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

/** The text that a `pattern` finds. */
export function unpattern(escaped: string): string {
  return escaped.replace(/\\([\\^$.*+?()[\]{}|])/g, "$1");
}

import { type NewestJobs, newestJobs } from "#lib/line/newest-jobs";
import { readShell } from "#lib/line/shell-text";

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

/** The text that a `pattern` finds. */
export function unpattern(escaped: string): string {
  return escaped.replace(/\\([\\^$.*+?()[\]{}|])/g, "$1");
}

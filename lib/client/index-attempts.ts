import type { PodRow } from "#lib/api/rows";

/** The Pods of an index that are left, oldest first. */
export function attemptsAt(index: number, pods: readonly PodRow[]): readonly PodRow[] {
  return pods.filter((pod) => pod.index === index).sort(inTime);
}

/** Instants are whole seconds: the count of failures tells two attempts apart. */
function inTime(a: PodRow, b: PodRow): number {
  const order = (a.failures ?? 0) - (b.failures ?? 0);
  if (order !== 0) return order;
  const [first, second] = [`${a.created} ${a.name}`, `${b.created} ${b.name}`];
  return first < second ? -1 : first > second ? 1 : 0;
}

/** How many attempts are told one by one. */
const toldOnes = 5;

/**
 * What became of the attempts at one index, oldest first, of which there is one at least, in words:
 * `OOMKilled (exit 137) in 3 of 3 attempts`, or one after the other from the newest on. Of attempts
 * whose Pods are gone only their number is known.
 */
export function attemptsText(attempts: readonly PodRow[]): string {
  const newest = attempts.at(-1);
  if (newest === undefined) return "";
  const made = Math.max(attempts.length, (newest.failures ?? 0) + 1);
  const gone = made - attempts.length;
  const words = attempts.map(outcome);
  const [word = ""] = words;
  if (made === 1) return word;
  if (newest.ended === "Failed" && words.every((other) => other === word)) {
    return `${word} in ${attempts.length} of ${made} attempts${lost(gone)}`;
  }
  const told = words
    .map((word, i) => `attempt ${gone + i + 1}: ${word}`)
    .reverse()
    .slice(0, toldOnes);
  const more = attempts.length - told.length;
  return `${told.join(", ")}${more > 0 ? `, and ${more} more` : ""}${lost(gone)}`;
}

function lost(gone: number): string {
  if (gone === 0) return "";
  return gone === 1
    ? "; the Pod of an earlier one is gone"
    : `; the Pods of ${gone} earlier ones are gone`;
}

/** The word says it itself where no reason is known: `ExitCode:3`. */
function outcome({ status, exitCode }: PodRow): string {
  return exitCode === null || status.includes("ExitCode:")
    ? status
    : `${status} (exit ${exitCode})`;
}

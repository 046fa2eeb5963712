import type { PodRow } from "#lib/api/rows";
import { clauses } from "#lib/texts/clauses";
import { type Text, text } from "#lib/texts/text";

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
export function attemptsText(attempts: readonly PodRow[]): Text {
  const newest = attempts.at(-1);
  if (newest === undefined) return "";
  const made = Math.max(attempts.length, (newest.failures ?? 0) + 1);
  const gone = made - attempts.length;
  const what = outcome(newest);
  if (made === 1) return what;
  const areAlike = attempts.every(
    ({ status, exitCode }) => status === newest.status && exitCode === newest.exitCode,
  );
  if (newest.ended === "Failed" && areAlike) {
    const count = attempts.length;
    return withLost(text("{what} in {count} of {made} attempts", { what, count, made }), gone);
  }
  const told = attempts
    .map((pod, i) => text("attempt {number}: {what}", { number: gone + i + 1, what: outcome(pod) }))
    .reverse()
    .slice(0, toldOnes);
  const count = attempts.length - told.length;
  const all = clauses(told);
  return withLost(count > 0 ? text("{what}, and {count} more", { what: all, count }) : all, gone);
}

function withLost(what: Text, gone: number): Text {
  if (gone === 0) return what;
  return gone === 1
    ? text("{what}; the Pod of an earlier one is gone", { what })
    : text("{what}; the Pods of {count} earlier ones are gone", { what, count: gone });
}

/** The word says it itself where no reason is known: `ExitCode:3`. */
function outcome({ status, exitCode }: PodRow): Text {
  return exitCode === null || status.includes("ExitCode:")
    ? status
    : text("{status} (exit {code})", { status, code: exitCode });
}

import type { JobDetail } from "#lib/api/rows";
import type { JobIndexes } from "#lib/client/index-states";

/**
 * How the indexes of a Job stand: `83 of 120 indexes are Complete, 20 are active, 3 Failed, 14 have
 * not started.` What there is none of is left out; `over` is a Job that has ended.
 */
export function indexSentence(
  { total, counts }: Pick<JobIndexes, "total" | "counts">,
  over: boolean,
): string {
  const { complete, failed, active, retried, waiting, none } = counts;
  const parts = [
    `${complete} of ${total} ${total === 1 ? "index" : "indexes"} ${be(complete)} Complete`,
    some(active + retried, (count) => `${count} ${be(count)} active`),
    some(waiting, (count) => `${count} ${count === 1 ? "waits" : "wait"} to be tried again`),
    some(failed, (count) => `${count} Failed`),
    some(none, (count) =>
      over
        ? `${count} ${count === 1 ? "was" : "were"} not completed`
        : `${count} ${count === 1 ? "has" : "have"} not started`,
    ),
  ];
  return `${parts.filter((part) => part !== null).join(", ")}.`;
}

/** What more failed indexes will do to the Job; null where nothing limits them, and once it has ended. */
export function failureLimit(
  { maxFailedIndexes }: Pick<JobDetail, "maxFailedIndexes">,
  over: boolean,
): string | null {
  if (maxFailedIndexes === null || over) return null;
  if (maxFailedIndexes === 0) return "The Job fails once an index has failed.";
  const indexes = maxFailedIndexes === 1 ? "index has" : "indexes have";
  return `The Job fails once more than ${maxFailedIndexes} ${indexes} failed.`;
}

const be = (count: number) => (count === 1 ? "is" : "are");

function some(count: number, text: (count: number) => string): string | null {
  return count === 0 ? null : text(count);
}

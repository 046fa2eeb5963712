import type { JobDetail } from "#lib/api/rows";
import type { JobIndexes } from "#lib/client/index-states";
import { clauses } from "#lib/texts/clauses";
import { type Message, type Text, text } from "#lib/texts/text";

/**
 * How the indexes of a Job stand: `83 of 120 indexes are Complete, 20 are active, 3 Failed, 14 have
 * not started.` What there is none of is left out; `over` is a Job that has ended.
 */
export function indexSentence(
  { total, counts }: Pick<JobIndexes, "total" | "counts">,
  over: boolean,
): Text {
  const { complete, failed, active, retried, waiting, none } = counts;
  const going = active + retried;
  const parts = [completeText(complete, total)];
  if (going > 0) {
    parts.push(text(going === 1 ? "{count} is active" : "{count} are active", { count: going }));
  }
  if (waiting > 0) {
    parts.push(
      text(waiting === 1 ? "{count} waits to be tried again" : "{count} wait to be tried again", {
        count: waiting,
      }),
    );
  }
  if (failed > 0) parts.push(text("{count} Failed", { count: failed }));
  if (none > 0) parts.push(over ? notCompleted(none) : notStarted(none));
  return text("{sentence}.", { sentence: clauses(parts) });
}

function notCompleted(count: number): Message {
  return text(count === 1 ? "{count} was not completed" : "{count} were not completed", { count });
}

function notStarted(count: number): Message {
  return text(count === 1 ? "{count} has not started" : "{count} have not started", { count });
}

function completeText(count: number, total: number): Message {
  const slots = { count, total };
  if (total === 1) {
    return text(
      count === 1
        ? "{count} of {total} index is Complete"
        : "{count} of {total} index are Complete",
      slots,
    );
  }
  return text(
    count === 1
      ? "{count} of {total} indexes is Complete"
      : "{count} of {total} indexes are Complete",
    slots,
  );
}

/** What more failed indexes will do to the Job; null where nothing limits them, and once it has ended. */
export function failureLimit(
  { maxFailedIndexes: count }: Pick<JobDetail, "maxFailedIndexes">,
  over: boolean,
): Text | null {
  if (count === null || over) return null;
  if (count === 0) return text("The Job fails once an index has failed.");
  return text(
    count === 1
      ? "The Job fails once more than {count} index has failed."
      : "The Job fails once more than {count} indexes have failed.",
    { count },
  );
}

import { expect, it } from "vitest";
import { failureLimit, indexSentence } from "#components/runs/index-sentence";
import type { IndexState, JobIndexes } from "#lib/client/index-states";

const none = { complete: 0, failed: 0, active: 0, retried: 0, waiting: 0, none: 0 };

it.each<[Partial<Record<IndexState, number>>, boolean, string]>([
  [
    { complete: 83, active: 17, retried: 3, failed: 3, none: 14 },
    false,
    "83 of 120 indexes are Complete, 20 are active, 3 Failed, 14 have not started.",
  ],
  [
    { complete: 1, active: 1, waiting: 1, none: 1 },
    false,
    "1 of 4 indexes is Complete, 1 is active, 1 waits to be tried again, 1 has not started.",
  ],
  [{ waiting: 2 }, false, "0 of 2 indexes are Complete, 2 wait to be tried again."],
  [{ complete: 5 }, true, "5 of 5 indexes are Complete."],
  [{ complete: 1 }, true, "1 of 1 index is Complete."],
  [
    { complete: 2, failed: 1, none: 2 },
    true,
    "2 of 5 indexes are Complete, 1 Failed, 2 were not completed.",
  ],
  [{ failed: 1, none: 1 }, true, "0 of 2 indexes are Complete, 1 Failed, 1 was not completed."],
])("%o, and over: %s", (some, over, sentence) => {
  const counts = { ...none, ...some };
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const indexes: Pick<JobIndexes, "total" | "counts"> = { total, counts };
  expect(indexSentence(indexes, over)).toEqual(sentence);
});

it.each([
  [10, false, "The Job fails once more than 10 indexes have failed."],
  [1, false, "The Job fails once more than 1 index has failed."],
  [0, false, "The Job fails once an index has failed."],
  [10, true, null],
  [null, false, null],
])("of maxFailedIndexes %s, and over: %s, is said: %s", (maxFailedIndexes, over, said) => {
  expect(failureLimit({ maxFailedIndexes }, over)).toEqual(said);
});

import type { LastResult, Run } from "#lib/api/runs";
import { millisecondsOf } from "#lib/runs/instant";
import { text } from "#lib/texts/text";

const failedCondition = text("the Failed condition");

/** The run that ended last, by its end and not by its tick; null where none has ended. */
export function lastResult(runs: readonly Run[]): LastResult | null {
  let newest: LastResult | null = null;
  let newestEnd = Number.NEGATIVE_INFINITY;
  for (const { name, uid, result, started, ended, manual } of runs) {
    const end = millisecondsOf(ended);
    if (end === null || ended === null || (result !== "Complete" && result !== "Failed")) continue;
    if (end < newestEnd || (end === newestEnd && newest !== null && name < newest.name)) continue;
    const start = millisecondsOf(started);
    newestEnd = end;
    newest = {
      name,
      uid,
      result,
      ended,
      duration: start === null ? null : Math.max(0, end - start),
      manual,
      source: result === "Complete" ? "status.completionTime" : failedCondition,
    };
  }
  return newest;
}

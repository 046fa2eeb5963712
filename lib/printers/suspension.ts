import type { Reason } from "#lib/api/runs";
import type { Suspension } from "#lib/api/suspension";
import { wallClock } from "#lib/printers/wall-clock";
import { humanDuration } from "#lib/time/duration";

/**
 * What was written down of a suspension, in one sentence; null where nothing was. It is `stuck` once
 * the time is over until which it was to be: nothing resumes it by itself.
 */
export function suspensionReason(
  { since, by, reason, until }: Suspension,
  nowMs: number,
): Reason | null {
  const untilMs = until === null ? Number.NaN : Date.parse(until);
  const isLate = untilMs <= nowMs;
  if (reason === null && Number.isNaN(untilMs)) return null;
  const who = [
    ...(by === null ? [] : [`by ${by}`]),
    ...(since === null ? [] : [`for ${humanDuration(nowMs - Date.parse(since))}`]),
  ].join(" ");
  const end =
    until === null || Number.isNaN(untilMs)
      ? []
      : isLate
        ? [`to be resumed ${humanDuration(nowMs - untilMs)} ago, which nothing does by itself`]
        : [`until ${wallClock(until, "UTC")} UTC`];
  const what = [...(reason === null ? [] : [reason]), ...end].join(", ");
  return {
    word: isLate ? "Overdue" : "Held",
    sentence: [...(who === "" ? [] : [`suspended ${who}`]), what].join(": "),
    tone: isLate ? "stuck" : "waiting",
    source: "the annotations batchboard/suspended-*, and metadata.managedFields",
  };
}

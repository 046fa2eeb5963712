import type { Instant } from "#lib/api/rows";
import type { Reason } from "#lib/api/runs";
import type { Suspension } from "#lib/api/suspension";
import { wallClock } from "#lib/printers/wall-clock";
import { type Message, type Text, text } from "#lib/texts/text";
import { humanDuration } from "#lib/time/duration";

/** A reason whose word is ours. */
export interface SuspensionReason extends Omit<Reason, "word"> {
  readonly word: Message;
}

/**
 * What was written down of a suspension, in one sentence; null where nothing was. It is `stuck` once
 * the time is over until which it was to be: nothing resumes it by itself.
 */
export function suspensionReason(suspension: Suspension, nowMs: number): SuspensionReason | null {
  const { reason, until } = suspension;
  const untilMs = until === null ? Number.NaN : Date.parse(until);
  const end = until === null || Number.isNaN(untilMs) ? null : endText(until, nowMs);
  const what = reason !== null && end !== null ? text("{reason}, {end}", { reason, end }) : end;
  const told = what ?? reason;
  if (told === null) return null;
  const how = howText(suspension, nowMs);
  const isLate = untilMs <= nowMs;
  return {
    word: isLate ? text("Overdue") : text("Held"),
    sentence: how === null ? told : text("{how}: {told}", { how, told }),
    tone: isLate ? "stuck" : "waiting",
    source: text("the annotations batchboard/suspended-*, and metadata.managedFields"),
  };
}

/** By whom and for how long; null where neither is known. */
function howText({ since, by }: Suspension, nowMs: number): Text | null {
  const duration = since === null ? null : humanDuration(nowMs - Date.parse(since));
  if (by === null) return duration === null ? null : text("suspended for {duration}", { duration });
  if (duration === null) return text("suspended by {by}", { by });
  return text("suspended by {by} for {duration}", { by, duration });
}

/** Until when it is to be, or for how long it should have been over. */
function endText(until: Instant, nowMs: number): Text {
  const late = nowMs - Date.parse(until);
  return late >= 0
    ? text("to be resumed {duration} ago, which nothing does by itself", {
        duration: humanDuration(late),
      })
    : text("until {clock} UTC", { clock: wallClock(until, "UTC") });
}

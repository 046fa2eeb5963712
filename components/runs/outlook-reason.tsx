import type { RowReason } from "#components/list/list-table";
import type { Outlook, SlowRun } from "#lib/api/runs";
import { slowText } from "#lib/printers/outlook-columns";
import { type Text, text } from "#lib/texts/text";

/**
 * What is said beneath a CronJob: why its newest run failed or is stuck; or else that runs are missed,
 * that one is slow, or what the newest waits for.
 */
export function outlookReason(outlook: Outlook): RowReason | null {
  const { reason, missed } = outlook;
  if (reason !== null && reason.tone !== "waiting") return reason;
  if (missed === null) return slowReason(outlook) ?? reason;
  // What it waits for tells more than the runs that are missed meanwhile, which are counted elsewhere.
  if (reason !== null) return { ...reason, tone: "stuck" };
  const { sentence, source } = missed.newest;
  return { word: text("Missed"), sentence, tone: "stuck", source };
}

function slowReason({ slow, usual, reason }: Outlook): RowReason | null {
  if (slow === null) return null;
  const known = { word: text("Slow"), tone: "stuck", source: slowSource(slow) } as const;
  const sentence = (nowMs: number) => slowText(slow, usual, nowMs);
  if (reason === null) return { ...known, sentence };
  const waits = text("{word}: {sentence}", { word: reason.word, sentence: reason.sentence });
  return {
    ...known,
    sentence: (nowMs) => text("{what}; {also}", { what: sentence(nowMs), also: waits }),
    source: text("{what}; {also}", { what: known.source, also: reason.source }),
  };
}

/** What it was derived from that a run is slow. */
export function slowSource({ name }: SlowRun): Text {
  return text("status.startTime of {run} and the durations of the Complete runs that are kept", {
    run: name,
  });
}

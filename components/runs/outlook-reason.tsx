import type { RowReason } from "#components/list/list-table";
import type { Outlook, SlowRun } from "#lib/api/runs";
import { slowText } from "#lib/printers/outlook-columns";

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
  return { word: "Missed", sentence, tone: "stuck", source };
}

function slowReason({ slow, usual, reason }: Outlook): RowReason | null {
  if (slow === null) return null;
  const waits = reason ? `; ${reason.word}: ${reason.sentence}` : "";
  return {
    word: "Slow",
    sentence: (nowMs) => slowText(slow, usual, nowMs) + waits,
    tone: "stuck",
    source: [slowSource(slow), ...(reason ? [reason.source] : [])].join("; "),
  };
}

/** What it was derived from that a run is slow. */
export function slowSource({ name }: SlowRun): string {
  return `status.startTime of ${name} and the durations of the Complete runs that are kept`;
}

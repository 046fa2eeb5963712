import type { LastResult, NextRun, Outlook, SlowRun, StripMark } from "#lib/api/runs";
import { absentLast, type Column, plain } from "#lib/printers/column";
import { byteOrder } from "#lib/printers/order";
import { humanDuration } from "#lib/time/duration";

interface CronJobOutlook {
  readonly outlook?: Outlook;
}

/** The columns Batchboard computes, after those that kubectl prints. */
export const outlookColumns: readonly Column<CronJobOutlook>[] = [
  {
    ...plain("next run"),
    align: "right",
    ticking: true,
    computed: true,
    text: ({ outlook }, nowMs) => (outlook ? nextRunText(outlook, nowMs) : ""),
    compare: (a, b) => absentLast(nextRunAt(a), nextRunAt(b)),
  },
  {
    ...plain("last result"),
    ticking: true,
    computed: true,
    text: ({ outlook }, nowMs) => (outlook?.last ? lastResultText(outlook.last, nowMs) : ""),
    compare: (a, b) =>
      byteOrder(b.outlook?.last?.result ?? "", a.outlook?.last?.result ?? "") ||
      absentLast(-endedAt(a), -endedAt(b)),
  },
  {
    ...plain("missed"),
    align: "right",
    computed: true,
    text: ({ outlook }) => missedText(outlook),
    compare: (a, b) => (a.outlook?.missed?.count ?? 0) - (b.outlook?.missed?.count ?? 0),
  },
  {
    ...plain("runs"),
    computed: true,
    text: ({ outlook }) => (outlook ? stripText(outlook.strip) : ""),
    compare: (a, b) => failures(a) - failures(b),
  },
];

/** `in 3m42s`; `in ~15h` where the zone is a guess that matters; `due` once its time has come. */
export function nextRunText({ next, zone }: Outlook, nowMs: number): string {
  if (next.at === null) return next.why;
  const left = Date.parse(next.at) - nowMs;
  if (left <= 0) return "due";
  return `in ${zone.matters ? "~" : ""}${humanDuration(left)}`;
}

/** Why there is no next run, for who does not know the word. */
export const whyNoRun: Readonly<Record<Extract<NextRun, { at: null }>["why"], string>> = {
  suspended: "It is suspended. Resume it, and it runs by its schedule again.",
  never:
    "It is never due: no such moment comes within five years, or its starting deadline is too short.",
  unreadable: "The schedule or the time zone cannot be read; the controller cannot read it either.",
  deleted: "It is being deleted.",
};

function nextRunAt({ outlook }: CronJobOutlook): number {
  const next: NextRun | undefined = outlook?.next;
  return next?.at == null ? Number.NaN : Date.parse(next.at);
}

/** `Complete 14m, 3h ago`: how long it took, and how long ago it ended. */
function lastResultText({ result, duration, ended }: LastResult, nowMs: number): string {
  const took = duration === null ? "" : ` ${humanDuration(duration)}`;
  return `${result}${took}, ${humanDuration(nowMs - Date.parse(ended))} ago`;
}

function endedAt({ outlook }: CronJobOutlook): number {
  return outlook?.last ? Date.parse(outlook.last.ended) : Number.NaN;
}

/** How many were missed since the last success: `3`, `60+`. */
function missedText(outlook: Outlook | undefined): string {
  if (!outlook) return "";
  const { missed } = outlook;
  return missed ? `${missed.count}${missed.more ? "+" : ""}` : "0";
}

/** A slow run: `has run 14m, usually done within 5m (p95 of 20 runs)`. */
export function slowText({ started }: SlowRun, usual: Outlook["usual"], nowMs: number): string {
  const ran = `has run ${humanDuration(nowMs - Date.parse(started))}`;
  if (usual === null) return ran;
  return `${ran}, usually done within ${humanDuration(usual.p95)} (p95 of ${usual.runs} runs)`;
}

function failures({ outlook }: CronJobOutlook): number {
  const marks = outlook?.strip ?? [];
  return marks.filter((mark) => mark.kind === "run" && mark.run.result === "Failed").length;
}

/** A strip in words: `Last 12 runs: 10 Complete, 2 Failed, 1 manual; 3 missed`. */
export function stripText(strip: readonly StripMark[]): string {
  const runs = strip.flatMap((mark) => (mark.kind === "run" ? [mark.run] : []));
  const missed = strip.reduce((sum, mark) => sum + (mark.kind === "missed" ? mark.count : 0), 0);
  const counts = (["Complete", "Failed", "Running", "Suspended"] as const).map(
    (result) => [runs.filter((run) => run.result === result).length, result] as const,
  );
  const manual = runs.filter((run) => run.manual).length;
  const parts = [...counts, [manual, "manual"] as const]
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`);
  const gaps = missed > 0 ? [`${missed} missed`] : [];
  if (runs.length === 0) return gaps.length > 0 ? `No runs, ${gaps[0]}` : "No runs yet";
  const what = runs.length === 1 ? "Last run" : `Last ${runs.length} runs`;
  return [`${what}: ${parts.join(", ")}`, ...gaps].join("; ");
}

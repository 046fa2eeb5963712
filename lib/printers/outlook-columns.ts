import type { LastResult, NextRun, Outlook, SlowRun, StripMark, StripRun } from "#lib/api/runs";
import { absentLast, type Column, plain } from "#lib/printers/column";
import { byteOrder } from "#lib/printers/order";
import { type Message, type Text, text } from "#lib/texts/text";
import { humanDuration } from "#lib/time/duration";

interface CronJobOutlook {
  readonly outlook?: Outlook;
}

/** The columns Batchboard computes, after those that kubectl prints. */
export const outlookColumns: readonly Column<CronJobOutlook>[] = [
  {
    ...plain("next run"),
    header: text("NEXT RUN"),
    align: "right",
    ticking: true,
    computed: true,
    text: ({ outlook }, nowMs) => (outlook ? nextRunText(outlook, nowMs) : ""),
    compare: (a, b) => absentLast(nextRunAt(a), nextRunAt(b)),
  },
  {
    ...plain("last result"),
    header: text("LAST RESULT"),
    ticking: true,
    computed: true,
    text: ({ outlook }, nowMs) => (outlook?.last ? lastResultText(outlook.last, nowMs) : ""),
    compare: (a, b) =>
      byteOrder(b.outlook?.last?.result ?? "", a.outlook?.last?.result ?? "") ||
      absentLast(-endedAt(a), -endedAt(b)),
  },
  {
    ...plain("missed"),
    header: text("MISSED"),
    align: "right",
    computed: true,
    text: ({ outlook }) => missedText(outlook),
    compare: (a, b) => (a.outlook?.missed?.count ?? 0) - (b.outlook?.missed?.count ?? 0),
  },
  {
    ...plain("runs"),
    header: text("RUNS"),
    computed: true,
    text: ({ outlook }) => (outlook ? stripText(outlook.strip) : ""),
    compare: (a, b) => failures(a) - failures(b),
  },
];

/** `in 3m42s`; `in ~15h` where the zone is a guess that matters; `due` once its time has come. */
export function nextRunText({ next, zone }: Outlook, nowMs: number): Text {
  if (next.at === null) return noRun[next.why];
  const left = Date.parse(next.at) - nowMs;
  if (left <= 0) return due;
  return text("in {duration}", { duration: `${zone.matters ? "~" : ""}${humanDuration(left)}` });
}

type WhyNoRun = Extract<NextRun, { at: null }>["why"];

const due = text("due");
const noRun: Readonly<Record<WhyNoRun, Message>> = {
  suspended: text("suspended"),
  never: text("never"),
  unreadable: text("unreadable"),
  deleted: text("deleted"),
};

/** Why there is no next run, for who does not know the word. */
export const whyNoRun: Readonly<Record<WhyNoRun, Message>> = {
  suspended: text("It is suspended. Resume it, and it runs by its schedule again."),
  never: text(
    "It is never due: no such moment comes within five years, or its starting deadline is too short.",
  ),
  unreadable: text(
    "The schedule or the time zone cannot be read; the controller cannot read it either.",
  ),
  deleted: text("It is being deleted."),
};

function nextRunAt({ outlook }: CronJobOutlook): number {
  const next: NextRun | undefined = outlook?.next;
  return next?.at == null ? Number.NaN : Date.parse(next.at);
}

/** `Complete 14m, 3h ago`: how long it took, and how long ago it ended. */
function lastResultText({ result, duration, ended }: LastResult, nowMs: number): Text {
  const run = duration === null ? result : `${result} ${humanDuration(duration)}`;
  return text("{run}, {age} ago", { run, age: humanDuration(nowMs - Date.parse(ended)) });
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
export function slowText({ started }: SlowRun, usual: Outlook["usual"], nowMs: number): Text {
  const duration = humanDuration(nowMs - Date.parse(started));
  if (usual === null) return text("has run {duration}", { duration });
  return text("has run {duration}, usually done within {usual} (p95 of {runs} runs)", {
    duration,
    usual: humanDuration(usual.p95),
    runs: usual.runs,
  });
}

function failures({ outlook }: CronJobOutlook): number {
  const marks = outlook?.strip ?? [];
  return marks.filter((mark) => mark.kind === "run" && mark.run.result === "Failed").length;
}

/** A strip in words: `Last 12 runs: 10 Complete, 2 Failed, 1 manual; 3 missed`. */
export function stripText(strip: readonly StripMark[]): Text {
  const runs = strip.flatMap((mark) => (mark.kind === "run" ? [mark.run] : []));
  const missed = strip.reduce((sum, mark) => sum + (mark.kind === "missed" ? mark.count : 0), 0);
  if (runs.length === 0) {
    return missed > 0 ? text("No runs, {count} missed", { count: missed }) : text("No runs yet");
  }
  const results = countsOf(runs).reduce((some, more) => text("{some}, {more}", { some, more }));
  const what =
    runs.length === 1
      ? text("Last run: {results}", { results })
      : text("Last {count} runs: {results}", { count: runs.length, results });
  return missed > 0 ? text("{what}; {count} missed", { what, count: missed }) : what;
}

/** How many there are of each result, and by hand. */
function countsOf(runs: readonly StripRun[]): readonly Text[] {
  const results = (["Complete", "Failed", "Running", "Suspended"] as const).flatMap((result) => {
    const count = runs.filter((run) => run.result === result).length;
    return count > 0 ? [`${count} ${result}`] : [];
  });
  const manual = runs.filter((run) => run.manual).length;
  return manual > 0 ? [...results, text("{count} manual", { count: manual })] : results;
}

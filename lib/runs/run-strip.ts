import type { MissedRun, Run, StripMark } from "#lib/api/runs";
import { millisecondsOf } from "#lib/runs/instant";

/** As many misses in a row have a mark each; more are one, so that a long outage hides no runs. */
const apart = 2;

/**
 * The newest `limit` marks of a CronJob's history, oldest first: runs at their tick or else, as manual
 * ones, at their start, one that has neither at the end; between them the ticks without a Job.
 */
export function runStrip(
  runs: readonly Run[],
  missed: readonly MissedRun[],
  limit = 12,
): StripMark[] {
  const marks = [
    ...runs.map((run) => ({
      at: millisecondsOf(run.scheduled ?? run.started) ?? Number.POSITIVE_INFINITY,
      mark: { kind: "run", run } as const,
    })),
    ...missed.map(({ scheduled, cause }) => ({
      at: millisecondsOf(scheduled) ?? 0,
      mark: { kind: "missed", count: 1, first: scheduled, last: scheduled, cause } as const,
    })),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const strip: StripMark[] = [];
  let row: Missed[] = [];
  for (const { mark } of marks) {
    if (mark.kind === "missed") row.push(mark);
    else {
      strip.push(...collapsed(row), mark);
      row = [];
    }
  }
  strip.push(...collapsed(row));
  const newest = strip.slice(-limit);
  // What may have run before all that is kept is no gap in it.
  while (newest[0]?.kind === "missed" && newest[0].cause === "not-kept") newest.shift();
  return newest;
}

type Missed = Extract<StripMark, { kind: "missed" }>;

function collapsed(row: readonly Missed[]): readonly Missed[] {
  const [first, last] = [row[0], row.at(-1)];
  if (!first || !last || row.length <= apart) return row;
  return [{ ...last, count: row.length, first: first.first }];
}

import type { ReactNode } from "react";
import type { MissCause, StripMark, StripRun } from "#lib/api/runs";
import { useNow } from "#lib/client/use-now";
import { clauses } from "#lib/texts/clauses";
import { type Text, text } from "#lib/texts/text";
import { age, humanDuration } from "#lib/time/duration";

/** Of a strip, in pixels: the tallest bar, and the least that can be seen. */
const tallestPx = 17;
const leastPx = 5;

/** The height of a bar: the square root of its share of the longest run, so that short ones differ. */
export function barHeight(ms: number | null, longestMs: number): number {
  if (ms === null || longestMs <= 0) return leastPx;
  return Math.max(leastPx, Math.round(tallestPx * Math.sqrt(Math.min(1, ms / longestMs))));
}

/** How long a run took, in milliseconds, or has been going at `now`; null before it started. */
export function runLength({ started, ended, result }: StripRun, now: number): number | null {
  if (started === null) return null;
  if (ended === null && result !== "Running") return null;
  return Math.max(0, (ended === null ? now : Date.parse(ended)) - Date.parse(started));
}

/** A run in words: `echo-29: Complete in 3s, due 2m ago, manual run`. */
export function runText(run: StripRun, now: number): Text {
  const { name, scheduled, started, manual } = run;
  const what: Text[] = [howRan(run, now)];
  if (scheduled !== null) what.push(text("due {time} ago", { time: age(scheduled, now) }));
  else if (started !== null) what.push(text("started {time} ago", { time: age(started, now) }));
  if (manual) what.push(text("manual run"));
  return text("{name}: {what}", { name, what: clauses(what) });
}

function howRan(run: StripRun, now: number): Text {
  const { result } = run;
  const length = runLength(run, now);
  if (length === null) return result;
  const time = humanDuration(length);
  return text(result === "Running" ? "{result} for {time}" : "{result} in {time}", {
    result,
    time,
  });
}

const missWords: Readonly<Record<MissCause, Text>> = {
  suspended: text("suspended then"),
  overlap: text("an earlier run was still going"),
  deadline: text("its starting deadline had passed"),
  "too-many": text("too many were missed at once"),
  refused: text("the API server refused the Job"),
  skipped: text("the controller was late and skipped it"),
  "not-taken-up": text("no controller has taken it up"),
  unreadable: text("the controller cannot read the schedule"),
  "not-kept": text("perhaps it ran, and its Job is not kept"),
  unknown: text("nothing tells why"),
};

export function missText(mark: Extract<StripMark, { kind: "missed" }>, now: number): Text {
  const { count, last, cause } = mark;
  const slots = { time: age(last, now), why: missWords[cause] };
  return count === 1
    ? text("No Job, due {time} ago: {why}", slots)
    : text("No Job for {count} ticks, due {time} ago: {why}", { ...slots, count });
}

/** The shape of a run: its form is its result, its height how long it took. */
export function RunBar({
  run,
  longestMs,
}: {
  readonly run: StripRun;
  readonly longestMs: number;
}): ReactNode {
  const running = run.result === "Running";
  return (
    <>
      {running ? (
        <GrowingBar run={run} longestMs={longestMs} />
      ) : (
        <Bar result={run.result} height={barHeight(runLength(run, 0), longestMs)} />
      )}
      {run.manual ? <path className="fill-text" d="M3.5 21.6l2.4 2.2-2.4 2.2-2.4-2.2Z" /> : null}
    </>
  );
}

function GrowingBar({
  run,
  longestMs,
}: {
  readonly run: StripRun;
  readonly longestMs: number;
}): ReactNode {
  const length = runLength(run, useNow());
  return <Bar result={run.result} height={barHeight(length, Math.max(longestMs, length ?? 0))} />;
}

function Bar({
  result,
  height,
}: {
  readonly result: StripRun["result"];
  readonly height: number;
}): ReactNode {
  const top = 20 - height;
  switch (result) {
    case "Complete":
      return <rect className="fill-ok-fill" x="0.5" y={top} width="6" height={height} rx="1" />;
    case "Failed":
      return (
        <path
          className="fill-bad-fill"
          d={`M0.5 ${top}l3 ${Math.min(4, height - 1)} 3-${Math.min(4, height - 1)}V20H0.5Z`}
        />
      );
    default:
      return (
        <rect
          className={
            result === "Running"
              ? "fill-run-tint stroke-[1.5] stroke-run-fill"
              : "fill-hold-tint stroke-[1.5] stroke-hold-fill"
          }
          x="1.25"
          y={top + 0.75}
          width="4.5"
          height={height - 1.5}
          rx="1"
        />
      );
  }
}

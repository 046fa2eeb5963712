import { formatIndexes, hasIndex, indexSet, parseIndexes } from "#lib/api/index-set";
import type { JobDetail, PodRow } from "#lib/api/rows";
import { type Text, text } from "#lib/texts/text";

/**
 * How one index of an Indexed Job stands. `retried` is active after failures, `waiting` is between two
 * tries, `none` has no Pod and no result.
 */
export type IndexState = "complete" | "failed" | "active" | "retried" | "waiting" | "none";
export const indexStates: readonly IndexState[] = [
  "complete",
  "active",
  "retried",
  "waiting",
  "failed",
  "none",
];

export interface IndexStanding {
  readonly state: IndexState;
  /** How often it failed so far, where its Pods tell. */
  readonly failures: number;
  /** What that was derived from, as the sentence goes on: `as its Pods say`. */
  readonly source: Text;
}

/** The indexes of a Job, from 0 to `total` - 1. */
export interface JobIndexes {
  readonly total: number;
  readonly counts: Readonly<Record<IndexState, number>>;
  /** All that failed, as the API writes indexes; empty for none. */
  readonly failed: string;
  /** In O(log n). */
  standingOf(index: number): IndexStanding;
  /** Whether a Pod of it is left. */
  hasPods(index: number): boolean;
}

const complete = {
  state: "complete",
  failures: 0,
  source: text("as status.completedIndexes says"),
} as const;
const failed = {
  state: "failed",
  failures: 0,
  source: text("as status.failedIndexes says"),
} as const;
const none = {
  state: "none",
  failures: 0,
  source: text("as neither the status of the Job nor a Pod names it"),
} as const;

/**
 * How each index stands: what the status of the Job has counted outranks its Pods, which come and go.
 * `over` is a Job that has ended: nothing of it is tried again.
 */
export function jobIndexes(
  detail: Pick<JobDetail, "completions" | "completedIndexes" | "failedIndexes">,
  pods: readonly PodRow[],
  over: boolean,
): JobIndexes {
  const total = detail.completions ?? 0;
  const completed = parseIndexes(detail.completedIndexes, total);
  const counted = parseIndexes(detail.failedIndexes, total);
  const tallies = new Map<number, Tally>();
  for (const pod of pods) {
    const { index } = pod;
    if (index === null || index >= total) continue;
    tallies.set(index, withPod(tallies.get(index), pod));
  }
  const counts: Record<IndexState, number> = {
    complete: completed.size,
    failed: counted.size,
    active: 0,
    retried: 0,
    waiting: 0,
    none: 0,
  };
  const uncounted: number[] = [];
  for (const [index, tally] of tallies) {
    if (hasIndex(completed, index) || hasIndex(counted, index)) continue;
    const { state } = standingByPods(tally, over);
    counts[state]++;
    if (state === "failed") uncounted.push(index, index);
  }
  const known = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return {
    total,
    counts: { ...counts, none: Math.max(0, total - known) },
    failed: formatIndexes(indexSet([...counted.bounds, ...uncounted])),
    standingOf(index) {
      if (hasIndex(completed, index)) return complete;
      if (hasIndex(counted, index)) return failed;
      const tally = tallies.get(index);
      return tally ? standingByPods(tally, over) : none;
    },
    hasPods: (index) => tallies.has(index),
  };
}

/** What the Pods of an index come to. */
interface Tally {
  live: number;
  succeeded: number;
  failed: number;
  /** The failures before the newest of them; null where they are not counted. */
  before: number | null;
}

function withPod(
  tally: Tally = { live: 0, succeeded: 0, failed: 0, before: null },
  { ended, failures }: PodRow,
): Tally {
  if (ended === null) tally.live++;
  else if (ended === "Succeeded") tally.succeeded++;
  else tally.failed++;
  if (failures !== null) tally.before = Math.max(tally.before ?? 0, failures);
  return tally;
}

const byPods = text("as its Pods say");
const byLastPod = text("as the last of its Pods Failed");
const byUncounted = text("as its Pod Succeeded, which the Job has not counted");

/** How an index stands that its Job has not counted. */
function standingByPods(tally: Tally, over: boolean): IndexStanding {
  const failures = tally.before ?? tally.failed;
  if (tally.live > 0) {
    return { state: failures > 0 ? "retried" : "active", failures, source: byPods };
  }
  if (tally.succeeded > 0) {
    return { state: over ? "complete" : "active", failures, source: byUncounted };
  }
  return {
    state: over ? "failed" : "waiting",
    failures: tally.before === null ? tally.failed : tally.before + 1,
    source: byLastPod,
  };
}

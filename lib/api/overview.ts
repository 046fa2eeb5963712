import type { TableName } from "#lib/api/frames";
import { type Instant, keyOf } from "#lib/api/rows";
import type { PackedStrip } from "#lib/api/strip-tuples";
import type { Text } from "#lib/texts/text";

/**
 * What the overview says of a cluster: what needs eyes, what failed of late, what starts within a day.
 * `lib/runs` derives it; the server sends the foremost of each, and how many there are.
 */

/** What can be the matter, the worst first. */
export const troubles = [
  /** The last run of a CronJob failed. */
  "failing",
  /** It does not get on until somebody does something, or has waited for long. */
  "stuck",
  /** A run is due, and no controller has taken it up. */
  "late",
  /** Runs did not start since the last success. */
  "missed",
  /** A Job or Pod that no CronJob started failed. */
  "failed",
  /** A run takes much longer than usual. */
  "slow",
  /** Suspended for long, or for longer than it was to be. */
  "suspended",
] as const;
export type Trouble = (typeof troubles)[number];

/** An object that needs eyes. */
export interface Attention {
  readonly kind: "cronjob" | "job" | "pod";
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly trouble: Trouble;
  /** Since when, as far as that is known; null where nothing tells. */
  readonly since: Instant | null;
  /** A word of the API's or ours, for example `BackoffLimitExceeded`, `Missed`. */
  readonly word: Text;
  /** What goes on, in one sentence without the word. */
  readonly sentence: Text;
  /** What it was derived from. */
  readonly source: Text;
  /** The Job whose log tells of it; null where there is none. */
  readonly run: string | null;
  /** Of a CronJob. */
  readonly strip: PackedStrip | null;
}

/** A Job that failed within the last day. */
export interface FailedRun {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** The CronJob it was a run of; null for none. */
  readonly cronJob: string | null;
  readonly ended: Instant;
  readonly word: string;
  readonly sentence: Text;
}

/** How many objects of each table a word of its `status=` filter counts. */
export type Tally = { readonly [T in TableName]: { readonly [word: string]: number | undefined } };

/** How many there are of what is told the foremost of alone. */
export interface Totals {
  readonly troubles: { readonly [T in Trouble]?: number };
  /** Objects that need eyes, by kind. */
  readonly kinds: { readonly [K in Attention["kind"]]?: number };
  /** Jobs that failed within the last day. */
  readonly failures: number;
}

/** A minute in which many runs start. */
export interface CrowdedMinute {
  readonly at: Instant;
  readonly runs: number;
  /** Some of the CronJobs, as `namespace/name`. */
  readonly some: readonly string[];
}

/** What starts within the next 24 hours, over all CronJobs. */
export interface DayAhead {
  /** The minute it begins with. */
  readonly from: Instant;
  /**
   * The minutes in which runs start, from `from`: how many will, and how many would but are suspended;
   * without those of `steady`.
   */
  readonly minutes: readonly (readonly [minute: number, runs: number, suspended: number])[];
  /** CronJobs that start at least every ten minutes, all day long, and how many runs they are. */
  readonly steady: { readonly cronJobs: number; readonly runs: number };
  /** In their order of time. */
  readonly crowded: readonly CrowdedMinute[];
  /** The first runs of all. */
  readonly next: readonly {
    readonly at: Instant;
    readonly namespace: string;
    readonly name: string;
  }[];
  /** What the clocks do within that day in zones of schedules. */
  readonly clocks: readonly {
    readonly at: Instant;
    readonly zone: string;
    readonly note: Text;
  }[];
  /** CronJobs whose hours are taken to be UTC, since nothing names their zone. */
  readonly assumed: number;
}

/** What the overview counts. */
export interface Overview {
  readonly totals: Totals;
  readonly tally: Tally;
}

/** Told of each at the most. */
export const mostAttention = 200;
export const mostFailures = 50;

/** The worst first; what failed by itself newest first, all else by how long it has been so. */
export function compareAttention(a: Attention, b: Attention): number {
  const rank = troubles.indexOf(a.trouble) - troubles.indexOf(b.trouble);
  if (rank !== 0) return rank;
  const age = sinceMs(a) - sinceMs(b);
  if (age !== 0) return a.trouble === "failed" ? -age : age;
  return keyOf(a) < keyOf(b) ? -1 : 1;
}

/** What is of an unknown age comes after all else. */
function sinceMs({ since, trouble }: Attention): number {
  const at = Date.parse(since ?? "");
  if (!Number.isNaN(at)) return at;
  return trouble === "failed" ? Number.MIN_SAFE_INTEGER : Number.MAX_SAFE_INTEGER;
}

/** The newest first. */
export function compareFailures(a: FailedRun, b: FailedRun): number {
  if (a.ended !== b.ended) return a.ended > b.ended ? -1 : 1;
  return keyOf(a) < keyOf(b) ? -1 : 1;
}

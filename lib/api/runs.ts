import type { Instant } from "#lib/api/rows";
import type { Suspension } from "#lib/api/suspension";
import type { Text } from "#lib/texts/text";

/**
 * What Batchboard computes of CronJobs and Jobs beyond kubectl's cells, as it travels: instants and
 * words, never ages. `lib/runs` derives it, and says from what.
 */

/** How a run stands, in the words of a Job's STATUS. */
export type RunResult = "Complete" | "Failed" | "Running" | "Suspended";

/** A Job as a run of its CronJob. */
export interface Run {
  readonly name: string;
  readonly uid: string;
  readonly result: RunResult;
  /** The tick of the schedule it is of; null for a manual run, and where nothing tells. */
  readonly scheduled: Instant | null;
  readonly started: Instant | null;
  /** Completion, or the time of the Failed condition; null until then. */
  readonly ended: Instant | null;
  /** It was made by hand: `kubectl create job --from`. */
  readonly manual: boolean;
}

/** Why a tick has no run, as far as it can be known. */
export type MissCause =
  /** spec.suspend was true. */
  | "suspended"
  /** An earlier run was still going, and concurrencyPolicy is Forbid. */
  | "overlap"
  /** startingDeadlineSeconds had passed. */
  | "deadline"
  /** More than a hundred were missed at once: the old controller starts none of them. */
  | "too-many"
  /** The API server refused the Job: quota, admission, or what else its message says. */
  | "refused"
  /** The controller was late, and starts only the newest of those it is late for. */
  | "skipped"
  /** It is due, and no controller has taken it up. */
  | "not-taken-up"
  /** The controller cannot read the schedule or the time zone, though we can. */
  | "unreadable"
  /** There was a Job, or may have been one, that is not kept any more. */
  | "not-kept"
  | "unknown";

/** A tick of the schedule that has no Job. */
export interface MissedRun {
  readonly scheduled: Instant;
  readonly cause: MissCause;
  /** One sentence for people; the API server's own words where it gave some. */
  readonly sentence: Text;
  /** What it was derived from. */
  readonly source: Text;
}

/** The ticks without a Job, as far back as one can say. */
export interface MissedRuns {
  /** Newest first. */
  readonly missed: readonly MissedRun[];
  /**
   * How many since the last success, without those that ran and are not kept, those while suspended
   * and, while it is suspended, those of an unknown cause: that may be it.
   */
  readonly sinceSuccess: number;
  /** There are older ticks that were not looked at. */
  readonly more: boolean;
  /** Each tick after this has a Job or is in `missed`, but for one that is due only now. */
  readonly since: Instant;
}

export type NextRun =
  | { readonly at: Instant }
  /**
   * `never`: it does not fire within five years, or startingDeadlineSeconds is too short for it to be
   * found due; `unreadable`: the controller cannot read it either; `deleted`: it is being deleted.
   */
  | { readonly at: null; readonly why: "suspended" | "never" | "unreadable" | "deleted" };

export interface UpcomingRun {
  readonly at: Instant;
  /** What the clocks do between the run before and this one: `clocks go back an hour`. */
  readonly note: Text | null;
}

export interface UpcomingRuns {
  readonly runs: readonly UpcomingRun[];
  /** The IANA name of the zone they were computed in; null where nobody can read the schedule. */
  readonly zone: string | null;
  /** Nothing names the zone: the controller's own is taken to be UTC. */
  readonly zoneAssumed: boolean;
  readonly source: Text;
}

/** A run as a mark: it is known by its name. */
export type StripRun = Omit<Run, "uid">;

/** One mark of a run strip. */
export type StripMark =
  | { readonly kind: "run"; readonly run: StripRun }
  /** One or more ticks in a row without a Job. */
  | {
      readonly kind: "missed";
      readonly count: number;
      readonly first: Instant;
      readonly last: Instant;
      /** The cause they have in common, or else that of the newest. */
      readonly cause: MissCause;
    };

/** The finished run that ended last. */
export interface LastResult {
  readonly name: string;
  readonly uid: string;
  readonly result: "Complete" | "Failed";
  readonly ended: Instant;
  /** In milliseconds; null where the Job never started. */
  readonly duration: number | null;
  readonly manual: boolean;
  readonly source: Text;
}

/** What holds a Job or made it fail. */
export interface Reason {
  /** The API's word, for example `BackoffLimitExceeded`, `OOMKilled`, `Unschedulable`. */
  readonly word: string;
  /** What goes on, in one sentence without the word. */
  readonly sentence: Text;
  /** `failed` for good, `stuck` until somebody does something, `waiting` for its turn. */
  readonly tone: "failed" | "stuck" | "waiting";
  /** What it was derived from. */
  readonly source: Text;
}

/** A run that is going for much longer than usual. */
export interface SlowRun {
  readonly name: string;
  readonly started: Instant;
}

/** What a CronJob comes to, beside the cells kubectl prints. */
export interface Outlook {
  readonly next: NextRun;
  readonly zone: {
    /** The IANA name of the zone the schedule is read in. */
    readonly name: string;
    /** Nothing names it: it is the controller's own, taken to be UTC. */
    readonly assumed: boolean;
    /** It is assumed, and another one would move the next run by more than a change of the clocks. */
    readonly matters: boolean;
  };
  readonly last: LastResult | null;
  /** Oldest first. */
  readonly strip: readonly StripMark[];
  /** The ticks without a Job since the last success; null where there is none. */
  readonly missed: {
    readonly count: number;
    /** There may be more: no further back was looked. */
    readonly more: boolean;
    readonly newest: MissedRun;
  } | null;
  /** Why the newest run failed, or what holds it. */
  readonly reason: Reason | null;
  /** How long its Complete runs take, in milliseconds; null before the first. */
  readonly usual: { readonly p50: number; readonly p95: number; readonly runs: number } | null;
  /** Of those that are slow the one that started first; null for none. */
  readonly slow: SlowRun | null;
  /** Null where spec.suspend is not true. */
  readonly suspension: Suspension | null;
}

/** What the page of a CronJob says of the time ahead and of the past. */
export interface RunHistory {
  readonly upcoming: UpcomingRuns;
  readonly missed: MissedRuns;
}

import type { MissCause, MissedRun } from "#lib/api/runs";
import type { CronJob } from "#lib/kubernetes/types";
import { type ControllerEvent, refusalOf } from "#lib/runs/cronjob-events";
import type { KeptRun } from "#lib/runs/kept-runs";
import { tickOfJobName } from "#lib/runs/run";
import { neverDue, type Timetable } from "#lib/runs/timetable";
import { type Text, text } from "#lib/texts/text";
import { humanDuration } from "#lib/time/duration";

/** What is known of a CronJob's past. Times are in milliseconds. */
export interface Past {
  readonly cronJob: CronJob;
  readonly timetable: Timetable;
  readonly runs: readonly KeptRun[];
  /** Newest first. */
  readonly events: readonly ControllerEvent[];
  /** The minutes whose Job the controller told of, with the name and what it told last. */
  readonly toldJobs: ReadonlyMap<number, { readonly name: string; readonly reason: string }>;
  /** The tick of the last run the controller started. */
  readonly lastScheduled: number | null;
  /** Since when spec.suspend is true at the latest; null where it is not, or nothing tells. */
  readonly suspendedSince: number | null;
  readonly now: number;
}

/** A tick without a Job, and the one after it, in milliseconds. */
export interface EmptyTick {
  readonly at: number;
  readonly next: number;
}

type Finding = Omit<MissedRun, "scheduled">;

/**
 * How long a run may be on its way. The controller of 1.20 looks every ten seconds (syncAll in
 * pkg/controller/cronjob/cronjob_controller.go there), later ones start it 100 ms after its second.
 */
export const graceMs = 20_000;
/** The longest the controller waits after a refusal (DefaultTypedControllerRateLimiter of client-go). */
const longestBackoffMs = 1_000_000;

export const minuteOf = (ms: number) => Math.floor(ms / 60_000);

export function findCause(tick: EmptyTick, past: Past): Finding {
  return (
    made(tick, past) ??
    whileSuspended(tick, past) ??
    never(tick, past) ??
    told(tick, past) ??
    overlap(tick, past) ??
    refused(tick, past) ??
    (isPending(tick, past) ? pending(tick, past) : passed(tick, past))
  );
}

/** Nothing was started since. */
const isPending = ({ at }: EmptyTick, { lastScheduled }: Past) =>
  lastScheduled === null || at > lastScheduled;

/** Told at the tick or after it, while no later one was due; or before and after that. */
const isAround = ({ at, next }: EmptyTick, { first, last }: ControllerEvent) =>
  first < next && last >= at;

const sentenceOf = (words: string) => (/[.!?]$/.test(words) ? words : `${words}.`);

/** There was a Job: the controller told of it, or counts it as the last it started. */
function made({ at }: EmptyTick, { toldJobs, lastScheduled }: Past): Finding | null {
  const job = toldJobs.get(minuteOf(at));
  if (job) {
    return { cause: "not-kept", sentence: goneJob(job), source: `Event ${job.reason}` };
  }
  if (lastScheduled === null || minuteOf(lastScheduled) !== minuteOf(at)) return null;
  const sentence = text("Its Job was started, and is no longer there.");
  return { cause: "not-kept", sentence, source: "status.lastScheduleTime" };
}

function goneJob({ name, reason }: { readonly name: string; readonly reason: string }): Text {
  switch (reason) {
    case "SuccessfulDelete":
      return text("Job {name} was started, and deleted by the controller.", { name });
    case "MissingJob":
      return text("Job {name} was started, and deleted before it ended.", { name });
    default:
      return text("Job {name} was started, and is no longer there.", { name });
  }
}

function whileSuspended({ at }: EmptyTick, { suspendedSince }: Past): Finding | null {
  if (suspendedSince === null || at < suspendedSince) return null;
  return suspended;
}

const suspended: Finding = {
  cause: "suspended",
  sentence: text("The CronJob was suspended."),
  source: text("spec.suspend and metadata.managedFields"),
};

function never(tick: EmptyTick, past: Past): Finding | null {
  const sentence = neverDue(past.cronJob, past.timetable);
  if (sentence === null || !isPending(tick, past)) return null;
  return { cause: "deadline", sentence, source: "spec.startingDeadlineSeconds" };
}

/** What the controller told of this tick, or of all that were due. */
function told(tick: EmptyTick, past: Past): Finding | null {
  for (const event of past.events) {
    const cause = causeTold(event, tick, isPending(tick, past));
    if (!cause) continue;
    return { cause, sentence: sentenceOf(event.message), source: `Event ${event.reason}` };
  }
  return null;
}

function causeTold(event: ControllerEvent, tick: EmptyTick, isPending: boolean): MissCause | null {
  const { reason, message, last } = event;
  switch (reason) {
    case "MissSchedule":
      return Date.parse(message.slice(message.indexOf(":") + 1)) === tick.at ? "deadline" : null;
    case "FailedNeedsStart":
      return isPending && last >= tick.at ? "too-many" : null;
    case "UnknownTimeZone":
    case "UnparseableSchedule":
    case "UnParseableCronJobSchedule":
    case "InvalidSchedule":
      return isPending && isAround(tick, event) ? "unreadable" : null;
    default:
      return null;
  }
}

/**
 * An earlier run was going until it was too late for this one, because the next was due or the
 * deadline over. Runs made by hand hold nothing up: status.active has only what the controller made.
 */
function overlap(tick: EmptyTick, past: Past): Finding | null {
  const { cronJob, runs, events, now } = past;
  if (cronJob.spec?.concurrencyPolicy !== "Forbid") return null;
  const deadline = cronJob.spec.startingDeadlineSeconds;
  const tooLate = Math.min(
    tick.next,
    deadline == null ? Number.POSITIVE_INFINITY : tick.at + deadline * 1000,
  );
  const blocker = runs.find(
    ({ scheduled, created, ended }) =>
      scheduled !== null && created <= tick.at && ended >= Math.min(tooLate, now),
  );
  if (blocker) {
    const { name } = blocker;
    const waits = isPending(tick, past) && tooLate > now;
    return {
      cause: "overlap",
      sentence: waits
        ? text(
            "Run {name} is still going, and concurrencyPolicy is Forbid: this one waits for its end.",
            { name },
          )
        : text("Run {name} was still going, and concurrencyPolicy is Forbid.", { name }),
      source: text("spec.concurrencyPolicy and the Jobs"),
    };
  }
  if (!events.some((event) => event.reason === "JobAlreadyActive" && isAround(tick, event))) {
    return null;
  }
  const sentence = text("An earlier run was still going, and concurrencyPolicy is Forbid.");
  return { cause: "overlap", sentence, source: "Event JobAlreadyActive" };
}

/** A refusal that names a Job is of that Job's tick alone; after the last the controller waits. */
function refused(tick: EmptyTick, past: Past): Finding | null {
  const { cronJob, events, lastScheduled } = past;
  const refusals = events.filter(({ reason }) => reason === "FailedCreate");
  const own = refusals.find((event) => {
    const of = tickInQuotes(cronJob.metadata.name, event.message);
    return of === null ? isAround(tick, event) : minuteOf(of) === minuteOf(tick.at);
  });
  const source = "Event FailedCreate";
  if (own) return { cause: "refused", sentence: sentenceOf(refusalOf(own)), source };
  const waits = refusals.some(
    ({ last }) =>
      last > (lastScheduled ?? 0) && last <= tick.at && tick.at - last <= longestBackoffMs,
  );
  if (!waits) return null;
  const sentence = text(
    "The API server refused an earlier one, and the controller waits to try again.",
  );
  return { cause: "refused", sentence, source };
}

/** The tick of the Job that an error of the API server names. */
function tickInQuotes(cronJob: string, message: string): number | null {
  for (const [, name = ""] of message.matchAll(/"([^"]+)"/g)) {
    const tick = tickOfJobName(cronJob, name);
    if (tick !== null) return tick;
  }
  return null;
}

function pending({ at }: EmptyTick, { cronJob, now }: Past): Finding {
  if (cronJob.spec?.suspend === true) return maybeSuspended;
  const deadline = cronJob.spec?.startingDeadlineSeconds;
  if (deadline != null && at + deadline * 1000 < now) {
    return tooLateBy(deadline, text("spec.startingDeadlineSeconds and status.lastScheduleTime"));
  }
  return notTakenUp;
}

const maybeSuspended: Finding = {
  cause: "unknown",
  sentence: text("There is no Job. The CronJob is suspended, but nothing tells since when."),
  source: "spec.suspend",
};
const notTakenUp: Finding = {
  cause: "not-taken-up",
  sentence: text("It is due, and no controller has started it."),
  source: "status.lastScheduleTime",
};

function tooLateBy(deadline: number, source: Text): Finding {
  const sentence = text(
    "It was not started in the {deadline} seconds of startingDeadlineSeconds; why is not told.",
    { deadline },
  );
  return { cause: "deadline", sentence, source };
}

/** A later run was started: of all that are due the controller starts the newest alone. */
function passed(tick: EmptyTick, past: Past): Finding {
  const { cronJob, runs, events } = past;
  const [later] = runs
    .filter(({ scheduled }) => scheduled !== null && scheduled > tick.at)
    .sort((a, b) => (a.scheduled ?? 0) - (b.scheduled ?? 0));
  const late = later ? later.created - (later.scheduled ?? 0) : 0;
  if (later && late >= graceMs) {
    const tooMany = events.some(
      ({ reason, last }) =>
        reason === "TooManyMissedTimes" && Math.abs(last - later.created) < graceMs,
    );
    const started = { name: later.name, time: humanDuration(late) };
    return {
      cause: "skipped",
      sentence: tooMany
        ? text(
            "More than a hundred runs were due, and only the newest was started: {name}, {time} late.",
            started,
          )
        : text(
            "Several runs were due, and only the newest was started: {name}, {time} late.",
            started,
          ),
      source: tooMany ? text("Event TooManyMissedTimes and the Jobs") : text("the Jobs"),
    };
  }
  const deadline = cronJob.spec?.startingDeadlineSeconds;
  if (deadline != null && tick.at + deadline * 1000 < tick.next) {
    return tooLateBy(deadline, text("spec.startingDeadlineSeconds and the Jobs"));
  }
  return unknown;
}

const unknown: Finding = {
  cause: "unknown",
  sentence: text(
    "There is no Job, and nothing tells why: it may have been suspended, of another schedule, or deleted by hand.",
  ),
  source: text("the Jobs and Events that are kept"),
};

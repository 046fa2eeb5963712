import type { Attention } from "#lib/api/overview";
import type { Instant } from "#lib/api/rows";
import type { MissedRuns, Outlook, Reason, StripRun } from "#lib/api/runs";
import { packStrip } from "#lib/api/strip-tuples";
import type { CronJob, Job, KubernetesObject, Pod } from "#lib/kubernetes/types";
import { millisecondsOf } from "#lib/runs/instant";
import { conditionOf } from "#lib/runs/job-condition";
import { jobSuspension } from "#lib/runs/job-suspension";
import { isWaitedFor } from "#lib/runs/missed-runs";
import { runOf } from "#lib/runs/run";
import { suspensionOf } from "#lib/runs/suspension";
import { humanDuration } from "#lib/time/duration";

/** Whoever waits for longer needs eyes, in milliseconds. */
const patienceMs = 15 * 60_000;
/** A suspension that lasts longer may have been forgotten. */
const forgottenMs = 7 * 86_400_000;

/** What needs eyes, and when it may be another though nothing changed (milliseconds; null for never). */
export interface Watched {
  readonly attention: Attention | null;
  readonly until: number | null;
}

type Finding = Pick<Attention, "trouble" | "since" | "word" | "sentence" | "source" | "run">;
type Found = { readonly finding: Finding | null; readonly until: number | null };

const well: Found = { finding: null, until: null };

/** What is known of a CronJob at a moment. */
export interface CronJobStanding {
  readonly cronJob: CronJob;
  readonly outlook: Outlook;
  readonly missed: MissedRuns;
  /** Why the run that ended last failed; null where it did not, or nothing tells. */
  readonly failure: Reason | null;
}

/**
 * What of a CronJob needs eyes at `now` (milliseconds), the worst of it. One that is suspended starts
 * nothing: it is only asked whether it still has to be.
 */
export function cronJobAttention(standing: CronJobStanding, now: number): Watched {
  const { cronJob, outlook } = standing;
  const { finding, until } =
    cronJob.metadata.deletionTimestamp != null
      ? well
      : cronJob.spec?.suspend === true
        ? longSuspended(cronJob, now)
        : troubleOfRuns(standing, now);
  const strip = packStrip(outlook.strip);
  return { attention: finding && { ...about("cronjob", cronJob), ...finding, strip }, until };
}

function troubleOfRuns({ outlook, missed, failure }: CronJobStanding, now: number): Found {
  const newest = runsOf(outlook).at(-1);
  const since = newest && (newest.started ?? newest.scheduled);
  const waits = waitingLong(outlook.reason, since ?? null, newest?.name ?? null, now);
  const finding =
    failing(outlook, failure) ?? waits.finding ?? withoutRuns(outlook, missed) ?? slow(outlook);
  return { finding, until: waits.until };
}

function runsOf({ strip }: Outlook): readonly StripRun[] {
  return strip.flatMap((mark) => (mark.kind === "run" ? [mark.run] : []));
}

function failing(outlook: Outlook, failure: Reason | null): Finding | null {
  const { last } = outlook;
  if (last?.result !== "Failed") return null;
  const inRow = failedInRow(runsOf(outlook));
  const why = failure ?? { word: "Failed", sentence: "the last run failed", source: last.source };
  const count = inRow.length > 1 ? `; ${inRow.length} in a row` : "";
  return {
    trouble: "failing",
    since: inRow[0]?.ended ?? last.ended,
    word: why.word,
    sentence: why.sentence + count,
    source: why.source,
    run: last.name,
  };
}

/** The runs that failed since the last success, oldest first. */
function failedInRow(runs: readonly StripRun[]): readonly StripRun[] {
  const finished = runs.filter(({ result }) => result === "Complete" || result === "Failed");
  return finished.slice(finished.findLastIndex(({ result }) => result === "Complete") + 1);
}

/** Stuck at once, or waiting for so long that it is as good as that. */
function waitingLong(
  reason: Reason | null,
  since: Instant | null,
  run: string | null,
  now: number,
): Found {
  if (reason === null || reason.tone === "failed") return well;
  const { word, sentence, source } = reason;
  const finding: Finding = { trouble: "stuck", since, word, sentence, source, run };
  if (reason.tone === "stuck") return { finding, until: null };
  const from = millisecondsOf(since);
  if (from === null) return well;
  const patient = from + patienceMs;
  return now >= patient ? { finding, until: null } : { finding: null, until: patient };
}

function withoutRuns({ missed }: Outlook, { missed: all }: MissedRuns): Finding | null {
  if (missed === null) return null;
  const { newest, count, more } = missed;
  const first = all.filter(isWaitedFor)[count - 1] ?? newest;
  const isLate = newest.cause === "not-taken-up";
  const runs = count === 1 ? "1 run" : `${count}${more ? "+" : ""} runs`;
  return {
    trouble: isLate ? "late" : "missed",
    since: first.scheduled,
    word: isLate ? "Late" : "Missed",
    sentence: `${runs}: ${newest.sentence}`,
    source: newest.source,
    run: null,
  };
}

function slow({ slow, usual }: Outlook): Finding | null {
  if (slow === null) return null;
  const known = usual
    ? `usually done within ${humanDuration(usual.p95)} (p95 of ${usual.runs} runs)`
    : "usually done sooner";
  return {
    trouble: "slow",
    since: slow.started,
    word: "Slow",
    sentence: `${slow.name} is ${known}`,
    source: `status.startTime of ${slow.name} and the durations of the Complete runs that are kept`,
    run: slow.name,
  };
}

function longSuspended(object: CronJob | Job, now: number): Found {
  const suspension = suspensionOf(object);
  if (suspension === null) return well;
  const { since, by, reason, until } = suspension;
  const from = millisecondsOf(since);
  const end = millisecondsOf(until);
  const due = Math.min(
    end ?? Number.POSITIVE_INFINITY,
    from === null ? Number.POSITIVE_INFINITY : from + forgottenMs,
  );
  if (!(now >= due)) return { finding: null, until: Number.isFinite(due) ? due : null };
  const isOverdue = end !== null && now >= end;
  const who = by === null ? "" : ` by ${by}`;
  const why = reason === null ? "nothing says why" : reason;
  return {
    finding: {
      trouble: "suspended",
      since: isOverdue ? until : since,
      word: isOverdue ? "Overdue" : "Suspended",
      sentence: isOverdue
        ? `was to be resumed; suspended${who}: ${why}`
        : `suspended${who}: ${why}`,
      source: "spec.suspend, the annotations batchboard/suspended-*, and metadata.managedFields",
      run: null,
    },
    until: !isOverdue && end !== null ? end : null,
  };
}

/**
 * What of a Job that no CronJob started needs eyes at `now`; `reason` is why it failed or what it
 * waits for. One that somebody suspended is as a CronJob that is.
 */
export function jobAttention(job: Job, reason: Reason | null, now: number): Watched {
  const { name, deletionTimestamp, creationTimestamp } = job.metadata;
  const isHeld = job.spec?.suspend === true && jobSuspension(job, null)?.tone === "stuck";
  const { started, ended } = runOf(job);
  const failing = conditionOf(job, "FailureTarget");
  const { finding, until } =
    isHeld && deletionTimestamp == null
      ? longSuspended(job, now)
      : reason?.tone === "failed"
        ? failedAlone(reason, ended ?? failing?.lastTransitionTime ?? started, name)
        : waitingLong(reason, deletionTimestamp ?? started ?? creationTimestamp ?? null, name, now);
  return { attention: finding && { ...about("job", job), ...finding, strip: null }, until };
}

/** What of a Pod that no Job owns needs eyes at `now`. */
export function podAttention(pod: Pod, reason: Reason | null, now: number): Watched {
  const since = pod.metadata.deletionTimestamp ?? pod.metadata.creationTimestamp ?? null;
  const { finding, until } =
    reason?.tone === "failed"
      ? failedAlone(reason, since, null)
      : waitingLong(reason, since, null, now);
  return { attention: finding && { ...about("pod", pod), ...finding, strip: null }, until };
}

function failedAlone(reason: Reason, since: Instant | null, run: string | null): Found {
  const { word, sentence, source } = reason;
  return { finding: { trouble: "failed", since, word, sentence, source, run }, until: null };
}

function about(kind: Attention["kind"], { metadata }: KubernetesObject) {
  const { namespace, name, uid } = metadata;
  return { kind, namespace, name, uid };
}

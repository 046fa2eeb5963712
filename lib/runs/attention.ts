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
import { type Text, text } from "#lib/texts/text";
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
  const { word, sentence, source } = failure ?? {
    word: "Failed",
    sentence: text("the last run failed"),
    source: last.source,
  };
  const count = inRow.length;
  return {
    trouble: "failing",
    since: inRow[0]?.ended ?? last.ended,
    word,
    sentence: count > 1 ? text("{what}; {count} in a row", { what: sentence, count }) : sentence,
    source,
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
  return {
    trouble: isLate ? "late" : "missed",
    since: first.scheduled,
    word: isLate ? text("Late") : text("Missed"),
    sentence: missedRunsWords(count, more, newest.sentence),
    source: newest.source,
    run: null,
  };
}

function missedRunsWords(count: number, more: boolean, why: Text): Text {
  if (count === 1) return text("{count} run: {why}", { count, why });
  return more
    ? text("{count}+ runs: {why}", { count, why })
    : text("{count} runs: {why}", { count, why });
}

function slow({ slow, usual }: Outlook): Finding | null {
  if (slow === null) return null;
  const { name, started } = slow;
  return {
    trouble: "slow",
    since: started,
    word: text("Slow"),
    sentence: usual
      ? text("{name} is usually done within {time} (p95 of {count} runs)", {
          name,
          time: humanDuration(usual.p95),
          count: usual.runs,
        })
      : text("{name} is usually done sooner", { name }),
    source: text(
      "status.startTime of {name} and the durations of the Complete runs that are kept",
      { name },
    ),
    run: name,
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
  const suspended = suspendedWords(by, reason);
  return {
    finding: {
      trouble: "suspended",
      since: isOverdue ? until : since,
      word: isOverdue ? text("Overdue") : text("Suspended"),
      sentence: isOverdue ? text("was to be resumed; {suspended}", { suspended }) : suspended,
      source: text(
        "spec.suspend, the annotations batchboard/suspended-*, and metadata.managedFields",
      ),
      run: null,
    },
    until: !isOverdue && end !== null ? end : null,
  };
}

function suspendedWords(who: string | null, why: string | null): Text {
  if (who === null) {
    return why === null ? text("suspended: nothing says why") : text("suspended: {why}", { why });
  }
  return why === null
    ? text("suspended by {who}: nothing says why", { who })
    : text("suspended by {who}: {why}", { who, why });
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

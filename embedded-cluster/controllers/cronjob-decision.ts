import { parseSchedule, type Schedule } from "#lib/time/cron";
import { isTimeZone } from "#lib/time/local-time";
import { type Edition, runName } from "./cronjob-run.ts";
import type { RecordedEvent } from "./event-recorder.ts";
import { missedRuns, untilNextRun } from "./missed-runs.ts";
import {
  type CronJob,
  type CronJobStatus,
  finishedAs,
  type Job,
  type JobReference,
} from "./workloads.ts";

export interface CronJobDecision {
  /** Finished runs beyond the history limits, the oldest first. */
  readonly forget: readonly Job[];
  /** Before the new run is created. */
  readonly events: readonly RecordedEvent[];
  /** Runs that the new one replaces. */
  readonly replace: readonly JobReference[];
  /** The scheduled time of the run to start, in ms. */
  readonly start: number | null;
  /** Without the run to start. */
  readonly status: CronJobStatus;
  /** When to decide again, in ms, if nothing happens before; null for a CronJob at rest. */
  readonly retryMs: number | null;
}

/**
 * What becomes of a CronJob, from the Jobs it controls (kubectl-semantics 7.1; `syncCronJob` of
 * pkg/controller/cronjob). No more than one run is ever started, the most recent one that is due.
 */
export function decideCronJob(
  cronJob: CronJob,
  jobs: readonly Job[],
  edition: Edition,
  now: number,
): CronJobDecision {
  const events: RecordedEvent[] = [];
  const status = settled(cronJob, jobs, edition, events);
  const rest: CronJobDecision = {
    forget: [
      ...oldest(jobs, "Complete", cronJob.spec.successfulJobsHistoryLimit),
      ...oldest(jobs, "Failed", cronJob.spec.failedJobsHistoryLimit),
    ],
    events,
    replace: [],
    start: null,
    status,
    retryMs: null,
  };
  if (cronJob.metadata.deletionTimestamp !== undefined) return rest;
  const { timeZone, suspend, concurrencyPolicy } = cronJob.spec;
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    const message = `invalid timeZone: ${JSON.stringify(timeZone)}: unknown time zone ${timeZone}`;
    events.push({ type: "Warning", reason: "UnknownTimeZone", message });
    return rest;
  }
  if (suspend) return rest;
  const schedule = readSchedule(cronJob, events);
  if (!schedule) return rest;
  const due = dueRun({ ...cronJob, status }, schedule, now, events);
  if (due === "never") return rest;
  const waiting = { ...rest, retryMs: untilNextRun({ ...cronJob, status }, schedule, now) };
  if (due === null) return waiting;
  const active = status.active ?? [];
  // With `@every 5s` several times share a name, which has minutes.
  const name = runName(cronJob, due, edition);
  if (active.some((run) => run.name === name)) return waiting;
  if (concurrencyPolicy === "Forbid" && active.length > 0) {
    const message =
      "Not starting job because prior execution is running and concurrency policy is Forbid";
    events.push({ type: "Normal", reason: "JobAlreadyActive", message });
    return waiting;
  }
  return { ...waiting, start: due, replace: concurrencyPolicy === "Replace" ? active : [] };
}

/** The status with what its Jobs say: who ended, who is missing, who ended well last. */
function settled(
  cronJob: CronJob,
  jobs: readonly Job[],
  edition: Edition,
  events: RecordedEvent[],
): CronJobStatus {
  let active = cronJob.status?.active ?? [];
  let lastSuccess = cronJob.status?.lastSuccessfulTime;
  for (const job of jobs) {
    const { name, uid } = job.metadata;
    const finished = finishedAs(job);
    const known = active.some((run) => run.uid === uid);
    if (!known && !finished) {
      const message = `Saw a job that the controller did not create or forgot: ${name}`;
      events.push({ type: "Warning", reason: "UnexpectedJob", message });
    }
    if (known && finished) {
      active = active.filter((run) => run.uid !== uid);
      const message = `Saw completed job: ${name}, condition: ${finished}`;
      events.push({ type: "Normal", reason: "SawCompletedJob", message });
    }
    const completed = finished === "Complete" ? job.status?.completionTime : undefined;
    if (completed !== undefined && !(Date.parse(completed) <= Date.parse(lastSuccess ?? ""))) {
      lastSuccess = completed;
    }
  }
  const existing = new Set(jobs.map((job) => job.metadata.uid));
  for (const { name } of active.filter((run) => !existing.has(run.uid))) {
    const message = `Active job went missing: ${name}`;
    events.push({ type: "Normal", reason: "MissingJob", message });
  }
  active = active.filter((run) => existing.has(run.uid));
  const { active: _, ...status } = cronJob.status ?? {};
  return {
    ...status,
    ...(active.length > 0 && { active }),
    ...(edition.marksSuccess && lastSuccess !== undefined && { lastSuccessfulTime: lastSuccess }),
  };
}

function oldest(
  jobs: readonly Job[],
  end: "Complete" | "Failed",
  limit: number | undefined,
): Job[] {
  const ended = jobs.filter((job) => finishedAs(job) === end);
  if (limit === undefined || ended.length <= limit) return [];
  // One that never started counts as the youngest.
  const started = ({ status }: Job) => status?.startTime ?? "~";
  return ended
    .sort((a, b) => compare(started(a), started(b)) || compare(a.metadata.name, b.metadata.name))
    .slice(0, ended.length - limit);
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function readSchedule(cronJob: CronJob, events: RecordedEvent[]): Schedule | null {
  const { schedule } = cronJob.spec;
  const quoted = JSON.stringify(schedule);
  if (schedule.includes("TZ")) {
    const message = `CRON_TZ or TZ used in schedule ${quoted} is not officially supported, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details`;
    events.push({ type: "Warning", reason: "UnsupportedSchedule", message });
  }
  try {
    return parseSchedule(schedule);
  } catch (error) {
    const message = `unparseable schedule: ${quoted} : ${(error as Error).message}`;
    events.push({ type: "Warning", reason: "UnparseableSchedule", message });
    return null;
  }
}

/** The time to start now; null for none, "never" for a schedule that makes no sense. */
function dueRun(
  cronJob: CronJob,
  schedule: Schedule,
  now: number,
  events: RecordedEvent[],
): number | null | "never" {
  const { startingDeadlineSeconds } = cronJob.spec;
  let missed: ReturnType<typeof missedRuns>;
  try {
    missed = missedRuns(cronJob, schedule, now, { withinDeadline: true });
  } catch (error) {
    const message = `invalid schedule: ${cronJob.spec.schedule} : ${(error as Error).message}`;
    events.push({ type: "Warning", reason: "InvalidSchedule", message });
    return "never";
  }
  const { latest, count } = missed;
  if (latest === null) return null;
  if (count > 100) {
    const message =
      "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew";
    events.push({ type: "Warning", reason: "TooManyMissedTimes", message });
  }
  if (startingDeadlineSeconds !== undefined && latest + startingDeadlineSeconds * 1000 < now) {
    const message = `Missed scheduled time to start a job: ${rfc1123(latest)}`;
    events.push({ type: "Warning", reason: "MissSchedule", message });
    return null;
  }
  return latest === Date.parse(cronJob.status?.lastScheduleTime ?? "") ? null : latest;
}

/** As Go's RFC1123Z: `Tue, 10 Mar 2026 12:00:00 +0000`. */
const rfc1123 = (ms: number) => new Date(ms).toUTCString().replace("GMT", "+0000");

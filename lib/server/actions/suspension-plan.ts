import type { Resume, Suspend } from "#lib/api/actions";
import type { CronJob, Job, Pod } from "#lib/kubernetes/types";
import { dueOnResume } from "#lib/runs/due-on-resume";
import { millisecondsOf } from "#lib/runs/instant";
import { conditionOf } from "#lib/runs/job-condition";
import { nextRun } from "#lib/runs/next-run";
import { kueueQueue } from "#lib/server/actions/owning-tool";
import { counted, listed, moment } from "#lib/server/actions/plan-words";

/** A sentence each. */
export interface Sentences {
  readonly effects: readonly string[];
  readonly warnings: readonly string[];
}

/** What it comes to that a CronJob is suspended or resumed; `jobs` are its own, null where unknown. */
export function cronJobSuspension(
  action: Suspend | Resume,
  cronJob: CronJob,
  jobs: readonly Job[] | null,
  now: number,
): Sentences {
  const next = nextAt(cronJob, now);
  if (action.action === "resume") {
    return { effects: [missedRun(cronJob, now), nextSentence(next, now)], warnings: [] };
  }
  const skipped =
    next === null
      ? "No run is due, so none is skipped."
      : `The next run, at ${moment(next, now)}, is skipped, and so is each one after it until it is resumed.`;
  return {
    effects: [
      ...(cronJob.spec?.suspend === true ? ["It is suspended already."] : []),
      activeSentence(jobs),
      skipped,
      ...untilSentence(action, now),
    ],
    warnings: [],
  };
}

/** The same of a Job; `pods` are its own. */
export function jobSuspension(
  action: Suspend | Resume,
  job: Job,
  pods: readonly Pod[] | null,
): Sentences {
  const queue = kueueQueue(job.metadata);
  const warnings = queue
    ? [`Kueue queue ${queue} decides when it runs, and may suspend or resume it itself.`]
    : [];
  if (isEnded(job)) return { effects: ["It has ended: nothing of it runs."], warnings };
  if (action.action === "resume") {
    const most = counted(job.spec?.parallelism ?? 1, "Pod");
    const deadline = job.spec?.activeDeadlineSeconds;
    const again = deadline == null ? [] : [`Its deadline of ${deadline}s begins anew.`];
    return {
      effects: [`Its Pods are created again, up to ${most} at a time.`, ...again],
      warnings,
    };
  }
  const active = pods?.filter(isActive);
  const deleted = !active
    ? "Its active Pods are deleted."
    : active.length === 0
      ? "It has no active Pod."
      : `Its ${counted(active.length, "active Pod")} ${active.length === 1 ? "is" : "are"} deleted: ${listed(namesOf(active))}.`;
  const effects = [deleted, "They do not count as failed; what they did is lost.", untilResumed];
  return { effects, warnings };
}

const untilResumed = "It starts no Pods until somebody resumes it.";

/** The time of the next run were it not suspended, in milliseconds; null for none. */
function nextAt(cronJob: CronJob, now: number): number | null {
  return millisecondsOf(nextRun({ ...cronJob, spec: { ...cronJob.spec, suspend: false } }, now).at);
}

function nextSentence(next: number | null, now: number): string {
  return next === null ? "No later run is due." : `The next run is at ${moment(next, now)}.`;
}

function missedRun(cronJob: CronJob, now: number): string {
  if (cronJob.spec?.suspend !== true) return "It is not suspended.";
  const due = dueOnResume(cronJob, now);
  if (due === null) return "No run that was missed starts now.";
  const active = cronJob.status?.active?.length ?? 0;
  const when =
    cronJob.spec.concurrencyPolicy === "Forbid" && active > 0
      ? "as soon as its active Job has ended"
      : "at once";
  return `The run that was due at ${moment(due, now)} starts ${when}; of those that were missed it is the newest, and the only one that is made up for.`;
}

function activeSentence(jobs: readonly Job[] | null): string {
  if (!jobs) return "Jobs of it that are active go on.";
  const active = jobs.filter((job) => !isEnded(job));
  if (active.length === 0) return "No Job of it is active.";
  const go = active.length === 1 ? "goes" : "go";
  return `${counted(active.length, "active Job")} ${go} on: ${listed(namesOf(active))}.`;
}

function untilSentence({ until }: Suspend, now: number): string[] {
  const at = millisecondsOf(until);
  if (at === null) return [];
  return [`Nothing resumes it by itself at ${moment(at, now)}: from then on it is shown as late.`];
}

export function isEnded(job: Job): boolean {
  return conditionOf(job, "Complete") !== undefined || conditionOf(job, "Failed") !== undefined;
}

function isActive({ metadata, status }: Pod): boolean {
  return metadata.deletionTimestamp == null && !/^(Succeeded|Failed)$/.test(status?.phase ?? "");
}

function namesOf(objects: readonly (Job | Pod)[]): string[] {
  return objects.map(({ metadata }) => metadata.name).sort();
}

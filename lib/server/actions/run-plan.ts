import type { Rerun, Trigger } from "#lib/api/actions";
import type { CronJob, Job } from "#lib/kubernetes/types";
import { millisecondsOf } from "#lib/runs/instant";
import { conditionOf } from "#lib/runs/job-condition";
import { nextRun } from "#lib/runs/next-run";
import type { JobManifest, StoredJob } from "#lib/server/actions/job-manifest";
import { kueueQueue } from "#lib/server/actions/owning-tool";
import { counted, listed, moment } from "#lib/server/actions/plan-words";
import { isEnded, type Sentences } from "#lib/server/actions/suspension-plan";

/**
 * What it comes to that a Job of a CronJob is made by hand. The controller neither holds it back nor
 * takes it up into status.active, which alone it asks for concurrencyPolicy (syncCronJob in
 * pkg/controller/cronjob/cronjob_controllerv2.go); but it is one of those it keeps.
 */
export function triggerSentences(
  action: Trigger,
  cronJob: CronJob,
  made: JobManifest,
  jobs: readonly Job[] | null,
  now: number,
): Sentences {
  const { name } = cronJob.metadata;
  const { spec } = cronJob;
  const suspended = action.edits?.suspend ?? made.spec.suspend === true;
  return {
    effects: [
      `Job ${made.metadata.name} is created from the template of CronJob ${name}, which it belongs to.`,
      ...(spec?.suspend === true ? [`${name} is suspended; this Job runs all the same.`] : []),
      ...(suspended ? [createdSuspended] : []),
      ...keptSentences(cronJob, jobs),
    ],
    warnings: [
      ...concurrency(cronJob, jobs, now),
      ...queueSentence(made),
      ...(cronJob.metadata.deletionTimestamp != null
        ? [`${name} is being deleted, and the Job may be deleted with it.`]
        : []),
    ],
  };
}

/** The same of a Job that is made again. */
export function rerunSentences(action: Rerun, old: Job, made: JobManifest): Sentences {
  const { name } = old.metadata;
  const [owner] = made.metadata.ownerReferences ?? [];
  const before = old.metadata.ownerReferences?.find(({ controller }) => controller === true);
  const belongs = owner
    ? `It belongs to CronJob ${owner.name}, as ${name} does, and counts among the Jobs that one keeps.`
    : before
      ? `It does not belong to ${before.kind} ${before.name}, as ${name} does: nothing deletes it with that.`
      : null;
  const ttl = made.spec.ttlSecondsAfterFinished;
  return {
    effects: [
      `Job ${made.metadata.name} is created from the spec of ${name}, which stays as it is.`,
      ...(belongs ? [belongs] : []),
      ...(action.index === undefined ? [] : indexSentences(action.index, old)),
      ...(action.edits?.suspend ? [createdSuspended] : []),
      ...(ttl == null ? [] : [`It is deleted ${ttl}s after its end (ttlSecondsAfterFinished).`]),
    ],
    warnings: [
      ...(isEnded(old) ? [] : [`${name} has not ended: both run at once.`]),
      ...(made.spec.manualSelector === true
        ? [
            "Its selector was written by hand and is kept: it selects the Pods of the old Job as well.",
          ]
        : []),
      ...queueSentence(made),
    ],
  };
}

const createdSuspended = "It is created suspended, and starts no Pods until somebody resumes it.";

function indexSentences(index: number, { spec }: Job): string[] {
  const last = (spec?.completions ?? 1) - 1;
  return [
    `It runs index ${index} of 0 to ${last} alone, as a Job of one Pod that is not Indexed: JOB_COMPLETION_INDEX is ${index} in each container, and so is the Pod's label and annotation.`,
    "The old Job's count of indexes stays as it is.",
  ];
}

function concurrency(cronJob: CronJob, jobs: readonly Job[] | null, now: number): string[] {
  const policy = cronJob.spec?.concurrencyPolicy ?? "Allow";
  const active = (jobs ?? []).filter((job) => !isEnded(job)).map(({ metadata }) => metadata.name);
  const running = `${counted(active.length, "Job")} of it ${active.length === 1 ? "is" : "are"} active: ${listed(active.sort())}`;
  const next = millisecondsOf(nextRun(cronJob, now).at);
  const said: string[] = [];
  if (active.length > 0) {
    said.push(
      policy === "Forbid"
        ? `${running}. concurrencyPolicy Forbid does not hold back a Job that is made by hand: they run at once.`
        : policy === "Replace"
          ? `${running}. concurrencyPolicy Replace does not let a Job that is made by hand replace them: they run at once.`
          : `${running}. They run at once.`,
    );
  }
  if (policy !== "Allow" && next !== null) {
    said.push(
      `concurrencyPolicy ${policy} does not count it either: the run of ${moment(next, now)} starts beside it if it has not ended by then.`,
    );
  }
  return said;
}

/** Which Job has to go for it once it has ended: the oldest, manual ones included (removeOldestJobs). */
function keptSentences({ spec }: CronJob, jobs: readonly Job[] | null): string[] {
  const limits = [
    ["Complete", "successfulJobsHistoryLimit", spec?.successfulJobsHistoryLimit],
    ["Failed", "failedJobsHistoryLimit", spec?.failedJobsHistoryLimit],
  ] as const;
  return limits.flatMap(([result, field, limit]) => {
    if (limit == null || !jobs) return [];
    if (limit === 0) return [`Should it be ${result}, it is deleted at once (${field} is 0).`];
    const kept = jobs.filter((job) => conditionOf(job, result));
    const gone = kept.sort((a, b) => startOf(a) - startOf(b))[kept.length - limit];
    if (!gone) return [];
    return [
      `Should it be ${result}, ${gone.metadata.name} is deleted: of those that are, ${counted(limit, "Job")} ${limit === 1 ? "is" : "are"} kept (${field}).`,
    ];
  });
}

function startOf({ metadata, status }: Job): number {
  return millisecondsOf(status?.startTime ?? metadata.creationTimestamp) ?? 0;
}

function queueSentence({ metadata }: JobManifest | StoredJob): string[] {
  const queue = kueueQueue(metadata);
  return queue ? [`Kueue queue ${queue} decides when it starts.`] : [];
}

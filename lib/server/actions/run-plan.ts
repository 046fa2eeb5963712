import type { Rerun, Trigger } from "#lib/api/actions";
import type { CronJob, Job } from "#lib/kubernetes/types";
import { millisecondsOf } from "#lib/runs/instant";
import { conditionOf } from "#lib/runs/job-condition";
import { nextRun } from "#lib/runs/next-run";
import type { JobManifest, StoredJob } from "#lib/server/actions/job-manifest";
import { kueueQueue } from "#lib/server/actions/owning-tool";
import { listed, moment } from "#lib/server/actions/plan-words";
import { isEnded, type Sentences } from "#lib/server/actions/suspension-plan";
import { type Text, text } from "#lib/texts/text";

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
      text("Job {job} is created from the template of CronJob {name}, which it belongs to.", {
        job: made.metadata.name,
        name,
      }),
      ...(spec?.suspend === true
        ? [text("{name} is suspended; this Job runs all the same.", { name })]
        : []),
      ...(suspended ? [createdSuspended] : []),
      ...keptSentences(cronJob, jobs),
    ],
    warnings: [
      ...concurrency(cronJob, jobs, now),
      ...queueSentence(made),
      ...(cronJob.metadata.deletionTimestamp != null
        ? [text("{name} is being deleted, and the Job may be deleted with it.", { name })]
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
    ? text(
        "It belongs to CronJob {owner}, as {name} does, and counts among the Jobs that one keeps.",
        { owner: owner.name, name },
      )
    : before
      ? text("It does not belong to {owner}, as {name} does: nothing deletes it with that.", {
          owner: `${before.kind} ${before.name}`,
          name,
        })
      : null;
  const ttl = made.spec.ttlSecondsAfterFinished;
  return {
    effects: [
      text("Job {job} is created from the spec of {name}, which stays as it is.", {
        job: made.metadata.name,
        name,
      }),
      ...(belongs ? [belongs] : []),
      ...(action.index === undefined ? [] : indexSentences(action.index, old)),
      ...(action.edits?.suspend ? [createdSuspended] : []),
      ...(ttl == null
        ? []
        : [
            text("It is deleted {duration} after its end (ttlSecondsAfterFinished).", {
              duration: `${ttl}s`,
            }),
          ]),
    ],
    warnings: [
      ...(isEnded(old) ? [] : [text("{name} has not ended: both run at once.", { name })]),
      ...(made.spec.manualSelector === true
        ? [
            text(
              "Its selector was written by hand and is kept: it selects the Pods of the old Job as well.",
            ),
          ]
        : []),
      ...queueSentence(made),
    ],
  };
}

const createdSuspended = text(
  "It is created suspended, and starts no Pods until somebody resumes it.",
);

function indexSentences(index: number, { spec }: Job): Text[] {
  const last = (spec?.completions ?? 1) - 1;
  return [
    text(
      "It runs index {index} of 0 to {last} alone, as a Job of one Pod that is not Indexed: JOB_COMPLETION_INDEX is {index} in each container, and so is the Pod's label and annotation.",
      { index, last },
    ),
    text("The old Job's count of indexes stays as it is."),
  ];
}

function concurrency(cronJob: CronJob, jobs: readonly Job[] | null, now: number): Text[] {
  const policy = cronJob.spec?.concurrencyPolicy ?? "Allow";
  const names = (jobs ?? []).filter((job) => !isEnded(job)).map(({ metadata }) => metadata.name);
  const next = millisecondsOf(nextRun(cronJob, now).at);
  const said: Text[] = [];
  if (names.length > 0) said.push(besideActive(names.sort(), policy));
  if (policy !== "Allow" && next !== null) {
    said.push(
      text(
        "concurrencyPolicy {policy} does not count it either: the run of {time} starts beside it if it has not ended by then.",
        { policy, time: moment(next, now) },
      ),
    );
  }
  return said;
}

function besideActive(names: readonly string[], policy: string): Text {
  const slots = { count: names.length, names: listed(names) };
  const active =
    names.length === 1
      ? text("{count} Job of it is active: {names}", slots)
      : text("{count} Jobs of it are active: {names}", slots);
  switch (policy) {
    case "Forbid":
      return text(
        "{active}. concurrencyPolicy Forbid does not hold back a Job that is made by hand: they run at once.",
        { active },
      );
    case "Replace":
      return text(
        "{active}. concurrencyPolicy Replace does not let a Job that is made by hand replace them: they run at once.",
        { active },
      );
    default:
      return text("{active}. They run at once.", { active });
  }
}

/** Which Job has to go for it once it has ended: the oldest, manual ones included (removeOldestJobs). */
function keptSentences({ spec }: CronJob, jobs: readonly Job[] | null): Text[] {
  const limits = [
    ["Complete", "successfulJobsHistoryLimit", spec?.successfulJobsHistoryLimit],
    ["Failed", "failedJobsHistoryLimit", spec?.failedJobsHistoryLimit],
  ] as const;
  return limits.flatMap(([result, field, limit]) => {
    if (limit == null || !jobs) return [];
    if (limit === 0) {
      return [
        text("Should it be {result}, it is deleted at once ({field} is 0).", { result, field }),
      ];
    }
    const kept = jobs.filter((job) => conditionOf(job, result));
    const gone = kept.sort((a, b) => startOf(a) - startOf(b))[kept.length - limit];
    if (!gone) return [];
    const slots = { result, name: gone.metadata.name, count: limit, field };
    return limit === 1
      ? [
          text(
            "Should it be {result}, {name} is deleted: of those that are, {count} Job is kept ({field}).",
            slots,
          ),
        ]
      : [
          text(
            "Should it be {result}, {name} is deleted: of those that are, {count} Jobs are kept ({field}).",
            slots,
          ),
        ];
  });
}

function startOf({ metadata, status }: Job): number {
  return millisecondsOf(status?.startTime ?? metadata.creationTimestamp) ?? 0;
}

function queueSentence({ metadata }: JobManifest | StoredJob): Text[] {
  const queue = kueueQueue(metadata);
  return queue ? [text("Kueue queue {queue} decides when it starts.", { queue })] : [];
}

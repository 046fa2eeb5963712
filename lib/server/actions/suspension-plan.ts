import type { Resume, Suspend } from "#lib/api/actions";
import type { CronJob, Job, Pod } from "#lib/kubernetes/types";
import { dueOnResume } from "#lib/runs/due-on-resume";
import { millisecondsOf } from "#lib/runs/instant";
import { conditionOf } from "#lib/runs/job-condition";
import { nextRun } from "#lib/runs/next-run";
import { kueueQueue } from "#lib/server/actions/owning-tool";
import { listed, moment } from "#lib/server/actions/plan-words";
import { type Text, text } from "#lib/texts/text";

/** A sentence each. */
export interface Sentences {
  readonly effects: readonly Text[];
  readonly warnings: readonly Text[];
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
      ? text("No run is due, so none is skipped.")
      : text(
          "The next run, at {time}, is skipped, and so is each one after it until it is resumed.",
          { time: moment(next, now) },
        );
  return {
    effects: [
      ...(cronJob.spec?.suspend === true ? [text("It is suspended already.")] : []),
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
    ? [
        text("Kueue queue {queue} decides when it runs, and may suspend or resume it itself.", {
          queue,
        }),
      ]
    : [];
  if (isEnded(job)) return { effects: [text("It has ended: nothing of it runs.")], warnings };
  if (action.action === "resume") return { effects: resumedJob(job), warnings };
  const effects = [
    deletedPods(pods),
    text("They do not count as failed; what they did is lost."),
    text("It starts no Pods until somebody resumes it."),
  ];
  return { effects, warnings };
}

function resumedJob({ spec }: Job): Text[] {
  const count = spec?.parallelism ?? 1;
  const deadline = spec?.activeDeadlineSeconds;
  return [
    count === 1
      ? text("Its Pods are created again, up to {count} Pod at a time.", { count })
      : text("Its Pods are created again, up to {count} Pods at a time.", { count }),
    ...(deadline == null
      ? []
      : [text("Its deadline of {duration} begins anew.", { duration: `${deadline}s` })]),
  ];
}

function deletedPods(pods: readonly Pod[] | null): Text {
  const active = pods?.filter(isActive);
  if (!active) return text("Its active Pods are deleted.");
  if (active.length === 0) return text("It has no active Pod.");
  const slots = { count: active.length, names: listed(namesOf(active)) };
  return active.length === 1
    ? text("Its {count} active Pod is deleted: {names}.", slots)
    : text("Its {count} active Pods are deleted: {names}.", slots);
}

/** The time of the next run were it not suspended, in milliseconds; null for none. */
function nextAt(cronJob: CronJob, now: number): number | null {
  return millisecondsOf(nextRun({ ...cronJob, spec: { ...cronJob.spec, suspend: false } }, now).at);
}

function nextSentence(next: number | null, now: number): Text {
  return next === null
    ? text("No later run is due.")
    : text("The next run is at {time}.", { time: moment(next, now) });
}

function missedRun(cronJob: CronJob, now: number): Text {
  if (cronJob.spec?.suspend !== true) return text("It is not suspended.");
  const due = dueOnResume(cronJob, now);
  if (due === null) return text("No run that was missed starts now.");
  const active = cronJob.status?.active?.length ?? 0;
  const slots = { time: moment(due, now) };
  return cronJob.spec.concurrencyPolicy === "Forbid" && active > 0
    ? text(
        "The run that was due at {time} starts as soon as its active Job has ended; of those that were missed it is the newest, and the only one that is made up for.",
        slots,
      )
    : text(
        "The run that was due at {time} starts at once; of those that were missed it is the newest, and the only one that is made up for.",
        slots,
      );
}

function activeSentence(jobs: readonly Job[] | null): Text {
  if (!jobs) return text("Jobs of it that are active go on.");
  const active = jobs.filter((job) => !isEnded(job));
  if (active.length === 0) return text("No Job of it is active.");
  const slots = { count: active.length, names: listed(namesOf(active)) };
  return active.length === 1
    ? text("{count} active Job goes on: {names}.", slots)
    : text("{count} active Jobs go on: {names}.", slots);
}

function untilSentence({ until }: Suspend, now: number): Text[] {
  const at = millisecondsOf(until);
  if (at === null) return [];
  return [
    text("Nothing resumes it by itself at {time}: from then on it is shown as late.", {
      time: moment(at, now),
    }),
  ];
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

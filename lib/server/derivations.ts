import type { RunHistory } from "#lib/api/runs";
import { packOutlook } from "#lib/api/strip-tuples";
import { controllerOf } from "#lib/kubernetes/owner-reference";
import type { Job } from "#lib/kubernetes/types";
import { printCronJob } from "#lib/printers/cronjob";
import { cronJobStatuses } from "#lib/printers/cronjob-statuses";
import { cronJobAttention, jobAttention, podAttention, type Watched } from "#lib/runs/attention";
import { failedRun, isOfToday } from "#lib/runs/failed-run";
import { nextRuns } from "#lib/runs/next-run";
import { outlookOf } from "#lib/runs/outlook";
import { podReason } from "#lib/runs/pod-reason";
import { reasonOf } from "#lib/runs/reason";
import type { Derivations, Relations } from "#lib/server/derived-asides";
import type { Derived } from "#lib/server/derived-table";
import { missedOnce } from "#lib/server/missed-once";
import type { Standing } from "#lib/server/standing";

/** How many of the next runs a page lists. */
const upcoming = 10;

/** What `lib/runs` says of the objects of a view, with what the stores hold of them. */
export const derivations: Derivations = {
  outlook(cronJob, of, now) {
    const { uid } = cronJob.metadata;
    const jobs = [...of.jobs(uid)];
    const { missed, until } = missedOnce(cronJob, jobs, of.events(uid), now);
    const evidence = { cronJob, jobs, missed, reasonOf: (job: Job) => toldOf(job, of, now).reason };
    return { value: packOutlook(outlookOf(evidence, now)), until };
  },
  history(cronJob, of, now) {
    const { uid } = cronJob.metadata;
    const jobs = [...of.jobs(uid)];
    const { missed, until } = missedOnce(cronJob, jobs, of.events(uid), now);
    const value: RunHistory = { upcoming: nextRuns(cronJob, now, upcoming), missed };
    return { value, until };
  },
  reason(job, of, now) {
    const { reason, until } = toldOf(job, of, now);
    return { value: reason, until };
  },
  podReason(pod, of, now) {
    const { reason, until } = podReason(pod, of.events(pod.metadata.uid), now);
    return { value: reason, until };
  },
  cronJobStanding(cronJob, of, now) {
    const { uid } = cronJob.metadata;
    const jobs = [...of.jobs(uid)];
    const { missed, until } = missedOnce(cronJob, jobs, of.events(uid), now);
    const evidence = { cronJob, jobs, missed, reasonOf: (job: Job) => toldOf(job, of, now).reason };
    const outlook = outlookOf(evidence, now);
    const last = jobs.find(({ metadata }) => metadata.uid === outlook.last?.uid);
    const failure = last && outlook.last?.result === "Failed" ? toldOf(last, of, now).reason : null;
    const watched = cronJobAttention({ cronJob, outlook, missed, failure }, now);
    const words = cronJobStatuses({ ...printCronJob(cronJob), outlook });
    const value: Standing = { words, attention: watched.attention };
    return { value, until: earlier(until, watched.until) };
  },
  jobStanding(job, of, now) {
    // What ails a run is said of its CronJob.
    if (controllerOf(job.metadata)?.kind === "CronJob") return { value: null, until: null };
    const { reason, until } = toldOf(job, of, now);
    return standingAlone(jobAttention(job, reason, now), until);
  },
  podStanding(pod, of, now) {
    const { reason, until } = podReason(pod, of.events(pod.metadata.uid), now);
    return standingAlone(podAttention(pod, reason, now), until);
  },
  failure(job, of, now) {
    return isOfToday(job, now) ? failedRun(job, toldOf(job, of, now).reason, now) : null;
  },
};

function standingAlone({ attention, until }: Watched, known: number | null): Derived {
  const value: Standing | null = attention && { words: [], attention };
  return { value, until: earlier(until, known) };
}

function earlier(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.min(a, b);
}

function toldOf(job: Job, of: Relations, now: number) {
  const { uid } = job.metadata;
  const pods = of.pods(uid);
  const known = [job, ...(pods ?? [])].flatMap(({ metadata }) => of.events(metadata.uid));
  // Who may not list Pods cannot know which of them are gone.
  const events = pods ? [...known, ...of.eventsOfGonePods(uid)] : known;
  return reasonOf(job, pods, events, now, of.workload(job));
}

import type { RunHistory } from "#lib/api/runs";
import { packOutlook } from "#lib/api/strip-tuples";
import type { Job } from "#lib/kubernetes/types";
import { nextRuns } from "#lib/runs/next-run";
import { outlookOf } from "#lib/runs/outlook";
import { podReason } from "#lib/runs/pod-reason";
import { reasonOf } from "#lib/runs/reason";
import type { Derivations, Relations } from "#lib/server/aside-tables";
import { missedOnce } from "#lib/server/missed-once";

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
};

function toldOf(job: Job, of: Relations, now: number) {
  const { uid } = job.metadata;
  const pods = of.pods(uid);
  const known = [job, ...(pods ?? [])].flatMap(({ metadata }) => of.events(metadata.uid));
  // Who may not list Pods cannot know which of them are gone.
  const events = pods ? [...known, ...of.eventsOfGonePods(uid)] : known;
  return reasonOf(job, pods, events, now, of.workload(job));
}

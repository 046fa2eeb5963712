import type { RunHistory } from "#lib/api/runs";
import { packOutlook } from "#lib/api/strip-tuples";
import type { Job } from "#lib/kubernetes/types";
import { missedRuns } from "#lib/runs/missed-runs";
import { nextChange } from "#lib/runs/next-change";
import { nextRuns } from "#lib/runs/next-run";
import { outlookOf } from "#lib/runs/outlook";
import { reasonOf } from "#lib/runs/reason";
import type { Derivations, Relations } from "#lib/server/aside-tables";

/** How many of the next runs a page lists. */
const upcoming = 10;

/** What `lib/runs` says of the objects of a view, with what the stores hold of them. */
export const derivations: Derivations = {
  outlook(cronJob, of, now) {
    const { uid } = cronJob.metadata;
    const evidence = {
      cronJob,
      jobs: [...of.jobs(uid)],
      events: of.events(uid),
      reasonOf: (job: Job) => toldOf(job, of, now).reason,
    };
    const { outlook, until } = outlookOf(evidence, now);
    return { value: packOutlook(outlook), until };
  },
  history(cronJob, of, now) {
    const { uid } = cronJob.metadata;
    const jobs = [...of.jobs(uid)];
    const value: RunHistory = {
      upcoming: nextRuns(cronJob, now, upcoming),
      missed: missedRuns(cronJob, jobs, of.events(uid), now),
    };
    return { value, until: nextChange(cronJob, jobs, now) };
  },
  reason(job, of, now) {
    const { reason, until } = toldOf(job, of, now);
    return { value: reason, until };
  },
};

function toldOf(job: Job, of: Relations, now: number) {
  const pods = of.pods(job.metadata.uid);
  const events = [job, ...(pods ?? [])].flatMap(({ metadata }) => of.events(metadata.uid));
  return reasonOf(job, pods, events, now);
}

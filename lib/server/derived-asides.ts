import type { AsideName } from "#lib/api/frames";
import {
  type Attention,
  compareAttention,
  compareFailures,
  type FailedRun,
  mostAttention,
  mostFailures,
} from "#lib/api/overview";
import type { CronJob, Job, KubernetesEvent, Pod, Workload } from "#lib/kubernetes/types";
import { printEvent } from "#lib/printers/event";
import type { Derived, DerivedTable } from "#lib/server/derived-table";
import { ForemostTable } from "#lib/server/foremost-table";
import type { Feeds } from "#lib/server/informer-pool";
import { type MadePods, podOf } from "#lib/server/made-pods";
import type { Standing } from "#lib/server/standing";

/** How they are derived; `lib/runs` does it. */
export interface Derivations {
  outlook(cronJob: CronJob, of: Relations, now: number): Derived;
  /** What the page of a CronJob says besides. */
  history(cronJob: CronJob, of: Relations, now: number): Derived;
  reason(job: Job, of: Relations, now: number): Derived;
  podReason(pod: Pod, of: Relations, now: number): Derived;
  /** The three below say how an object stands in the overview (`Standing`). */
  cronJobStanding(cronJob: CronJob, of: Relations, now: number): Derived;
  jobStanding(job: Job, of: Relations, now: number): Derived;
  podStanding(pod: Pod, of: Relations, now: number): Derived;
  /** A Job that failed within the last day (`FailedRun`). */
  failure(job: Job, of: Relations, now: number): Derived | null;
}

/** What belongs to an object, by its uid. */
export interface Relations {
  jobs(cronJobUid: string): Iterable<Job>;
  /** Null while they are not known. */
  pods(jobUid: string): readonly Pod[] | null;
  events(uid: string): readonly KubernetesEvent[];
  /** Those about Pods of the Job that are gone, as far as its own Events tell which it had. */
  eventsOfGonePods(jobUid: string): readonly KubernetesEvent[];
  /** What Kueue keeps of a Job it queues; null while it is not known. */
  workload(job: Job): Workload | null;
}

/** Of which objects a view tells what; what it does not ask for costs nothing. */
export interface Asked {
  readonly outlook?: (cronJob: CronJob) => boolean;
  readonly history?: (cronJob: CronJob) => boolean;
  readonly reason?: (job: Job) => boolean;
  readonly podReason?: (pod: Pod) => boolean;
  /** How everything stands, for the overview. */
  readonly attention?: boolean;
  /** The uid of the object they are about. */
  readonly events?: (uid: string) => boolean;
}

/** A table by uid that is told as a whole, and then what became another. */
export type ToldTable = Pick<DerivedTable, "touch" | "snapshot" | "changes" | "close">;

/** What the overview tells the foremost of. */
export interface Foremost {
  readonly attention: ForemostTable<Standing, Attention>;
  readonly failures: ForemostTable<FailedRun, FailedRun>;
}

export type DerivedTables = {
  readonly [Name in Exclude<AsideName, keyof Foremost>]?: DerivedTable;
} & Partial<Foremost>;

/** The tables of what a view asks for. */
export function derivedTables(options: {
  readonly feeds: Feeds;
  readonly asked: Asked;
  readonly derivations: Derivations;
  readonly of: Relations;
  readonly table: (derive: (uid: string, now: number) => Derived | null) => DerivedTable;
  readonly eventOf: (uid: string) => KubernetesEvent | undefined;
  readonly madePods: MadePods;
}): DerivedTables {
  const { feeds, asked, derivations, of, table, eventOf, madePods } = options;
  const { outlook, history, reason, podReason, events, attention } = asked;
  return {
    ...(outlook && {
      outlooks: table((uid, now) => {
        const cronJob = feeds.cronjobs?.byUid(uid);
        return cronJob && outlook(cronJob) ? derivations.outlook(cronJob, of, now) : null;
      }),
    }),
    ...(history && {
      histories: table((uid, now) => {
        const cronJob = feeds.cronjobs?.byUid(uid);
        return cronJob && history(cronJob) ? derivations.history(cronJob, of, now) : null;
      }),
    }),
    ...((reason || podReason) && {
      reasons: table((uid, now) => {
        const job = reason && feeds.jobs.byUid(uid);
        if (job) return reason(job) ? derivations.reason(job, of, now) : null;
        const pod = podReason && feeds.pods.byUid(uid);
        return pod && podReason(pod) ? derivations.podReason(pod, of, now) : null;
      }),
    }),
    ...(events && {
      events: table((uid) => {
        const event = eventOf(uid);
        const told =
          event &&
          (events(event.involvedObject?.uid ?? "") || events(madePods.jobOf(podOf(event)) ?? ""));
        return told ? { value: printEvent(event), until: null } : null;
      }),
    }),
    ...(attention && foremostTables(options)),
  };
}

function foremostTables({
  feeds,
  derivations,
  of,
  table,
}: Parameters<typeof derivedTables>[0]): Foremost {
  const standing = (uid: string, now: number): Derived | null => {
    const cronJob = feeds.cronjobs?.byUid(uid);
    if (cronJob)
      return feeds.cronjobs?.admits(cronJob) ? derivations.cronJobStanding(cronJob, of, now) : null;
    const job = feeds.jobs.byUid(uid);
    if (job) return feeds.jobs.admits(job) ? derivations.jobStanding(job, of, now) : null;
    const pod = feeds.pods.byUid(uid);
    return pod && feeds.pods.admits(pod) ? derivations.podStanding(pod, of, now) : null;
  };
  const failure = (uid: string, now: number): Derived | null => {
    const job = feeds.jobs.byUid(uid);
    return job && feeds.jobs.admits(job) ? derivations.failure(job, of, now) : null;
  };
  return {
    attention: new ForemostTable<Standing, Attention>(table(standing), {
      pick: ({ attention }) => attention,
      compare: compareAttention,
      most: mostAttention,
    }),
    failures: new ForemostTable<FailedRun, FailedRun>(table(failure), {
      pick: (failure) => failure,
      compare: compareFailures,
      most: mostFailures,
    }),
  };
}

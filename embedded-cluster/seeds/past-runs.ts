import { next, parseSchedule } from "#lib/time/cron";
import type { KubernetesApi } from "../api/resource.ts";
import { strategies } from "../api/strategies.ts";
import { runOf } from "../controllers/cronjob-run.ts";
import { type CronJob, instant, type Job } from "../controllers/workloads.ts";
import { uidOf } from "./identity.ts";
import { createdJob, liveJob, type PastJob } from "./past-job.ts";
import type { Past } from "./seed-annotations.ts";

export interface PastCronJob {
  readonly cronJob: CronJob;
  readonly unfinished: readonly Job[];
  readonly finished: readonly PastJob[];
}

/** A run begins a moment after its second. */
const startedMs = 120;
/** Of so many scheduled times at least one is no overlap that is forbidden. */
const mostSkipped = 4;

/** A CronJob that has been there for a while, with the runs it would have kept. */
export async function liveCronJob(
  manifest: CronJob,
  { age, history, running }: Past,
  now: number,
  api: KubernetesApi,
): Promise<PastCronJob> {
  const { namespace, name } = manifest.metadata;
  const cronJob = structuredClone(manifest);
  const created = now - (age ?? 0);
  cronJob.metadata.uid = uidOf(`cronjobs/${namespace}/${name}`);
  cronJob.metadata.creationTimestamp = instant(created);
  const { cronjobs } = strategies(api);
  cronjobs.setDefaults(cronJob);
  cronjobs.prepareForCreate(cronJob);
  const isOld = api === "1.20";
  const edition = { namesHaveSeconds: isOld, marksScheduledTime: !isOld, marksSuccess: !isOld };
  const times = lastTimes(cronJob, created, now, (history + running) * mostSkipped);
  const unfinished: Job[] = [];
  const finished: PastJob[] = [];
  let following = Number.POSITIVE_INFINITY;
  for (const time of times.toReversed()) {
    if (finished.length >= history) break;
    const manifest = runOf(cronJob, time, edition) as Job;
    if (unfinished.length < running) unfinished.unshift(begunJob(manifest, time, api));
    else {
      const past = await liveJob(manifest, time + startedMs, api);
      const endedAt = Date.parse(past.job.status?.conditions?.at(-1)?.lastTransitionTime ?? "");
      const overlaps = endedAt > following && cronJob.spec.concurrencyPolicy !== "Allow";
      if (overlaps) continue;
      if (endedAt <= now) finished.unshift(past);
      else unfinished.unshift(begunJob(manifest, time, api));
    }
    following = time;
  }
  const last = times.at(-1);
  if (last === undefined) return { cronJob, unfinished, finished };
  const successes = finished.flatMap(({ job }) => job.status?.completionTime ?? []).sort();
  cronJob.status = {
    lastScheduleTime: instant(last),
    ...(!isOld && successes.length > 0 ? { lastSuccessfulTime: successes.at(-1) as string } : {}),
    ...(unfinished.length > 0 ? { active: unfinished.map(reference) } : {}),
  };
  return { cronJob, unfinished, finished };
}

/** A run that has not ended: its Pods are made anew. */
function begunJob(manifest: Job, time: number, api: KubernetesApi): Job {
  const job = createdJob(manifest, time + startedMs, api);
  job.status = { startTime: instant(time + startedMs) };
  return job;
}

function reference({ apiVersion, kind, metadata }: Job) {
  const { namespace = "", name, uid } = metadata;
  return { apiVersion, kind, namespace, name, uid, resourceVersion: "1" };
}

/** The last times before `now` at which it was due, the newest last. */
function lastTimes({ spec }: CronJob, created: number, now: number, count: number): number[] {
  const schedule = parseSchedule(spec.schedule);
  const times: number[] = [];
  if (count === 0) return times;
  // From a little before the last ones: all times of a year would be too many to look at.
  for (let span = 3_600_000; times.length < count; span *= 4) {
    const from = Math.max(created, now - span);
    times.length = 0;
    for (let at = next(schedule, from, spec.timeZone ?? "UTC"); at !== null && at <= now; ) {
      times.push(at);
      at = next(schedule, at, spec.timeZone ?? "UTC");
    }
    if (from === created) break;
  }
  return times.slice(-count);
}

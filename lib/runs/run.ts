import type { Run, RunResult } from "#lib/api/runs";
import { controllerOf } from "#lib/kubernetes/owner-reference";
import type { Job } from "#lib/kubernetes/types";
import { instantOf, millisecondsOf } from "#lib/runs/instant";
import { conditionOf } from "#lib/runs/job-condition";

const scheduledAnnotation = "batch.kubernetes.io/cronjob-scheduled-timestamp";
const manualAnnotation = "cronjob.kubernetes.io/instantiate";

/** A Job as a run of its CronJob. */
export function runOf(job: Job): Run {
  const { metadata, status } = job;
  const manual = metadata.annotations?.[manualAnnotation] === "manual";
  return {
    name: metadata.name,
    uid: metadata.uid,
    result: resultOf(job),
    scheduled: manual ? null : scheduledOf(job),
    started: status?.startTime ?? null,
    ended: endOf(job),
    manual,
  };
}

function resultOf(job: Job): RunResult {
  if (conditionOf(job, "Complete")) return "Complete";
  if (conditionOf(job, "Failed")) return "Failed";
  return conditionOf(job, "Suspended") ? "Suspended" : "Running";
}

function endOf(job: Job): string | null {
  const complete = conditionOf(job, "Complete");
  if (complete) return job.status?.completionTime ?? complete.lastTransitionTime ?? null;
  return conditionOf(job, "Failed")?.lastTransitionTime ?? null;
}

/**
 * The annotation, which the controller sets since 1.28; before, the name tells: `NAME-` and the tick
 * in unix minutes since 1.21, in unix seconds before (getTimeHash in pkg/controller/cronjob/utils.go).
 */
function scheduledOf({ metadata }: Job): string | null {
  const annotated = metadata.annotations?.[scheduledAnnotation];
  if (annotated !== undefined && millisecondsOf(annotated) !== null) return annotated;
  const owner = controllerOf(metadata);
  if (owner?.kind !== "CronJob") return null;
  const tick = tickOfJobName(owner.name, metadata.name);
  return tick === null ? null : instantOf(tick);
}

/** The tick that the name of a CronJob's Job tells, in milliseconds; null for another name. */
export function tickOfJobName(cronJob: string, name: string): number | null {
  if (!name.startsWith(`${cronJob}-`)) return null;
  const digits = name.slice(cronJob.length + 1);
  // Eight digits are minutes from 1989 to 2160, ten are seconds from 2001 to 2286.
  if (/^[1-9]\d{7}$/.test(digits)) return Number(digits) * 60_000;
  return /^[1-9]\d{9}$/.test(digits) ? Number(digits) * 1000 : null;
}

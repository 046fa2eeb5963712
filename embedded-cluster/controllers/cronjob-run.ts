import { defaultZone } from "./missed-runs.ts";
import { type CronJob, controllerReference } from "./workloads.ts";

/** What differs between the releases that are served. */
export interface Edition {
  /** The CronJob controller of before 1.21, which names runs by the second. */
  readonly namesHaveSeconds: boolean;
  /** Whether a run carries its scheduled time; since 1.28. */
  readonly marksScheduledTime: boolean;
  /** Whether a CronJob says when it last succeeded; since 1.21. */
  readonly marksSuccess: boolean;
}

/** The name of the run of a scheduled time, the same in every attempt to start it. */
export function runName({ metadata }: CronJob, scheduled: number, edition: Edition): string {
  return `${metadata.name}-${Math.floor(scheduled / (edition.namesHaveSeconds ? 1000 : 60_000))}`;
}

/** The Job to create for a scheduled time, in ms. */
export function runOf(cronJob: CronJob, scheduled: number, edition: Edition): object {
  const { jobTemplate, timeZone = defaultZone } = cronJob.spec;
  const { labels, annotations } = jobTemplate.metadata ?? {};
  const time = Temporal.Instant.fromEpochMilliseconds(scheduled)
    .toZonedDateTimeISO(timeZone || defaultZone)
    .toString({ smallestUnit: "second", timeZoneName: "never" })
    .replace("+00:00", "Z");
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: runName(cronJob, scheduled, edition),
      namespace: cronJob.metadata.namespace,
      ...(labels && { labels }),
      annotations: {
        ...annotations,
        ...(edition.marksScheduledTime && {
          "batch.kubernetes.io/cronjob-scheduled-timestamp": time,
        }),
      },
      ownerReferences: [controllerReference(cronJob)],
    },
    spec: structuredClone(jobTemplate.spec),
  };
}

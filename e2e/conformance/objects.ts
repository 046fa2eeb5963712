/** What the tests create: small, with a shell script where it matters what runs. */

export interface Metadata {
  readonly name?: string;
  readonly generateName?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
}

/** A container that runs a shell script. */
export function shell(script: string, more: object = {}): object {
  return {
    name: "main",
    image: "busybox",
    imagePullPolicy: "IfNotPresent",
    command: ["sh", "-c", script],
    ...more,
  };
}

/** A pod spec around containers, that does not keep the test waiting at its end. */
export function podSpec(containers: readonly object[], more: object = {}): object {
  return { restartPolicy: "Never", terminationGracePeriodSeconds: 1, containers, ...more };
}

export function pod(metadata: string | Metadata, script: string, spec: object = {}): object {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: named(metadata),
    spec: podSpec([shell(script)], spec),
  };
}

/** A Job whose Pods run this script. */
export function job(metadata: string | Metadata, script: string, spec: object = {}): object {
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: named(metadata),
    spec: { template: { spec: podSpec([shell(script)]) }, ...spec },
  };
}

export function cronJob(
  metadata: string | Metadata,
  schedule: string,
  { script = "echo this a cronjob", job: jobSpec = {}, ...spec }: CronJobOptions = {},
): object {
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: named(metadata),
    spec: {
      schedule,
      jobTemplate: { spec: { template: { spec: podSpec([shell(script)]) }, ...jobSpec } },
      ...spec,
    },
  };
}

/** A Job that is suspended, so that nothing happens to it. */
export const idleJob = (metadata: string | Metadata, spec: object = {}): object =>
  job(metadata, "true", { suspend: true, ...spec });

/** A CronJob that never runs. */
export const idleCronJob = (metadata: string | Metadata, spec: object = {}): object =>
  cronJob(metadata, "0 0 1 1 *", { suspend: true, ...spec });

/** A Pod that no scheduler places. */
export const idlePod = (metadata: string | Metadata, spec: object = {}): object =>
  pod(metadata, "true", {
    schedulerName: "nobody",
    automountServiceAccountToken: false,
    ...spec,
  });

interface CronJobOptions {
  readonly script?: string;
  /** More of the Jobs' spec. */
  readonly job?: object;
  readonly [field: string]: unknown;
}

/** An object that nobody but the test changes: no controller has anything to do with it. */
export function resting(metadata: string | Metadata): object {
  return cronJob(metadata, "0 3 * * *", { suspend: true });
}

function named(metadata: string | Metadata): Metadata {
  return typeof metadata === "string" ? { name: metadata } : metadata;
}

/** The path of a collection of the cluster or of a namespace, or of one object in it. */
export const paths = {
  pods: (namespace: string, name = "") => at(`/api/v1/namespaces/${namespace}/pods`, name),
  jobs: (namespace: string, name = "") => at(`/apis/batch/v1/namespaces/${namespace}/jobs`, name),
  cronJobs: (namespace: string, name = "") =>
    at(`/apis/batch/v1/namespaces/${namespace}/cronjobs`, name),
  events: (namespace: string) => `/api/v1/namespaces/${namespace}/events`,
  configMaps: (namespace: string, name = "") =>
    at(`/api/v1/namespaces/${namespace}/configmaps`, name),
  secrets: (namespace: string, name = "") => at(`/api/v1/namespaces/${namespace}/secrets`, name),
  serviceAccounts: (namespace: string, name = "") =>
    at(`/api/v1/namespaces/${namespace}/serviceaccounts`, name),
  namespaces: (name = "") => at("/api/v1/namespaces", name),
};

function at(collection: string, name: string): string {
  return name === "" ? collection : `${collection}/${name}`;
}

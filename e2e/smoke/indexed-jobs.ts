import type { ScriptedApiServer } from "../../lib/kubernetes/testing/scripted-api-server.ts";

const namespace = "sweeps";
const container = "eval";

/** What a Pod of an index came to. */
export interface Attempt {
  readonly index: number;
  /** Of this index, before this Pod. */
  readonly failures: number;
  /** Null while it runs. */
  readonly ended: { readonly reason: string; readonly exitCode: number } | null;
}

const completed = { reason: "Completed", exitCode: 0 };
const error = { reason: "Error", exitCode: 2 };
const killed = { reason: "OOMKilled", exitCode: 137 };

/** 100 indexes with each state there is: 17 and 58 failed, 60 to 63 are on their way. */
export const hundred = {
  name: "hundred",
  completions: 100,
  completedIndexes: "0-16,18-57,59",
  failedIndexes: "17,58",
  attempts: [
    { index: 57, failures: 0, ended: completed },
    { index: 58, failures: 0, ended: killed },
    { index: 58, failures: 1, ended: killed },
    { index: 58, failures: 2, ended: killed },
    { index: 60, failures: 0, ended: null },
    { index: 61, failures: 0, ended: error },
    { index: 61, failures: 1, ended: null },
    { index: 62, failures: 0, ended: error },
    { index: 63, failures: 2, ended: null },
  ],
} as const satisfies IndexedJob;

/** As many as a Job can have Pods for at once; every third of the first half failed. */
export const hundredThousand: IndexedJob = {
  name: "hundred-thousand",
  completions: 100_000,
  completedIndexes: Array.from({ length: 16_000 }, (_, i) => `${3 * i},${3 * i + 1}`).join(","),
  failedIndexes: Array.from({ length: 16_000 }, (_, i) => 3 * i + 2).join(","),
  attempts: Array.from({ length: 200 }, (_, i) => ({
    index: 90_000 + i,
    failures: i % 3,
    ended: null,
  })),
};

export interface IndexedJob {
  readonly name: string;
  readonly completions: number;
  readonly completedIndexes: string;
  readonly failedIndexes: string;
  readonly attempts: readonly Attempt[];
}

export const pageOf = ({ name }: IndexedJob) => `/jobs/${namespace}/${name}`;
export const podOf = ({ name }: IndexedJob, { index, failures }: Attempt) =>
  `${name}-${index}-try${failures + 1}`;
export const logLine = ({ index, failures }: Attempt) =>
  `shard ${index}, attempt ${failures + 1}: 41200 prompts`;

/** Puts a Job and its Pods into the world; what it gives takes them out again. */
export function addIndexedJob(api: ScriptedApiServer, job: IndexedJob): () => void {
  const { name, completions, completedIndexes, failedIndexes, attempts } = job;
  const template = { spec: { containers: [{ name: container, image: "busybox" }] } };
  const { metadata } = api.apply("jobs", {
    metadata: { name, namespace },
    spec: {
      completions,
      parallelism: 20,
      completionMode: "Indexed",
      backoffLimitPerIndex: 2,
      template,
    },
    status: {
      startTime: "2026-03-10T12:00:00Z",
      active: attempts.filter(({ ended }) => ended === null).length,
      completedIndexes,
      failedIndexes,
    },
  });
  const owner = { kind: "Job", name, uid: metadata.uid, controller: true };
  for (const attempt of attempts) {
    api.apply("pods", pod(podOf(job, attempt), owner, attempt));
    const line = `2026-03-10T12:0${attempt.failures}:00.000000000Z ${logLine(attempt)}`;
    api.writeLog(namespace, podOf(job, attempt), container, [line], attempt.ended !== null);
  }
  return () => {
    for (const attempt of attempts) api.remove("pods", namespace, podOf(job, attempt));
    api.remove("jobs", namespace, name);
  };
}

function pod(name: string, owner: object, { index, failures, ended }: Attempt) {
  const startedAt = `2026-03-10T12:0${failures}:00Z`;
  const state = ended
    ? { terminated: { ...ended, startedAt, finishedAt: `2026-03-10T12:0${failures}:30Z` } }
    : { running: { startedAt } };
  return {
    metadata: {
      name,
      namespace,
      creationTimestamp: startedAt,
      annotations: {
        "batch.kubernetes.io/job-completion-index": String(index),
        "batch.kubernetes.io/job-index-failure-count": String(failures),
      },
      ownerReferences: [owner],
    },
    spec: { nodeName: "node-1", containers: [{ name: container, image: "busybox" }] },
    status: {
      phase: ended === null ? "Running" : ended.exitCode === 0 ? "Succeeded" : "Failed",
      containerStatuses: [{ name: container, ready: ended === null, restartCount: 0, state }],
    },
  };
}

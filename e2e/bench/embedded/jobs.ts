import type { Api } from "../../cluster/api.ts";
import { atOnce } from "../samples.ts";

// biome-ignore lint/suspicious/noExplicitAny: objects of the API as they come
export type Json = any;

export const namespace = "bench";
export const jobsPath = `/apis/batch/v1/namespaces/${namespace}/jobs`;
export const podsPath = `/api/v1/namespaces/${namespace}/pods`;

/** How many requests are under way at once. */
export const width = 16;

export function jobNamed(name: string, spec: object = {}): object {
  const container = { name: "main", image: "busybox", command: ["sh", "-c", "echo done"] };
  const template = { spec: { restartPolicy: "Never", containers: [container] } };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, namespace },
    spec: { template, ...spec },
  };
}

/** Jobs `prefix-0` and on, of which `from` are there. */
export function createJobs(
  api: Api,
  prefix: string,
  count: number,
  spec: object = {},
  from = 0,
): Promise<void> {
  return atOnce(width, count - from, (i) =>
    api.create(jobsPath, jobNamed(`${prefix}-${from + i}`, spec)),
  );
}

export function isEnded({ status }: Json): boolean {
  return (status?.conditions ?? []).some(
    ({ type, status: value }: Json) => value === "True" && /^(Complete|Failed)$/.test(type),
  );
}

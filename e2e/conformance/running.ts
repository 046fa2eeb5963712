import type { Api, Reply } from "../cluster/api.ts";
import type { Item } from "./answers.ts";
import { expect } from "./fixtures.ts";
import { paths } from "./objects.ts";

interface ContainerStatus {
  readonly name: string;
  readonly restartCount: number;
  readonly state: {
    readonly waiting?: { readonly reason: string };
    readonly running?: object;
    readonly terminated?: { readonly exitCode: number };
  };
}

export interface Pod extends Item {
  readonly status: {
    readonly phase: string;
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
  };
}

export async function getPod(api: Api, namespace: string, name: string): Promise<Pod> {
  return (await api.get(paths.pods(namespace, name))).body as Pod;
}

/** A container's status, or undefined while there is none. */
export function statusOf({ status }: Pod, container = "main"): ContainerStatus | undefined {
  const all = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  return all.find(({ name }) => name === container);
}

export async function untilPhase(
  api: Api,
  namespace: string,
  name: string,
  phase: string,
): Promise<void> {
  await expect
    .poll(async () => (await getPod(api, namespace, name)).status.phase, { timeout: 45_000 })
    .toBe(phase);
}

/** Creates a Pod and waits until it has ended well and its log is that. */
export async function runPod(api: Api, namespace: string, pod: object, log: string): Promise<void> {
  const { name } = ((await api.create(paths.pods(namespace), pod)).body as Item).metadata;
  await untilPhase(api, namespace, name, "Succeeded");
  // The runtime may write a log a moment longer than the container runs.
  await untilLog(api, namespace, name, log, "container=main");
}

export const logPath = (namespace: string, name: string, query = "") =>
  `${paths.pods(namespace, name)}/log?${query}`;

export function readLog(api: Api, namespace: string, name: string, query = ""): Promise<Reply> {
  return api.call("GET", logPath(namespace, name, query));
}

/** Waits until a log is that. */
export async function untilLog(
  api: Api,
  namespace: string,
  name: string,
  text: string,
  query = "",
): Promise<void> {
  await expect
    .poll(async () => (await readLog(api, namespace, name, query)).text, { timeout: 45_000 })
    .toBe(text);
}

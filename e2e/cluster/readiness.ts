import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { get } from "./api-request.ts";
import { assertRunning, componentFailure, type Plan } from "./component.ts";
import { pullCommand } from "./containerd.ts";
import { run } from "./process.ts";
import { type Progress, whileTicking } from "./progress.ts";
import type { ClusterRecord, ComponentName } from "./record.ts";

interface Node {
  metadata: { name: string };
  status?: { conditions?: { type: string; status: string }[] };
}

/** Waits until the API server answers that it is ready. */
export async function apiServerReady(plan: Plan, progress: Progress): Promise<void> {
  const { ports } = plan.record;
  await until(plan, progress, "the API server", "kube-apiserver", 90, ["etcd"], async () => {
    return (await get(ports.apiServer, plan.pki, "/readyz")) === "ok";
  });
}

/** Waits until containerd has pulled busybox and the sandbox image from the mirror. */
export async function imagesPulled(plan: Plan, progress: Progress): Promise<void> {
  const registries = join(plan.folders.containerd, "registries");
  const target = String(plan.record.components.containerd?.process.pid);
  const images = ["docker.io/library/busybox:latest", "localhost/pause:1"];
  for (const image of images) {
    let reason = "";
    const pull = () =>
      run("nsenter", ["--mount", "--target", target, "--", ...pullCommand(registries, image)]).then(
        () => true,
        (error: Error) => {
          reason = error.message;
          return false;
        },
      );
    await until(plan, progress, `image ${image}`, "containerd", 30, ["image-mirror"], pull).catch(
      (error: Error) => {
        error.message += `\n${reason}`;
        throw error;
      },
    );
  }
}

/** Waits until all `names` are Ready nodes. */
export async function nodesReady(
  plan: Plan,
  names: readonly string[],
  by: ComponentName,
  progress: Progress,
): Promise<void> {
  const what = names.length === 1 ? `node ${names[0]}` : `${names.length} nodes`;
  await until(plan, progress, what, by, 90, ["kube-apiserver", "containerd"], async () => {
    const body = await get(plan.record.ports.apiServer, plan.pki, "/api/v1/nodes");
    const nodes = body ? (JSON.parse(body) as { items: Node[] }).items : [];
    const ready = new Set(nodes.filter(isReady).map(({ metadata }) => metadata.name));
    return names.every((name) => ready.has(name));
  });
}

/** Waits until the default namespace has its service account, without which no Pod starts. */
export async function defaultServiceAccountExists(plan: Plan, progress: Progress): Promise<void> {
  const path = "/api/v1/namespaces/default/serviceaccounts/default";
  const by = "kube-controller-manager";
  const others: ComponentName[] = ["kube-apiserver", "kube-scheduler"];
  await until(plan, progress, "the default service account", by, 60, others, async () => {
    return (await get(plan.record.ports.apiServer, plan.pki, path)) !== undefined;
  });
}

// Asks `ready` until it says yes; fails when the component it waits for, or one of those this
// depends on, ends, and after `seconds`.
async function until(
  plan: Plan,
  progress: Progress,
  what: string,
  component: ComponentName,
  seconds: number,
  others: ComponentName[],
  ready: () => Promise<boolean>,
): Promise<void> {
  const poll = async (record: ClusterRecord) => {
    const deadline = performance.now() + seconds * 1000;
    while (!(await ready())) {
      assertRunning(record, [...others, component]);
      if (performance.now() > deadline) {
        throw componentFailure(record, component, `${what} was not ready after ${seconds} s`);
      }
      await sleep(100);
    }
  };
  await whileTicking(progress, `Waiting for ${what}`, poll(plan.record));
}

function isReady(node: Node): boolean {
  return (node.status?.conditions ?? []).some(
    ({ type, status }) => type === "Ready" && status === "True",
  );
}

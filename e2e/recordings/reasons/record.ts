import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Api } from "../../cluster/api.ts";
import { tellFailure } from "../../cluster/failure.ts";
import { interruption } from "../../cluster/interruption.ts";
import { testCluster } from "../../cluster/test-cluster.ts";
import { paths } from "../../conformance/objects.ts";
import type { Thing } from "../../conformance/workloads.ts";
import { failingJobs } from "./failing-jobs.ts";
import type { Hand, Scene, Sight } from "./scene.ts";
import { waitingJobs } from "./waiting-jobs.ts";

/**
 * Makes Jobs fail and wait on a real cluster, and keeps what its API server says of each: one JSON
 * file a moment, which the tests of `lib/runs` put into words.
 *
 *     TEST_KUBECONFIG=FILE node e2e/recordings/reasons/record.ts [SCENE…]
 */
const target = join(import.meta.dirname, "../../../lib/runs/testdata/reasons");
const patienceMs = 180_000;
const atOnce = 6;

async function main(names: readonly string[]): Promise<number> {
  const cluster = await testCluster(interruption());
  try {
    const all = [...failingJobs, ...waitingJobs];
    const scenes = all.filter(({ name }) => names.length === 0 || names.includes(name));
    await mkdir(target, { recursive: true });
    const { items } = (await cluster.api.get("/api/v1/nodes")).body as { items: Thing[] };
    const node = items[0]?.metadata.name ?? "";
    const left = [...scenes];
    const play = async () => {
      for (let scene = left.shift(); scene; scene = left.shift()) {
        await record(cluster.api, await cluster.createNamespace(), scene, node);
        process.stdout.write(`${scene.name}\n`);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, play));
    return 0;
  } finally {
    await cluster.release();
  }
}

async function record(api: Api, namespace: string, scene: Scene, node: string): Promise<void> {
  const base = `/api/v1/namespaces/${namespace}`;
  const path = (rest: string) =>
    rest.startsWith("jobs") ? `/apis/batch/v1/namespaces/${namespace}/${rest}` : `${base}/${rest}`;
  const hand: Hand = {
    create: (rest, body) => api.create(path(rest), body),
    delete: (rest, body) => api.delete(path(rest), body),
    pods: async () => (await see(api, namespace, scene.name)).pods.map(nameOf),
  };
  if (scene.namespaceLabels) await api.patch(base, { metadata: { labels: scene.namespaceLabels } });
  for (const [rest, body] of scene.before ?? []) await hand.create(rest, body);
  const job = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: scene.name, ...scene.metadata },
    spec: scene.spec,
  };
  await hand.create("jobs", JSON.parse(JSON.stringify(job).replaceAll('"NODE"', `"${node}"`)));
  for (const moment of scene.moments) {
    const sight = await until(api, namespace, scene.name, moment.until);
    if (!moment.act) {
      const file = join(target, `${moment.name ?? scene.name}.json`);
      await writeFile(file, `${JSON.stringify(sight, null, 1)}\n`);
    }
    await moment.act?.(hand);
  }
  const finalizers = { metadata: { finalizers: null } };
  if (scene.metadata) await api.patch(path(`jobs/${scene.name}`), finalizers);
}

async function until(
  api: Api,
  namespace: string,
  name: string,
  so: (sight: Sight) => unknown,
): Promise<Sight> {
  for (const deadline = Date.now() + patienceMs; ; await delay(200)) {
    const sight = await see(api, namespace, name);
    if (so(sight)) return sight;
    if (Date.now() > deadline) throw new Error(`${name}: ${JSON.stringify(sight.job.status)}`);
  }
}

async function see(api: Api, namespace: string, name: string): Promise<Sight> {
  const list = async (path: string) =>
    ((await api.get(path)).body as { items: (Thing & { type?: string; reason?: string })[] }).items;
  const { body, latestMs } = await api.get(paths.jobs(namespace, name));
  return {
    now: new Date(latestMs).toISOString(),
    job: bare(body as Thing),
    pods: (await list(paths.pods(namespace))).map(bare),
    events: (await list(paths.events(namespace))).filter(tells).map(bare),
  };
}

/** Who wrote which field is nothing anybody reads here, and half of an object. */
function bare(thing: Thing): Thing {
  const { managedFields: _, ...metadata } = thing.metadata;
  return { ...thing, metadata };
}

/** What all went well tells no reasons; that a container was stopped is no warning to the kubelet. */
const tells = (event: { type?: string; reason?: string }) =>
  event.type === "Warning" || event.reason === "Killing";

const nameOf = ({ metadata }: Thing) => metadata.name;

process.exit(await main(process.argv.slice(2)).catch(tellFailure));

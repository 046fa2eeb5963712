import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { clusterUnderTest } from "../cluster/under-test.ts";
import { Api } from "./api.ts";
import { cronJobScenarios } from "./cronjob-scenarios.ts";
import { jobScenarios } from "./job-scenarios.ts";
import { kinds } from "./kinds.ts";
import { Observer } from "./observer.ts";
import { podScenarios } from "./pod-scenarios.ts";
import { describeSight, report } from "./report.ts";
import { type Scenario, Stage } from "./scenario.ts";
import { createNamespace, cronJobVersion, deleteNamespace, servedColumns } from "./workspace.ts";
import { writtenScenarios } from "./written-scenarios.ts";

/**
 * Compares our tables with the API server's own, cell by cell, over the life of some hundred
 * objects in a namespace of its own: `KUBECONFIG=FILE node e2e/conformance/parity.ts`; without a
 * file, on the cluster under test. Exits with 1
 * on any difference, and when a cell that must be seen was not.
 */
const limitMs = 5 * 60_000;

const kubeconfig = process.env.KUBECONFIG ?? (await clusterUnderTest()).kubeconfig;
const api = new Api(kubeconfig);
const interrupt = new AbortController();
process.once("SIGINT", () => interrupt.abort());
const tables = kinds(await cronJobVersion(api));
const columns = await servedColumns(api, tables);
/**
 * Before 1.30 Jobs have no STATUS: such an API server is asked for less. We print as 1.35 and newer
 * do, so one of the releases between differs in the few words that changed.
 */
const modern = columns.get("jobs")?.has("status") === true;
const namespace = `parity-${randomBytes(3).toString("hex")}`;
/** Stands before the first in the order of `kubectl get -A`, though its name is the longer one. */
const second = `${namespace}-2`;
try {
  const nowMs = await createNamespace(api, namespace);
  await createNamespace(api, second);
  const observer = new Observer(api, tables, namespace, skip);
  for (const scenario of [...jobScenarios.slice(0, 1), ...cronJobScenarios.slice(0, 1)]) {
    await new Stage(api, tables, second, observer).create(scenario.objects);
  }
  const failure = await play(observer, scenarios(nowMs));
  await observer.list(null);
  process.stdout.write(report(observer) + failure);
  process.exitCode = failure === "" && observer.differences.size === 0 ? 0 : 1;
} finally {
  await deleteNamespace(api, tables, namespace);
  await deleteNamespace(api, tables, second);
  await api.close();
}

function scenarios(nowMs: number): Scenario[] {
  return [...jobScenarios, ...cronJobScenarios, ...podScenarios, ...writtenScenarios(nowMs)]
    .filter((scenario) => modern || scenario.modern !== true)
    .map((scenario) => ({
      ...scenario,
      shows: scenario.shows.filter(({ kind, column }) => columns.get(kind)?.has(column)),
    }));
}

/** Before 1.31 every Pod that is being deleted is `Terminating`; we print as 1.37 does. */
function skip(columnId: string, object: unknown): boolean {
  const { metadata } = object as { metadata: { deletionTimestamp?: string } };
  return !modern && columnId === "status" && metadata.deletionTimestamp !== undefined;
}

/** Plays all scenarios at once until every cell was seen; empty, or what went wrong. */
async function play(observer: Observer, all: readonly Scenario[]): Promise<string> {
  const done = new AbortController();
  const signal = AbortSignal.any([interrupt.signal, done.signal]);
  const stage = new Stage(api, tables, namespace, observer);
  const watching = observer.run(signal);
  const played = Promise.all(all.map((scenario) => stage.play(scenario)));
  try {
    const limit = delay(limitMs, "limit", { signal });
    const end = await Promise.race([played, watching, limit]);
    if (Array.isArray(end)) return "";
    const missing = observer.missing().map(describeSight);
    return ["ended before these were seen:", ...missing, ""].join("\n");
  } catch (error) {
    return `${error instanceof Error ? error.stack : error}\n`;
  } finally {
    done.abort();
    await watching.catch(() => {});
  }
}

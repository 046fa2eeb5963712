import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Api } from "../cluster/api.ts";
import { tellFailure } from "../cluster/failure.ts";
import { interruption } from "../cluster/interruption.ts";
import { createNamespace } from "../cluster/namespace.ts";
import { testCluster } from "../cluster/test-cluster.ts";
import { cronJobScenarios } from "./cronjob-scenarios.ts";
import { jobScenarios } from "./job-scenarios.ts";
import { kinds } from "./kinds.ts";
import { Observer } from "./observer.ts";
import { podScenarios } from "./pod-scenarios.ts";
import { describeSight, report } from "./report.ts";
import { type Scenario, Stage } from "./scenario.ts";
import { clearNamespace, cronJobVersion, servedColumns } from "./workspace.ts";
import { writtenScenarios } from "./written-scenarios.ts";

const limitMs = 5 * 60_000;

/**
 * Compares our tables with the API server's own, cell by cell, over the life of some hundred
 * objects in a namespace of its own, on the cluster under test or, alone, on any other one:
 * `TEST_KUBECONFIG=FILE node e2e/parity/parity.ts`. Gives 1 on any difference, and when a cell
 * that must be seen was not.
 */
async function main(): Promise<number> {
  const interrupt = interruption();
  const cluster = await testCluster(interrupt);
  try {
    return await compareAll(cluster.api, interrupt);
  } finally {
    await cluster.release();
  }
}

async function compareAll(api: Api, interrupt: AbortSignal): Promise<number> {
  const tables = kinds(await cronJobVersion(api));
  const columns = await servedColumns(api, tables);
  /**
   * Before 1.30 Jobs have no STATUS: such an API server is asked for less. We print as 1.35 and newer
   * do, so one of the releases between differs in the few words that changed.
   */
  const modern = columns.get("jobs")?.has("status") === true;
  const scenarios = [...jobScenarios, ...cronJobScenarios, ...podScenarios, ...writtenScenarios]
    .filter((scenario) => scenario.modern === undefined || scenario.modern === modern)
    .map((scenario) => ({
      ...scenario,
      shows: scenario.shows.filter(({ kind, column }) => columns.get(kind)?.has(column)),
    }));
  const namespace = `parity-${randomBytes(3).toString("hex")}`;
  /** Stands before the first in the order of `kubectl get -A`, though its name is the longer one. */
  const second = `${namespace}-2`;
  try {
    await createNamespace(api, namespace, interrupt);
    await createNamespace(api, second, interrupt);
    const observer = new Observer(api, tables, namespace, (columnId, object) =>
      isOldTermination(modern, columnId, object),
    );
    const elsewhere = new Stage(api, tables, second, observer);
    for (const scenario of [...jobScenarios.slice(0, 1), ...cronJobScenarios.slice(0, 1)]) {
      await elsewhere.create(scenario.objects);
    }
    const stage = new Stage(api, tables, namespace, observer);
    const failure = await play(stage, scenarios, interrupt);
    interrupt.throwIfAborted();
    await observer.list(null);
    const refused = stage.refused.map((name) => `not played, as the cluster refused it: ${name}\n`);
    process.stdout.write(report(observer) + refused.join("") + failure);
    return failure === "" && observer.differences.size === 0 ? 0 : 1;
  } catch (error) {
    interrupt.throwIfAborted();
    throw error;
  } finally {
    await deleteAll([namespace, second].map((name) => clearNamespace(api, tables, name)));
  }
}

/** Waits for all of them before it fails with the first that did. */
async function deleteAll(deletions: readonly Promise<void>[]): Promise<void> {
  const ends = await Promise.allSettled(deletions);
  const failed = ends.find((end) => end.status === "rejected");
  if (failed) throw failed.reason;
}

/** Before 1.31 every Pod that is being deleted is `Terminating`; we print as 1.37 does. */
function isOldTermination(modern: boolean, columnId: string, object: unknown): boolean {
  const { metadata } = object as { metadata: { deletionTimestamp?: string } };
  return !modern && columnId === "status" && metadata.deletionTimestamp !== undefined;
}

/** Plays all scenarios at once until every cell was seen; empty, or what went wrong. */
async function play(
  stage: Stage,
  scenarios: readonly Scenario[],
  interrupt: AbortSignal,
): Promise<string> {
  const { observer } = stage;
  const done = new AbortController();
  const signal = AbortSignal.any([interrupt, done.signal]);
  const watching = observer.run(signal);
  const played = observer.opened.then(() =>
    Promise.all(scenarios.map((scenario) => stage.play(scenario))),
  );
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
    stage.end();
    await watching.catch(() => {});
  }
}

main().then(
  (code) => process.exit(code),
  (error) => process.exit(tellFailure(error)),
);

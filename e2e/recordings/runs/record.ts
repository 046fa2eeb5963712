import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { tellFailure } from "../../cluster/failure.ts";
import { interruption } from "../../cluster/interruption.ts";
import { type TestCluster, testCluster } from "../../cluster/test-cluster.ts";
import { type Scenario, scenarios } from "./scenarios.ts";
import { type Moment, type SeenJob, Stage } from "./stage.ts";

/**
 * Records what a real cluster's controllers do with CronJobs, in real time and all scenarios at once
 * (about nine minutes), as the test data of `lib/runs`:
 *
 *     TEST_CLUSTER=dev node e2e/recordings/runs/record.ts [SCENARIO...]
 *
 * It kills the cluster's controller manager for two minutes. So the cluster must be one of ours that
 * nobody else uses meanwhile: who opens a cluster that has lost a component starts it afresh.
 */
const testdata = join(import.meta.dirname, "../../../lib/runs/testdata/recorded");
const minuteMs = 60_000;

async function main(chosen: readonly string[]): Promise<number> {
  const interrupt = interruption();
  const cluster = await testCluster(interrupt);
  try {
    const played = scenarios.filter(({ name }) => chosen.length === 0 || chosen.includes(name));
    await record(cluster, played, interrupt);
    return 0;
  } finally {
    await cluster.release();
  }
}

async function record(
  cluster: TestCluster,
  played: readonly Scenario[],
  interrupt: AbortSignal,
): Promise<void> {
  const namespace = await cluster.createNamespace("recorded");
  const quota = await cluster.createNamespace("recorded-quota");
  // Ten seconds to create them all.
  const firstTickMs = Math.ceil((Date.now() + 10_000) / minuteMs) * minuteMs;
  const wait = Math.max(0, firstTickMs - 50_000 - Date.now());
  await delay(wait, undefined, { signal: interrupt });
  const stages = played.map(({ name }) => {
    const home = name === "quota" ? quota : namespace;
    return new Stage(cluster.api, home, name, firstTickMs, interrupt);
  });
  try {
    await Promise.all([
      ...played.map((scenario, index) => scenario.play(stages[index] as Stage)),
      ...(played.some(({ duringOutage }) => duringOutage)
        ? [outage(cluster, new Stage(cluster.api, namespace, "outage", firstTickMs, interrupt))]
        : []),
    ]);
  } finally {
    for (const stage of stages) stage.end();
  }
  mkdirSync(testdata, { recursive: true });
  for (const { name, moments, seen } of stages) {
    writeFileSync(join(testdata, `${name}.json`), textOf(firstTickMs, moments, seen));
  }
}

/** JSON with a line for each object, for a reader and for a diff. */
function textOf(firstTickMs: number, moments: readonly Moment[], seen: readonly SeenJob[]): string {
  const lines = (objects: readonly object[]) =>
    `[\n${objects.map((each) => JSON.stringify(each)).join(",\n")}\n]`;
  const told = moments.map(({ cronJob, jobs, events, ...about }) => {
    const objects = `"cronJob":${JSON.stringify(cronJob)},\n"jobs":${lines(jobs)},\n"events":${lines(events)}`;
    return `${JSON.stringify(about).slice(0, -1)},\n${objects}}`;
  });
  const firstMinute = new Date(firstTickMs).toISOString();
  const end = new Date().toISOString();
  return `{"firstMinute":"${firstMinute}","end":"${end}",\n"moments":[${told.join(",\n")}],\n"seen":${lines(seen)}}\n`;
}

async function outage({ own }: TestCluster, clock: Stage): Promise<void> {
  if (!own?.stopControllers)
    throw new Error("the controllers of this cluster are not ours to stop");
  await clock.at(5, 40);
  await own.stopControllers();
  try {
    await clock.at(7, 35);
  } finally {
    await own.startControllers?.();
  }
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => process.exit(tellFailure(error)),
);

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CronJob, Job, Pod } from "#lib/kubernetes/types";
import { printJob } from "#lib/printers/job";
import { summarizePod } from "#lib/printers/pod-status";
import { ManualClock } from "#lib/time/clock";
import { admin } from "../api/access.ts";
import { ApiServer } from "../api/api-server.ts";
import { inProcessClient } from "../api/in-process-client.ts";
import { startControllers } from "../controllers/controllers.ts";
import { refusedAs } from "../controllers/refusal.ts";
import { startKubelet } from "../kubelet/kubelet.ts";
import { LogBook } from "../kubelet/log-book.ts";
import { startScheduler } from "../kubelet/scheduler.ts";
import type { ApiObject, Plural } from "../objects.ts";
import { applySeeds, pluralOf, type Seeds, seeds } from "./seeds.ts";

/** A Tuesday, so that the report of each working day has failed. */
const start = Date.parse("2026-03-10T12:00:30Z");

/** A whole embedded cluster, on a clock that a test moves. */
class SeededCluster {
  readonly clock = new ManualClock(start);
  readonly logs = new LogBook(this.clock);
  readonly server: ApiServer;
  readonly failures: unknown[] = [];
  readonly statuses = new Map<string, Set<string>>();
  readonly #parts: { stop(): Promise<void> }[] = [];
  seeds: Seeds = { past: [], logs: [], apply: [] };

  constructor() {
    const { clock, logs } = this;
    this.server = new ApiServer({ clock, logs, users: new Map([["token", admin]]) });
  }

  async begin(): Promise<void> {
    const { clock, logs, server } = this;
    this.seeds = await seeds(clock.now(), "1.37");
    for (const object of this.seeds.past) server.storage.put(pluralOf(object), object);
    for (const { instance, lines } of this.seeds.logs) logs.restore(instance, lines);
    const client = inProcessClient(server, "token");
    // Two who write one object conflict now and then; the later one tries again.
    const failed = (...told: unknown[]) => {
      if (!refusedAs(told.at(-1), "Conflict")) this.failures.push(told.map(String).join(" "));
    };
    this.#parts.push(
      startControllers(client, clock, { kubernetesApi: "1.37", failed }),
      startKubelet(client, clock, { logs, failed }),
      startScheduler(client, clock, failed),
    );
    await applySeeds(client, this.seeds);
  }

  async stop(): Promise<void> {
    const stopped = Promise.all(this.#parts.map((part) => part.stop()));
    await this.pass(3000);
    await stopped;
  }

  async pass(ms: number): Promise<void> {
    const end = this.clock.now() + ms;
    while (this.clock.now() < end) {
      for (let i = 0; i < 2; i++) await new Promise(setImmediate);
      this.#look();
      const next = this.clock.pending().find((wait) => wait > 0) ?? ms;
      await this.clock.advance(Math.min(Math.max(next, 50), end - this.clock.now()));
    }
    this.#look();
  }

  all<T = ApiObject>(plural: Plural): T[] {
    return this.server.storage.list(plural, null) as T[];
  }

  #look(): void {
    const see = (what: string, status: string) => {
      const seen = this.statuses.get(what) ?? new Set();
      this.statuses.set(what, seen.add(status));
    };
    for (const job of this.all<Job>("jobs")) see("jobs", printJob(job).status);
    for (const pod of this.all<Pod>("pods")) see("pods", summarizePod(pod).status);
  }
}

let cluster: SeededCluster;
beforeEach(async () => {
  cluster = new SeededCluster();
  await cluster.begin();
});
afterEach(async () => {
  await cluster.stop();
  expect(cluster.failures).toEqual([]);
});

describe("within ten seconds of the start", () => {
  beforeEach(() => cluster.pass(10_000));

  test("every status of a Job is seen", () => {
    expect([...(cluster.statuses.get("jobs") ?? [])]).toEqual(
      expect.arrayContaining([
        "Complete",
        "Failed",
        "FailureTarget",
        "Running",
        "Suspended",
        "Terminating",
      ]),
    );
  });

  test("every status of a Pod that a node can be asked for is seen", () => {
    expect([...(cluster.statuses.get("pods") ?? [])]).toEqual(
      expect.arrayContaining([
        "Completed",
        "ContainerCreating",
        "CrashLoopBackOff",
        "CreateContainerConfigError",
        "ErrImagePull",
        "Error",
        "Evicted",
        "ImagePullBackOff",
        "Init:0/2",
        "Init:CrashLoopBackOff",
        "Init:Error",
        "InvalidImageName",
        "NotReady",
        "OOMKilled",
        "Pending",
        "PodInitializing",
        "Running",
        "StartError",
        "Terminating",
      ]),
    );
  });

  test("the article's Job and CronJob have printed what they print", () => {
    const pods = cluster.all("pods").filter(({ metadata }) => /^echo-/.test(metadata.name));
    const printed = pods.map((pod) => {
      const { uid } = pod.metadata;
      const lines = cluster.logs.lines({ podUid: uid, container: "echo", restart: 0 });
      return lines?.map(({ text }) => text).join();
    });
    expect(printed.toSorted()).toEqual([
      "this a cronjob",
      "this a cronjob",
      "this a cronjob",
      "this a job",
    ]);
  });
});

test("past runs have honest times", () => {
  const now = cluster.clock.now();
  const jobs = cluster.all<ApiObject>("jobs");
  const backups = jobs.filter(({ metadata }) => metadata.name.startsWith("ledger-backup-"));
  expect(backups.map(({ metadata }) => metadata.creationTimestamp)).toEqual([
    "2026-03-08T01:15:00Z",
    "2026-03-09T01:15:00Z",
    "2026-03-10T01:15:00Z",
  ]);
  for (const job of backups) {
    const { name } = job.metadata;
    const minutes = Number(name.slice("ledger-backup-".length));
    expect(minutes * 60_000).toBe(Date.parse(job.metadata.creationTimestamp));
    expect(job.status).toMatchObject({ succeeded: 1 });
    const pods = cluster
      .all("pods")
      .filter(({ metadata }) =>
        metadata.ownerReferences?.some(({ uid }) => uid === job.metadata.uid),
      );
    expect(pods).toHaveLength(1);
    const [pod] = pods as [ApiObject];
    expect(pod.metadata.name).toMatch(new RegExp(`^${name}-[a-z0-9]{5}$`));
    const { startedAt, finishedAt } = pod.status.containerStatuses[0].state.terminated;
    expect(job.metadata.creationTimestamp < startedAt).toBe(true);
    expect(Date.parse(finishedAt) - Date.parse(startedAt)).toBe(17_000);
    expect(finishedAt < job.status.completionTime).toBe(true);
    const lines = cluster.logs.lines({ podUid: pod.metadata.uid, container: "dump", restart: 0 });
    expect(lines?.[0]?.time.slice(0, 19)).toBe(startedAt.slice(0, 19));
    expect(lines?.at(-1)?.text).toContain("uploaded to s3://backups/ledger/2026-03-");
  }
  for (const object of cluster.seeds.past) {
    expect(Date.parse(object.metadata.creationTimestamp)).toBeLessThanOrEqual(now);
  }
});

test("what was running is still running, and its CronJob says so", async () => {
  const find = (name: string) =>
    cluster.all<CronJob>("cronjobs").find(({ metadata }) => metadata.name === name)?.status;
  expect(find("audit-scan")?.active).toHaveLength(2);
  expect(find("warehouse-sync")).toMatchObject({
    lastScheduleTime: "2026-03-10T12:00:00Z",
    active: [{ name: "warehouse-sync-29552400" }],
  });
  await cluster.pass(5000);
  expect(find("warehouse-sync")?.active).toHaveLength(1);
});

test("a controller leaves the past as it is", async () => {
  const names = () =>
    cluster.seeds.past
      .filter(({ metadata }) => metadata.name.startsWith("ledger-backup"))
      .map((object) => [
        object.metadata.name,
        cluster.server.storage.get(
          pluralOf(object),
          `${object.metadata.namespace}/${object.metadata.name}`,
        )?.status,
      ]);
  const before = names();
  await cluster.pass(8000);
  expect(names()).toEqual(before);
});

test("it goes on: runs are started, skipped, replaced and swept away", async () => {
  await cluster.pass(200_000);
  const reasons = cluster
    .all("events")
    .map(({ involvedObject, reason }) => [involvedObject.name, reason].join(" "));
  expect(reasons).toContain("echo SuccessfulCreate");
  expect(reasons).toContain("warehouse-sync JobAlreadyActive");
  expect(reasons).toContain("echo SuccessfulDelete");
  const [backfill] = cluster
    .all<ApiObject>("jobs")
    .filter(({ metadata }) => metadata.name === "embed-documents");
  expect(backfill?.status).toMatchObject({ completedIndexes: "0,2-4,6,7", failedIndexes: "1,5" });
}, 60_000);

test("for 1.20 there is nothing that it does not know", async () => {
  const old = await seeds(start, "1.20");
  const objects = [...old.past, ...old.apply];
  const cronJobs = objects.filter(({ kind }) => kind === "CronJob");
  expect(cronJobs.length).toBeGreaterThan(5);
  for (const { apiVersion, spec } of cronJobs) {
    expect(apiVersion).toBe("batch/v1beta1");
    expect(spec.timeZone).toBeUndefined();
  }
  const text = JSON.stringify(objects);
  expect(text).not.toContain('"Indexed"');
  expect(text).not.toContain("batch.kubernetes.io/");
});

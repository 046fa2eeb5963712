import fc from "fast-check";
import { expect, it } from "vitest";
import { isNewer } from "#lib/kubernetes/resource-version";
import { ApiFailure, type ApiObject } from "../objects.ts";
import { isActive, isTracked } from "./job-pods.ts";
import { refusedAs } from "./refusal.ts";
import { namespace, TestCluster } from "./testing/cluster.ts";
import {
  type CronJob,
  condition,
  controllerOf,
  finishedAs,
  type Job,
  type Pod,
} from "./workloads.ts";

const jobs = fc.constantFrom("j0", "j1");
const cronJobs = fc.constantFrom("c0", "c1");
const policies = fc.constantFrom("Background", "Foreground", "Orphan");
const spec = fc.record({
  parallelism: fc.integer({ min: 0, max: 4 }),
  completions: fc.integer({ min: 1, max: 5 }),
  backoffLimit: fc.integer({ min: 0, max: 3 }),
  completionMode: fc.constantFrom("NonIndexed", "Indexed"),
  podReplacementPolicy: fc.constantFrom("TerminatingOrFailed", "Failed"),
  suspend: fc.boolean(),
});
const queue = fc.record({ parallelism: fc.integer({ min: 1, max: 4 }) });
const perIndex = fc.record({
  parallelism: fc.integer({ min: 1, max: 4 }),
  completions: fc.integer({ min: 1, max: 5 }),
  completionMode: fc.constant("Indexed"),
  backoffLimit: fc.constant(2 ** 31 - 1),
  backoffLimitPerIndex: fc.integer({ min: 0, max: 1 }),
});
const cronSpec = fc.record({
  schedule: fc.constantFrom("* * * * *", "*/2 * * * *", "@every 90s"),
  concurrencyPolicy: fc.constantFrom("Allow", "Forbid", "Replace"),
  successfulJobsHistoryLimit: fc.integer({ min: 0, max: 2 }),
  failedJobsHistoryLimit: fc.integer({ min: 0, max: 1 }),
});
const nth = fc.nat({ max: 20 });

/** What users and the kubelet do; each is tried, and may be refused. */
const step = fc.oneof(
  fc.tuple(fc.constant("create job"), jobs, fc.oneof(spec, queue, perIndex)),
  fc.tuple(fc.constant("create cronjob"), cronJobs, cronSpec),
  fc.tuple(fc.constant("patch job"), jobs, fc.record({ parallelism: fc.nat({ max: 4 }) })),
  fc.tuple(fc.constant("patch job"), jobs, fc.record({ suspend: fc.boolean() })),
  fc.tuple(fc.constant("patch cronjob"), cronJobs, fc.record({ suspend: fc.boolean() })),
  fc.tuple(fc.constant("delete jobs"), jobs, policies),
  fc.tuple(fc.constant("delete cronjobs"), cronJobs, policies),
  fc.tuple(fc.constant("delete pod"), nth),
  fc.tuple(fc.constant("disown pod"), nth),
  fc.tuple(fc.constant("run pod"), nth, fc.constantFrom("Running", "Succeeded", "Failed")),
  fc.tuple(fc.constant("end pods"), fc.constantFrom("Succeeded", "Failed")),
  fc.tuple(fc.constant("kill pods")),
  fc.tuple(fc.constant("pass"), fc.integer({ min: 0, max: 200_000 })),
);

async function take(cluster: TestCluster, step: readonly unknown[]): Promise<void> {
  // biome-ignore lint/suspicious/noExplicitAny: as the step was generated
  const [what, first, second] = step as [string, any, any];
  const { api } = cluster;
  const pods = cluster.pods();
  const pod = typeof first === "number" ? pods[first % pods.length] : undefined;
  if (what === "create job") await cluster.createJob(first, second);
  if (what === "create cronjob") await cluster.createCronJob(first, second);
  if (what === "patch job") await api.patch("jobs", namespace, first, { spec: second });
  if (what === "patch cronjob") await api.patch("cronjobs", namespace, first, { spec: second });
  if (what === "delete jobs" || what === "delete cronjobs") {
    const plural = what === "delete jobs" ? "jobs" : "cronjobs";
    await api.delete(plural, namespace, first, { propagationPolicy: second });
  }
  if (what === "delete pod" && pod) await api.delete("pods", namespace, pod.metadata.name);
  if (what === "disown pod" && pod) {
    await api.patch("pods", namespace, pod.metadata.name, { metadata: { ownerReferences: null } });
  }
  if (what === "run pod" && pod && !/Succ|Fail/.test(pod.status?.phase ?? "")) {
    await cluster.runPod(pod, second);
  }
  if (what === "end pods") await cluster.endPods(first);
  if (what === "kill pods") await cluster.killPods();
  if (what === "pass") await cluster.pass(first);
}

const watched = ["cronjobs", "jobs", "pods"] as const;

/** Everything a watcher hears who is cut off again and again, and goes on where it was. */
async function follow(
  { api }: TestCluster,
  plural: (typeof watched)[number],
  heard: string[],
  signal: AbortSignal,
): Promise<void> {
  let { resourceVersion } = await api.list(plural, null);
  while (!signal.aborted) {
    let left = 7;
    for await (const { type, object } of api.watch(plural, null, resourceVersion, signal)) {
      resourceVersion = object.metadata.resourceVersion;
      if (type !== "BOOKMARK") heard.push(`${type} ${object.metadata.name} ${resourceVersion}`);
      if (--left === 0) break;
    }
  }
}

/** Looks at every change of every object as it is made. */
class Witness {
  readonly faults: string[] = [];
  /** By plural, what a watcher ought to hear. */
  readonly made: Record<string, string[]> = { cronjobs: [], jobs: [], pods: [] };
  #version = "0";
  readonly #jobs = new Map<string, Job>();
  readonly #pods = new Map<string, Pod>();
  readonly #forbidding = new Set<string>();
  readonly #most = new Map<string, number>();

  see(plural: string, type: string, object: ApiObject): void {
    const { uid, name, resourceVersion } = object.metadata;
    const isGone = type === "DELETED";
    this.made[plural]?.push(`${type} ${name} ${resourceVersion}`);
    if (!isNewer(resourceVersion, this.#version)) this.faults.push(`${name} is not newer`);
    this.#version = resourceVersion;
    if (plural === "cronjobs" && (object as CronJob).spec.concurrencyPolicy === "Forbid") {
      this.#forbidding.add(uid);
    }
    if (plural === "jobs") {
      this.#seeJob(object as Job, this.#jobs.get(uid));
      if (isGone) this.#jobs.delete(uid);
    }
    if (plural === "pods") {
      if (isGone) this.#pods.delete(uid);
      else this.#pods.set(uid, object as Pod);
      const owner = controllerOf(object)?.uid ?? "";
      const active = [...this.#pods.values()].filter(
        (pod) => isActive(pod) && controllerOf(pod)?.uid === owner,
      ).length;
      if (active > (this.#most.get(owner) ?? 99)) this.faults.push(`${owner} has ${active} Pods`);
    }
  }

  #seeJob(job: Job, before: Job | undefined): void {
    const { uid, name } = job.metadata;
    this.#jobs.set(uid, job);
    this.#most.set(uid, Math.max(job.spec.parallelism, this.#most.get(uid) ?? 0));
    for (const count of ["succeeded", "failed"] as const) {
      if ((job.status?.[count] ?? 0) < (before?.status?.[count] ?? 0)) {
        this.faults.push(`${count} of ${name} fell`);
      }
    }
    if (before && finishedAs(before) && finishedAs(before) !== finishedAs(job)) {
      this.faults.push(`${name} is not ${finishedAs(before)} any more`);
    }
    if (condition(job, "SuccessCriteriaMet") && condition(job, "FailureTarget")) {
      this.faults.push(`${name} both succeeds and fails`);
    }
    const owner = controllerOf(job)?.uid ?? "";
    const runs = [...this.#jobs.values()].filter(
      (run) =>
        controllerOf(run)?.uid === owner && !finishedAs(run) && !run.metadata.deletionTimestamp,
    );
    if (this.#forbidding.has(owner) && runs.length > 1) this.faults.push(`${name} overlaps`);
  }
}

/** What holds once everyone has done their work. */
function checkSettled(cluster: TestCluster): void {
  const { served: api } = cluster;
  const all = [...api.all("jobs"), ...api.all("cronjobs")];
  const uids = new Set(all.map(({ metadata }) => metadata.uid));
  for (const object of [...api.all("pods"), ...api.all("jobs")]) {
    for (const { uid, name } of object.metadata.ownerReferences ?? []) {
      expect(uids, `${object.metadata.name} outlives its owner ${name}`).toContain(uid);
    }
  }
  for (const job of api.all("jobs") as Job[]) {
    const pods = cluster.pods().filter((pod) => controllerOf(pod)?.uid === job.metadata.uid);
    const active = pods.filter(isActive).length;
    const { name, deletionTimestamp } = job.metadata;
    if (deletionTimestamp) continue;
    // The workers of a queue that is on its way out stay as many as they are.
    const isQueue = job.spec.completions === undefined && (job.status?.succeeded ?? 0) > 0;
    const most = isQueue ? 4 : job.spec.parallelism;
    expect(active, `Pods of ${name}`).toBeLessThanOrEqual(most);
    if (job.spec.suspend) expect(active, `Pods of ${name}, suspended`).toBe(0);
    if (!finishedAs(job)) expect(job.status?.active ?? 0, `active of ${name}`).toBe(active);
    if (finishedAs(job)) expect(pods.filter((pod) => isActive(pod) || isTracked(pod))).toEqual([]);
  }
  for (const cronJob of api.all("cronjobs") as CronJob[]) {
    const runs = (api.all("jobs") as Job[]).filter(
      (job) => controllerOf(job)?.uid === cronJob.metadata.uid && !job.metadata.deletionTimestamp,
    );
    const { successfulJobsHistoryLimit = 0, failedJobsHistoryLimit = 0 } = cronJob.spec;
    const ended = (as: string) => runs.filter((job) => finishedAs(job) === as).length;
    expect(ended("Complete")).toBeLessThanOrEqual(successfulJobsHistoryLimit);
    expect(ended("Failed")).toBeLessThanOrEqual(failedJobsHistoryLimit);
    const unfinished = runs.filter((job) => !finishedAs(job)).map((job) => job.metadata.uid);
    const active = cronJob.status?.active?.map(({ uid }) => uid) ?? [];
    expect(active.toSorted()).toEqual(unfinished.toSorted());
  }
}

it("Jobs and CronJobs keep their promises whatever happens to them", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 60, size: "max" }),
      async (steps) => {
        const cluster = new TestCluster();
        const witness = new Witness();
        const heard = { cronjobs: [], jobs: [], pods: [] };
        const ending = new AbortController();
        for (const plural of watched) {
          cluster.served.listen(plural, (type, object) => witness.see(plural, type, object));
          void follow(cluster, plural, heard[plural], ending.signal);
        }
        try {
          for (const taken of steps) {
            await take(cluster, taken).catch((error) => {
              if (!(error instanceof ApiFailure)) throw error;
            });
          }
          await cluster.pass(1500);
          for (let i = 0; i < 3; i++) {
            await cluster.killPods();
            await cluster.pass(2500);
          }
          checkSettled(cluster);
          expect(witness.faults).toEqual([]);
          expect(heard).toEqual(witness.made);
          // What a sync was decided on may be another or gone by then; it is decided anew.
          const isOvertaken = (error: unknown) =>
            refusedAs(error, "Conflict") || refusedAs(error, "NotFound");
          const broken = cluster.failures.filter((error) => !isOvertaken(error));
          expect(broken).toEqual([]);
        } finally {
          ending.abort();
          await cluster.stop();
        }
      },
    ),
    { numRuns: 100 },
  );
});

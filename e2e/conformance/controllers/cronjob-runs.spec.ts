import { cronJob, job } from "../objects.ts";
import { controlledBy, expect, type Thing, test, type Workloads } from "../workloads.ts";

/** A Job that is complete at once, as it needs no Pod. */
const brief = { completions: 0 };

/** Starts a Job by hand, as `kubectl create job --from` does. */
function runByHand(
  workloads: Workloads,
  owner: Thing,
  name: string,
  spec: object = brief,
  script = "true",
): Promise<Thing> {
  const metadata = {
    name,
    annotations: { "cronjob.kubernetes.io/instantiate": "manual" },
    ...{ ownerReferences: [controlledBy("CronJob", owner)] },
  };
  return workloads.create("jobs", job(metadata, script, spec));
}

const suspended = (more: object = {}) => ({ suspend: true, script: "sleep 300", ...more });

/** Gives a CronJob a Job it takes for its own run, and a run that is due. */
async function withRun(workloads: Workloads, name: string, policy: string): Promise<Thing> {
  const spec = suspended({ concurrencyPolicy: policy });
  const owner = await workloads.create("cronJobs", cronJob(name, "0 0 1 1 *", spec));
  const run = await runByHand(workloads, owner, `${name}-before`, { parallelism: 0 });
  const { uid, resourceVersion, namespace } = run.metadata;
  const about = { apiVersion: "batch/v1", kind: "Job", namespace, name: `${name}-before` };
  const lastScheduleTime = `${new Date().getUTCFullYear() - 2}-06-01T00:00:00Z`;
  await workloads.patch("cronJobs", name, {
    status: { lastScheduleTime, active: [{ ...about, uid, resourceVersion }] },
  });
  await workloads.patch("cronJobs", name, { spec: { suspend: false } });
  return run;
}

const due = (name: string) => `${name}-${Date.UTC(new Date().getUTCFullYear()) / 60_000}`;

test("with Forbid no run starts while another is active, and starts when that has ended", async ({
  workloads,
}) => {
  await withRun(workloads, "alone", "Forbid");
  const skipped =
    "Normal JobAlreadyActive Not starting job because prior execution is running and concurrency policy is Forbid";
  await expect.poll(() => workloads.told("alone")).toContain(skipped);
  expect(await workloads.names("jobs")).toEqual(["alone-before"]);
  const { status } = await workloads.get("cronJobs", "alone");
  expect(status.active).toHaveLength(1);
  await workloads.delete("jobs", "alone-before", { propagationPolicy: "Background" });
  await workloads.until("jobs", due("alone"), () => true);
});

test("with Replace the run that is active goes for the next", async ({ workloads }) => {
  const before = await withRun(workloads, "newest", "Replace");
  const next = await workloads.until("jobs", due("newest"), () => true);
  await expect.poll(() => workloads.names("jobs")).toEqual([due("newest")]);
  const { status } = await workloads.until(
    "cronJobs",
    "newest",
    (now) => now.status.active?.[0].uid !== before.metadata.uid,
  );
  expect(status.active).toMatchObject([{ name: due("newest"), uid: next.metadata.uid }]);
  await expect
    .poll(() => workloads.told("newest"))
    .toEqual(
      expect.arrayContaining([
        `Normal SuccessfulCreate Created job ${due("newest")}`,
        "Normal SuccessfulDelete Deleted job newest-before",
      ]),
    );
});

test("with Allow runs stand side by side", async ({ workloads }) => {
  await withRun(workloads, "both", "Allow");
  await workloads.until("jobs", due("both"), () => true);
  const { status } = await workloads.until(
    "cronJobs",
    "both",
    (now) => now.status.active?.length === 2,
  );
  const active = status.active.map(({ name }: { name: string }) => name);
  expect(active.sort()).toEqual(["both-before", due("both")].sort());
  expect(await workloads.names("jobs")).toEqual(["both-before", due("both")].sort());
});

test("a suspended CronJob starts nothing, but forgets old runs", async ({ workloads }) => {
  const spec = suspended({ successfulJobsHistoryLimit: 1 });
  const owner = await workloads.create("cronJobs", cronJob("kept", "0 0 1 1 *", spec));
  await workloads.patch("cronJobs", "kept", {
    status: { lastScheduleTime: `${new Date().getUTCFullYear() - 2}-06-01T00:00:00Z` },
  });
  for (const name of ["a", "b", "c"]) {
    await runByHand(workloads, owner, name);
    await workloads.until("cronJobs", "kept", ({ status }) => status.lastSuccessfulTime);
  }
  await expect.poll(() => workloads.names("jobs")).toHaveLength(1);
  const deleted = async () =>
    (await workloads.told("kept")).filter((each) => each.startsWith("Normal SuccessfulDelete"));
  await expect.poll(deleted).toHaveLength(2);
  for (const text of await deleted())
    expect(text).toMatch(/^Normal SuccessfulDelete Deleted job [abc]$/);
});

test("with limits of 0 no run is kept, and the Pods of the runs go too", async ({ workloads }) => {
  const limits = { successfulJobsHistoryLimit: 0, failedJobsHistoryLimit: 0 };
  const owner = await workloads.create("cronJobs", cronJob("none", "0 0 1 1 *", suspended(limits)));
  await runByHand(workloads, owner, "well", brief);
  await runByHand(workloads, owner, "badly", { backoffLimit: 0 }, "exit 1");
  await expect.poll(() => workloads.names("jobs"), { timeout: 20_000 }).toEqual([]);
  await expect.poll(() => workloads.names("pods"), { timeout: 20_000 }).toEqual([]);
});

test("failed and successful runs are kept by limits of their own", async ({ workloads }) => {
  const spec = suspended({ successfulJobsHistoryLimit: 2, failedJobsHistoryLimit: 1 });
  const owner = await workloads.create("cronJobs", cronJob("limited", "0 0 1 1 *", spec));
  const failing = { backoffLimit: 0 };
  for (const name of ["bad-1", "bad-2"]) {
    await runByHand(workloads, owner, name, failing, "exit 1");
    await workloads.finished(name);
  }
  for (const name of ["good-1", "good-2"]) await runByHand(workloads, owner, name);
  await expect.poll(() => workloads.names("jobs")).toEqual(["bad-2", "good-1", "good-2"]);
});

test("a Job started by hand is not active, but seen, and its success counts", async ({
  workloads,
}) => {
  const spec = suspended();
  const owner = await workloads.create("cronJobs", cronJob("asked", "0 0 1 1 *", spec));
  await runByHand(workloads, owner, "by-hand", {}, "sleep 2");
  await expect
    .poll(() => workloads.told("asked"))
    .toContain(
      "Warning UnexpectedJob Saw a job that the controller did not create or forgot: by-hand",
    );
  expect((await workloads.get("cronJobs", "asked")).status).toEqual({});
  const { completionTime } = (await workloads.finished("by-hand")).status;
  const { status } = await workloads.until(
    "cronJobs",
    "asked",
    (now) => now.status.lastSuccessfulTime,
  );
  expect(status).toEqual({ lastSuccessfulTime: completionTime });
});

test("a run that somebody deleted is missed, and no longer active", async ({ workloads }) => {
  await withRun(workloads, "gone", "Allow");
  await workloads.until("cronJobs", "gone", ({ status }) => status.active?.length === 2);
  await workloads.delete("jobs", "gone-before", { propagationPolicy: "Background" });
  const { status } = await workloads.until(
    "cronJobs",
    "gone",
    (now) => now.status.active?.length === 1,
  );
  expect(status.active[0].name).toBe(due("gone"));
  await expect
    .poll(() => workloads.told("gone"))
    .toContain("Normal MissingJob Active job went missing: gone-before");
});

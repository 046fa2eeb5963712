import { afterEach, beforeEach, expect, test } from "vitest";
import type { ActionPlan } from "#lib/api/actions";
import { Served } from "#lib/server/testing/served";
import { inEnglish } from "#lib/texts/wording";

let served: Served;
const noon = Date.parse("2026-03-10T12:02:30Z");
beforeEach(async () => {
  served = await Served.start();
  served.api.now = () => served.clock.now();
  await served.clock.advance(noon - served.clock.now());
  await expect.poll(() => served.dashboard.ready()).toBe(true);
});
afterEach(() => served.close());

const uids = { cronjobs: "uid-etl", jobs: "uid-job", pods: "uid-pod" };
const template = {
  spec: {
    containers: [
      {
        name: "main",
        image: "etl:1",
        args: ["--token", "s3cret"],
        env: [{ name: "KEY", value: "s3cret" }],
        resources: { limits: { memory: "1Gi" } },
      },
    ],
  },
};

function applyCronJob(spec: object = {}, more: object = {}): void {
  served.api.apply("cronjobs", {
    metadata: { name: "etl", uid: uids.cronjobs, creationTimestamp: "2026-03-10T08:00:00Z" },
    spec: {
      schedule: "*/5 * * * *",
      concurrencyPolicy: "Allow",
      jobTemplate: { spec: { parallelism: 2, template } },
      ...spec,
    },
    status: { lastScheduleTime: "2026-03-10T12:00:00Z" },
    ...more,
  });
}

const ended = { conditions: [{ type: "Complete", status: "True" }] };

function applyJob(name: string, status: Record<string, unknown> = {}, metadata: object = {}): void {
  served.api.apply("jobs", {
    metadata: {
      name,
      uid: name === "etl-1" ? uids.jobs : `uid-${name}`,
      ownerReferences: [{ kind: "CronJob", name: "etl", uid: uids.cronjobs, controller: true }],
      ...metadata,
    },
    spec: { parallelism: 3, template },
    status,
  });
}

function applyPod(name: string, job: string, phase = "Running"): void {
  served.api.apply("pods", {
    metadata: {
      name,
      uid: name === "etl-1-a" ? uids.pods : `uid-${name}`,
      ownerReferences: [
        {
          kind: "Job",
          name: job,
          uid: job === "etl-1" ? uids.jobs : `uid-${job}`,
          controller: true,
        },
      ],
    },
    spec: {},
    status: { phase },
  });
}

async function plan(
  action: string,
  resource: keyof typeof uids,
  more: object = {},
): Promise<ActionPlan> {
  const name = { cronjobs: "etl", jobs: "etl-1", pods: "etl-1-a" }[resource];
  const target = { namespace: "default", name, uid: uids[resource] };
  const response = await served.post("plan", { action, resource, target, ...more });
  if (response.status !== 200) throw new Error(await response.text());
  return response.json();
}

const key = "abcdefgh";
const writes = () =>
  served.api.requests.filter(
    ({ method, query, path }) =>
      method !== "GET" && !path.includes("/selfsubject") && query.get("dryRun") !== "All",
  );

test("before a CronJob is suspended one knows what goes on and which run is skipped", async () => {
  applyCronJob();
  applyJob("etl-1");
  applyJob("etl-0", ended);
  const { effects, warnings } = await plan("suspend", "cronjobs", {
    until: "2026-03-11T12:00:00Z",
  });
  expect(effects).toEqual([
    "1 active Job goes on: etl-1.",
    "The next run, at 2026-03-10 12:05 UTC (in 2m30s), is skipped, and so is each one after it until it is resumed.",
    "Nothing resumes it by itself at 2026-03-11 12:00 UTC (in 23h): from then on it is shown as late.",
  ]);
  expect(warnings).toEqual([]);
});

test("before it is resumed one knows which missed run starts at once, and the next one", async () => {
  const missed = { status: { lastScheduleTime: "2026-03-10T11:00:00Z", active: [] } };
  applyCronJob({ suspend: true }, missed);
  expect((await plan("resume", "cronjobs")).effects).toEqual([
    "The run that was due at 2026-03-10 12:00 UTC (2m30s ago) starts at once; of those that were missed it is the newest, and the only one that is made up for.",
    "The next run is at 2026-03-10 12:05 UTC (in 2m30s).",
  ]);
  applyCronJob({ suspend: true, startingDeadlineSeconds: 60 }, missed);
  expect((await plan("resume", "cronjobs")).effects[0]).toEqual(
    "No run that was missed starts now.",
  );
  applyCronJob(
    { suspend: true, concurrencyPolicy: "Forbid" },
    { status: { lastScheduleTime: "2026-03-10T11:00:00Z", active: [{ name: "etl-1" }] } },
  );
  const [effect = ""] = (await plan("resume", "cronjobs")).effects;
  expect(inEnglish(effect)).toContain("starts as soon as its active Job has ended");
});

test("before a Job is suspended one knows which Pods are deleted", async () => {
  applyJob("etl-1");
  applyPod("etl-1-a", "etl-1");
  applyPod("etl-1-b", "etl-1", "Pending");
  applyPod("etl-1-c", "etl-1", "Succeeded");
  expect((await plan("suspend", "jobs")).effects).toEqual([
    "Its 2 active Pods are deleted: etl-1-a, etl-1-b.",
    "They do not count as failed; what they did is lost.",
    "It starts no Pods until somebody resumes it.",
  ]);
  expect((await plan("resume", "jobs")).effects).toEqual([
    "Its Pods are created again, up to 3 Pods at a time.",
  ]);
  applyJob("etl-1", ended);
  expect((await plan("suspend", "jobs")).effects).toEqual(["It has ended: nothing of it runs."]);
});

test("what a tool owns it may revert, and that is said", async () => {
  const metadata = {
    name: "etl",
    uid: uids.cronjobs,
    labels: { "app.kubernetes.io/managed-by": "Helm" },
    annotations: { "meta.helm.sh/release-name": "shop" },
  };
  applyCronJob({}, { metadata });
  expect((await plan("suspend", "cronjobs")).warnings).toEqual([
    "Helm release shop owns it and may revert this.",
  ]);
  expect((await plan("delete", "cronjobs", { cascade: "background" })).warnings).toEqual([
    "Helm release shop owns it and may create it again.",
  ]);
  applyJob("etl-1", {}, { labels: { "kueue.x-k8s.io/queue-name": "batch" } });
  expect((await plan("suspend", "jobs")).warnings).toEqual([
    "Kueue queue batch decides when it runs, and may suspend or resume it itself.",
  ]);
});

test("before a CronJob is triggered one sees the Job, and what kubectl does not say", async () => {
  applyCronJob({ suspend: true, concurrencyPolicy: "Forbid", successfulJobsHistoryLimit: 1 });
  applyJob("etl-1");
  applyJob("etl-0", ended);
  const { effects, warnings, job, refused, dependents } = await plan("trigger", "cronjobs", {
    key,
  });
  expect(effects).toEqual([
    "Job etl-manual-abcdefgh is created from the template of CronJob etl, which it belongs to.",
    "etl is suspended; this Job runs all the same.",
    "Should it be Complete, etl-0 is deleted: of those that are, 1 Job is kept (successfulJobsHistoryLimit).",
  ]);
  expect(warnings).toEqual([
    "1 Job of it is active: etl-1. concurrencyPolicy Forbid does not hold back a Job that is made by hand: they run at once.",
  ]);
  expect({ refused, dependents }).toEqual({ refused: null, dependents: null });
  expect(job).toMatchObject({
    name: "etl-manual-abcdefgh",
    parallelism: 2,
    containers: [
      {
        name: "main",
        init: false,
        image: "etl:1",
        command: null,
        args: ["<masked by Batchboard>", "<masked by Batchboard>"],
        env: [{ name: "KEY", literal: true }],
        requests: [],
        limits: [{ resource: "memory", quantity: "1Gi" }],
      },
    ],
  });
  expect(job?.yaml).toBe(job?.unedited);
  expect(writes()).toEqual([]);
  expect(served.api.get("jobs", "default", "etl-manual-abcdefgh")).toBeUndefined();
});

test("a run by hand is not counted when the next one is due", async () => {
  applyCronJob({ concurrencyPolicy: "Replace" });
  expect((await plan("trigger", "cronjobs", { key })).warnings).toEqual([
    "concurrencyPolicy Replace does not count it either: the run of 2026-03-10 12:05 UTC (in 2m30s) starts beside it if it has not ended by then.",
  ]);
});

test("S26: edits are seen in the YAML, what was there before stays masked", async () => {
  applyCronJob();
  const edits = {
    parallelism: 5,
    containers: [
      {
        name: "main",
        args: ["<masked by Batchboard>", "mine"],
        env: [{ name: "NEW", value: "typed" }],
      },
    ],
  };
  const { job } = await plan("trigger", "cronjobs", { key, edits });
  expect(JSON.stringify(job)).not.toContain("s3cret");
  expect(job?.yaml).toContain("- mine");
  expect(job?.yaml).toContain("value: typed");
  expect(job?.yaml).toContain("parallelism: 5");
  expect(job?.unedited).not.toContain("typed");
  const dryRun = served.api.requests.find(({ query }) => query.get("dryRun") === "All");
  expect(dryRun?.query.get("fieldValidation")).toBe("Strict");
  expect(JSON.parse(dryRun?.body ?? "").spec.template.spec.containers[0]).toMatchObject({
    args: ["--token", "mine"],
    env: [
      { name: "KEY", value: "s3cret" },
      { name: "NEW", value: "typed" },
    ],
  });
});

test("R26: what the API server has against the Job is told before it is made, in its own words", async () => {
  applyCronJob();
  const message =
    'jobs.batch "etl-manual-abcdefgh" is forbidden: exceeded quota: jobs, requested: count/jobs.batch=1';
  served.api.fault(({ method, path }) => method === "POST" && path.endsWith("/jobs"), {
    status: 403,
    reason: "Forbidden",
    message,
  });
  expect((await plan("trigger", "cronjobs", { key })).refused).toEqual({ message });
});

test("a Job that is run again is told by name, with what becomes of its owner and its index", async () => {
  applyCronJob();
  applyJob("etl-1", ended);
  applyJob("etl-1-rerun-1", ended);
  const kept = await plan("rerun", "jobs", { key, owner: "keep" });
  expect(kept.job?.name).toBe("etl-1-rerun-2");
  expect(kept.effects).toEqual([
    "Job etl-1-rerun-2 is created from the spec of etl-1, which stays as it is.",
    "It belongs to CronJob etl, as etl-1 does, and counts among the Jobs that one keeps.",
  ]);
  expect(kept.warnings).toEqual([]);
  const dropped = await plan("rerun", "jobs", { key, owner: "drop" });
  expect(dropped.effects[1]).toEqual(
    "It does not belong to CronJob etl, as etl-1 does: nothing deletes it with that.",
  );
  served.api.apply("jobs", {
    metadata: { name: "etl-1", uid: uids.jobs },
    spec: { completionMode: "Indexed", completions: 5, template },
  });
  const one = await plan("rerun", "jobs", { key, owner: "drop", index: 3 });
  expect(inEnglish(one.effects[1] ?? "")).toMatch(
    /^It runs index 3 of 0 to 4 alone.*JOB_COMPLETION_INDEX is 3/,
  );
  expect(one.warnings).toEqual(["etl-1 has not ended: both run at once."]);
  expect(writes()).toEqual([]);
});

test("before something is deleted one knows how much goes with it, and what holds it", async () => {
  applyCronJob(
    {},
    {
      metadata: { name: "etl", uid: uids.cronjobs, finalizers: ["example.org/hold"] },
    },
  );
  applyJob("etl-1");
  applyJob("etl-0", ended);
  applyPod("etl-1-a", "etl-1");
  applyPod("etl-0-a", "etl-0", "Succeeded");
  applyJob("other", {}, { ownerReferences: [] });
  applyPod("other-a", "other");
  const all = await plan("delete", "cronjobs", { cascade: "background" });
  expect(all.dependents).toEqual({
    jobs: { count: 2, names: ["etl-0", "etl-1"] },
    pods: { count: 2, names: ["etl-0-a", "etl-1-a"] },
  });
  expect(all.effects).toEqual([
    "No more runs are scheduled.",
    "It is gone at once; its Jobs and their Pods are deleted after it.",
    "1 Job of it that is active is stopped.",
  ]);
  expect(all.warnings).toEqual([
    "etl stays until the finalizer example.org/hold has been taken away.",
  ]);
  const foreground = await plan("delete", "jobs", { cascade: "foreground" });
  expect(foreground.dependents?.pods).toEqual({ count: 1, names: ["etl-1-a"] });
  expect(inEnglish(foreground.effects[0] ?? "")).toContain("Its Pods are deleted before it");
  const orphan = await plan("delete", "jobs", { cascade: "orphan" });
  expect(orphan.effects).toEqual([
    "Its Pods stay, and belong to nobody: they are there until somebody deletes them.",
    "No Pod of it that fails is replaced any more.",
  ]);
  const pod = await plan("delete", "pods", { cascade: "background" });
  expect(pod.effects[1]).toEqual("Job etl-1 may start another in its place.");
  expect(writes()).toEqual([]);
});

test("what is followed is not listed once more", async () => {
  applyCronJob();
  applyJob("etl-1");
  const view = await served.stream("watch", "view=cronjobs&ns=*");
  await view.until(() => view.last("counts")?.pods === 0, "all that is counted");
  const before = served.api.requests.length;
  expect((await plan("suspend", "cronjobs")).effects[0]).toEqual("1 active Job goes on: etl-1.");
  const asked = served.api.requests.slice(before).map(({ path }) => path);
  expect(asked.filter((path) => !path.includes("/selfsubject"))).toEqual([
    "/apis/batch/v1/namespaces/default/cronjobs/etl",
  ]);
});

test("where Jobs may not be listed the plan says that nothing is known, and no wrong number", async () => {
  applyCronJob();
  const message = "jobs is forbidden";
  served.api.fault(({ path }) => path.endsWith("/jobs"), { status: 403, message });
  const told = await plan("delete", "cronjobs", { cascade: "background" });
  expect(told.warnings).toEqual([
    "How much goes with it cannot be counted: it may not be listed, or not now.",
  ]);
  expect((await plan("suspend", "cronjobs")).effects[0]).toEqual(
    "Jobs of it that are active go on.",
  );
});

test("S11: there is no plan for what was created again since, and none for what is gone", async () => {
  applyCronJob();
  const target = { namespace: "default", name: "etl", uid: "the-one-before" };
  const asked = (more: object) =>
    served.post("plan", { action: "suspend", resource: "cronjobs", target, ...more });
  expect((await asked({})).status).toBe(409);
  expect((await asked({ target: { ...target, name: "gone" } })).status).toBe(404);
});

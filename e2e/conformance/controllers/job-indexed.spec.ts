import { job, paths, podSpec, shell } from "../objects.ts";
import { condition, expect, instant, secondsBetween, type Thing, test } from "../workloads.ts";

const index = "batch.kubernetes.io/job-completion-index";
const failureCount = "batch.kubernetes.io/job-index-failure-count";
const indexed = (completions: number, more: object = {}) => ({
  completionMode: "Indexed",
  completions,
  parallelism: completions,
  ...more,
});

const byIndex = (a: Thing, b: Thing) => indexOf(a) - indexOf(b);
const indexOf = ({ metadata }: Thing) =>
  Number((metadata.annotations as Record<string, string>)[index]);

test("each Pod of an Indexed Job knows its index and has a host name of its own", async ({
  api,
  namespace,
  workloads,
}) => {
  const script = "echo $JOB_COMPLETION_INDEX of $HOSTNAME";
  const template = {
    spec: podSpec([shell(script)], { initContainers: [shell("true", { name: "first" })] }),
  };
  await workloads.create("jobs", job("render", "", indexed(3, { template })));
  const { status } = await workloads.finished("render");
  expect(status).toMatchObject({ succeeded: 3, completedIndexes: "0-2" });
  expect(status).not.toHaveProperty("failedIndexes");
  const pods = (await workloads.podsOf("render")).sort(byIndex);
  expect(pods).toHaveLength(3);
  const variable = {
    name: "JOB_COMPLETION_INDEX",
    valueFrom: { fieldRef: { apiVersion: "v1", fieldPath: `metadata.labels['${index}']` } },
  };
  for (const [number, { metadata, spec }] of pods.entries()) {
    expect(metadata).toMatchObject({
      generateName: `render-${number}-`,
      name: expect.stringMatching(new RegExp(`^render-${number}-[a-z0-9]{5}$`)),
      labels: { [index]: `${number}`, "job-name": "render" },
      annotations: { [index]: `${number}` },
    });
    expect(metadata.annotations).not.toHaveProperty([failureCount]);
    expect(spec.hostname).toBe(`render-${number}`);
    expect(spec.containers[0].env).toEqual([variable]);
    expect(spec.initContainers[0].env).toEqual([variable]);
    const { text } = await api.call("GET", `${paths.pods(namespace, metadata.name)}/log`);
    expect(text).toBe(`${number} of render-${number}\n`);
  }
});

test("a container that names the index itself keeps its own variable", async ({ workloads }) => {
  const env = [{ name: "JOB_COMPLETION_INDEX", value: "mine" }];
  const template = { spec: podSpec([shell("true", { env })]) };
  await workloads.create("jobs", job("own", "", indexed(1, { template })));
  await workloads.finished("own");
  const [pod] = await workloads.podsOf("own");
  expect(pod?.spec.containers[0].env).toEqual(env);
});

test("completed indexes are written as numbers and ranges", async ({ workloads }) => {
  const script = "test $JOB_COMPLETION_INDEX != 3 || sleep 300";
  await workloads.create("jobs", job("most", script, indexed(6)));
  const { status } = await workloads.until("jobs", "most", (now) => now.status?.succeeded === 5);
  expect(status).toMatchObject({ active: 1, ready: 1, completedIndexes: "0-2,4,5" });
});

test("an Indexed Job whose indexes failed for good says which", async ({ workloads }) => {
  const script = "test $JOB_COMPLETION_INDEX != 1 && test $JOB_COMPLETION_INDEX != 3";
  await workloads.create("jobs", job("some", script, indexed(5, { backoffLimitPerIndex: 0 })));
  const { spec, status } = await workloads.finished("some");
  expect(spec.backoffLimit).toBe(2147483647);
  const why = ["FailedIndexes", "Job has failed indexes"] as const;
  expect(status).toEqual({
    startTime: instant,
    succeeded: 3,
    failed: 2,
    completedIndexes: "0,2,4",
    failedIndexes: "1,3",
    ready: 0,
    terminating: 0,
    uncountedTerminatedPods: {},
    conditions: [condition("FailureTarget", ...why), condition("Failed", ...why)],
  });
  await expect.poll(() => workloads.told("some")).toContain(`Warning ${why.join(" ")}`);
});

test("an index that failed is tried again after ten seconds, and its Pods count its failures", async ({
  workloads,
}) => {
  const script = "test $JOB_COMPLETION_INDEX = 0";
  await workloads.create("jobs", job("again", script, indexed(2, { backoffLimitPerIndex: 1 })));
  const { status } = await workloads.finished("again");
  expect(status).toMatchObject({
    succeeded: 1,
    failed: 2,
    completedIndexes: "0",
    failedIndexes: "1",
  });
  const tries = (await workloads.podsOf("again"))
    .filter((pod) => indexOf(pod) === 1)
    .sort((a, b) => secondsBetween(b.metadata.creationTimestamp, a.metadata.creationTimestamp));
  const counts = tries.map(({ metadata }) => metadata.annotations);
  expect(counts).toEqual([
    { [index]: "1", [failureCount]: "0" },
    { [index]: "1", [failureCount]: "1" },
  ]);
  const [first, second] = tries;
  const { finishedAt } = first?.status.containerStatuses[0].state.terminated ?? {};
  const waited = secondsBetween(finishedAt, second?.metadata.creationTimestamp ?? "");
  expect(waited).toBeGreaterThanOrEqual(10);
});

test("an Indexed Job with more failed indexes than it may have ends its other Pods", async ({
  workloads,
}) => {
  const script = "test $JOB_COMPLETION_INDEX -gt 1 || exit 1; sleep 300";
  const spec = indexed(4, { backoffLimitPerIndex: 0, maxFailedIndexes: 1 });
  await workloads.create("jobs", job("enough", script, spec));
  const { status } = await workloads.finished("enough");
  const why = [
    "MaxFailedIndexesExceeded",
    "Job has exceeded the specified maximal number of failed indexes",
  ] as const;
  expect(status).toEqual({
    startTime: instant,
    failed: 4,
    failedIndexes: "0,1",
    ready: 0,
    terminating: 0,
    uncountedTerminatedPods: {},
    conditions: [condition("FailureTarget", ...why), condition("Failed", ...why)],
  });
  const left = async () => (await workloads.podsOf("enough")).map(indexOf).sort();
  await expect.poll(left).toEqual([0, 1]);
});

test("an Indexed Job grows and shrinks by its highest indexes", async ({ workloads }) => {
  await workloads.create("jobs", job("elastic", "sleep 300", indexed(2)));
  await workloads.until("jobs", "elastic", ({ status }) => status?.ready === 2);
  await workloads.patch("jobs", "elastic", { spec: { completions: 3, parallelism: 3 } });
  await workloads.until("jobs", "elastic", ({ status }) => status.ready === 3);
  const grown = (await workloads.podsOf("elastic")).map(indexOf).sort();
  expect(grown).toEqual([0, 1, 2]);
  await workloads.patch("jobs", "elastic", { spec: { completions: 1, parallelism: 1 } });
  const { status } = await workloads.until(
    "jobs",
    "elastic",
    (now) => now.status.active === 1 && now.status.terminating === 0,
  );
  expect(status).not.toHaveProperty("failed");
  await expect.poll(async () => (await workloads.podsOf("elastic")).map(indexOf)).toEqual([0]);
});

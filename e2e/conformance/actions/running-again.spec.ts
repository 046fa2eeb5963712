import { job, podSpec, shell } from "../objects.ts";
import { untilLog } from "../running.ts";
import { isFinished } from "../workloads.ts";
import { expect, targetOf, test } from "./fixtures.ts";

const key = "abcdefgh";

test("a Job that has ended is run again, as another with Pods of its own", async ({
  api,
  workloads,
  namespace,
  batchboard,
}) => {
  await workloads.create("jobs", job("echo", "echo this a job"));
  const old = await workloads.until("jobs", "echo", isFinished);
  const again = {
    action: "rerun",
    resource: "jobs",
    target: targetOf(old),
    key,
    owner: "drop",
  } as const;
  const planned = await batchboard.plan(again);
  expect(planned.body).toMatchObject({ refused: null, job: { name: "echo-rerun-1" } });
  const answers = await Promise.all([batchboard.act(again), batchboard.act(again)]);
  expect(answers.map(({ body }) => body.made?.name)).toEqual(["echo-rerun-1", "echo-rerun-1"]);
  expect(answers.map(({ body }) => body.already).sort()).toEqual([false, true]);
  const made = await workloads.until("jobs", "echo-rerun-1", isFinished);
  expect(made.metadata.annotations).toMatchObject({ "batchboard/rerun-of": "echo" });
  expect(await workloads.names("jobs")).toEqual(["echo", "echo-rerun-1"]);
  const [pod, ...more] = await workloads.podsOf("echo-rerun-1");
  expect(more).toEqual([]);
  await untilLog(api, namespace, pod?.metadata.name ?? "", "this a job\n");
  expect(await workloads.podsOf("echo")).toHaveLength(1);
});

test("one index of an Indexed Job is run alone, and finds its index", async ({
  api,
  workloads,
  namespace,
  batchboard,
}) => {
  const template = { spec: podSpec([shell("echo index $JOB_COMPLETION_INDEX")]) };
  await workloads.create(
    "jobs",
    job("parts", "", {
      template,
      completionMode: "Indexed",
      completions: 3,
      parallelism: 3,
      backoffLimitPerIndex: 1,
      maxFailedIndexes: 2,
    }),
  );
  const old = await workloads.until("jobs", "parts", isFinished);
  const answer = await batchboard.act({
    action: "rerun",
    resource: "jobs",
    target: targetOf(old),
    key,
    owner: "drop",
    index: 2,
  });
  expect(answer).toMatchObject({ status: 200, body: { made: { name: "parts-rerun-1" } } });
  const made = await workloads.until("jobs", "parts-rerun-1", isFinished);
  expect(made.spec).toMatchObject({ completions: 1, parallelism: 1, backoffLimit: 1 });
  const [pod] = await workloads.podsOf("parts-rerun-1");
  await untilLog(api, namespace, pod?.metadata.name ?? "", "index 2\n");
});

import { pod, shell } from "../objects.ts";
import { expect, instant, secondsBetween, type Thing, test } from "../workloads.ts";

const terminatedOf = ({ status }: Thing) => status.containerStatuses?.[0].state.terminated;
const isRunning = ({ status }: Thing) => status.containerStatuses?.[0].state.running;

test("a Pod that is deleted is asked to end, and its exit code is seen before it goes", async ({
  api,
  workloads,
}) => {
  const script = "trap 'exit 5' TERM; while true; do sleep 1; done";
  await workloads.create("pods", pod("asked", script, { terminationGracePeriodSeconds: 20 }));
  await workloads.until("pods", "asked", isRunning);
  let metadata = {} as Thing["metadata"];
  const versions = await workloads.untilGone("pods", "asked", async () => {
    const { status, body } = await api.call("DELETE", workloads.path("pods", "asked"));
    expect(status).toBe(200);
    metadata = (body as Thing).metadata;
  });
  expect(metadata).toMatchObject({
    deletionTimestamp: instant,
    deletionGracePeriodSeconds: 20,
    generation: 2,
  });
  const ended = versions.find(({ status: now }) => now.phase === "Failed");
  expect(terminatedOf(ended as Thing)).toMatchObject({ exitCode: 5, reason: "Error" });
  const { finishedAt } = terminatedOf(ended as Thing);
  expect(secondsBetween(finishedAt, metadata.deletionTimestamp ?? "")).toBeGreaterThan(0);
  await expect
    .poll(() => workloads.told("asked"))
    .toContain("Normal Killing Stopping container main");
});

test("a Pod that does not listen is killed when its grace is over", async ({ workloads }) => {
  const script = "trap '' TERM; while true; do sleep 1; done";
  await workloads.create("pods", pod("deaf", script, { terminationGracePeriodSeconds: 2 }));
  await workloads.until("pods", "deaf", isRunning);
  const versions = await workloads.untilGone("pods", "deaf", () =>
    workloads.delete("pods", "deaf"),
  );
  const ended = versions.find(terminatedOf);
  expect(terminatedOf(ended as Thing)).toMatchObject({ exitCode: 137, reason: "Error" });
});

test("a Pod deleted with no grace is gone at once", async ({ api, workloads }) => {
  await workloads.create("pods", pod("forced", "sleep 300", { terminationGracePeriodSeconds: 30 }));
  await workloads.until("pods", "forced", isRunning);
  const { status, headers, body } = await api.call("DELETE", workloads.path("pods", "forced"), {
    body: { gracePeriodSeconds: 0 },
  });
  expect(status).toBe(200);
  expect(headers.get("warning")).toBeNull();
  expect(body).toMatchObject({ kind: "Pod", metadata: { name: "forced" } });
  expect((body as Thing).metadata).toMatchObject({ deletionGracePeriodSeconds: 0 });
  expect(await workloads.names("pods")).toEqual([]);
});

test("a Pod that no node has is gone at once, however long its grace", async ({ workloads }) => {
  const spec = { nodeSelector: { disk: "ssd" }, terminationGracePeriodSeconds: 30 };
  await workloads.create("pods", pod("unplaced", "true", spec));
  await workloads.until("pods", "unplaced", ({ status }) => status.conditions);
  await workloads.delete("pods", "unplaced");
  expect(await workloads.names("pods")).toEqual([]);
});

test("a Pod that is held by a finalizer stays, ended, until that is gone", async ({
  workloads,
}) => {
  const metadata = { name: "held", finalizers: ["example.com/kept"] };
  await workloads.create("pods", pod(metadata, "sleep 300"));
  await workloads.until("pods", "held", isRunning);
  await workloads.delete("pods", "held");
  const ended = await workloads.ended("held");
  expect(ended.metadata.deletionTimestamp).toBeDefined();
  expect(ended.status.phase).toBe("Failed");
  expect(terminatedOf(ended)).toMatchObject({ exitCode: 137 });
  await workloads.patch("pods", "held", { metadata: { finalizers: null } });
  await expect.poll(() => workloads.names("pods")).toEqual([]);
});

test("the containers of a Pod that is deleted are all told to stop", async ({ workloads }) => {
  const containers = [shell("sleep 300", { name: "one" }), shell("sleep 300", { name: "two" })];
  await workloads.create("pods", pod("pair", "", { containers }));
  await workloads.until("pods", "pair", ({ status }) =>
    status.containerStatuses?.every((each: { ready: boolean }) => each.ready),
  );
  await workloads.untilGone("pods", "pair", () => workloads.delete("pods", "pair"));
  const killed = async () =>
    (await workloads.told("pair")).filter((text) => text.startsWith("Normal Killing"));
  await expect
    .poll(killed)
    .toEqual(["Normal Killing Stopping container one", "Normal Killing Stopping container two"]);
});

import { pod, shell } from "../objects.ts";
import { expect, instant, secondsBetween, type Thing, test } from "../workloads.ts";

const container = ({ status }: Thing) => status.containerStatuses?.[0];

test("a container that fails is started again at once, then after ten seconds", async ({
  workloads,
}) => {
  const created = await workloads.create(
    "pods",
    pod("looping", "exit 5", { restartPolicy: "OnFailure" }),
  );
  const versions = await workloads.history(
    "pods",
    "looping",
    (now) => container(now)?.restartCount === 2,
  );
  const waiting = versions.find(
    (now) =>
      container(now)?.state.waiting?.reason !== undefined &&
      container(now).state.waiting.reason === "CrashLoopBackOff",
  );
  const who = `looping_${created.metadata.namespace}(${created.metadata.uid})`;
  expect(waiting?.status).toMatchObject({
    phase: "Running",
    containerStatuses: [
      {
        restartCount: 1,
        ready: false,
        started: false,
        state: {
          waiting: {
            reason: "CrashLoopBackOff",
            message: `back-off 10s restarting failed container=main pod=${who}`,
          },
        },
        lastState: {
          terminated: { exitCode: 5, reason: "Error", startedAt: instant, finishedAt: instant },
        },
      },
    ],
  });
  const ends = [0, 1].map((count) => {
    const ended = versions.find(
      (now) => container(now)?.restartCount === count && container(now).state.terminated,
    );
    return container(ended as Thing).state.terminated;
  });
  const [first, second] = ends;
  const third = container(versions.at(-1) as Thing);
  const startedAt = (third.state.running ?? third.state.terminated).startedAt;
  expect(secondsBetween(first.finishedAt, second.startedAt)).toBeLessThan(10);
  expect(secondsBetween(second.finishedAt, startedAt)).toBeGreaterThanOrEqual(8);
  expect(first.containerID).not.toBe(second.containerID);
  expect(third.lastState.terminated.containerID).toBe(second.containerID);
});

test("a container that succeeds is not started again, unless it always is", async ({
  workloads,
}) => {
  await workloads.create("pods", pod("done", "true", { restartPolicy: "OnFailure" }));
  await workloads.create("pods", pod("always", "true", { restartPolicy: "Always" }));
  const done = await workloads.ended("done");
  expect(done.status.phase).toBe("Succeeded");
  expect(container(done).restartCount).toBe(0);
  const always = await workloads.until("pods", "always", (now) => container(now)?.restartCount > 0);
  expect(always.status.phase).toBe("Running");
  expect(container(always).lastState.terminated).toMatchObject({
    exitCode: 0,
    reason: "Completed",
  });
});

test("init containers run one after the other, before all others", async ({ workloads }) => {
  const initContainers = [shell("sleep 1", { name: "one" }), shell("true", { name: "two" })];
  await workloads.create("pods", pod("prepared", "true", { initContainers }));
  const early = await workloads.until(
    "pods",
    "prepared",
    ({ status }) => status.initContainerStatuses?.[0].state.running,
  );
  const message = "containers with incomplete status: [one two]";
  expect(early.status).toMatchObject({
    phase: "Pending",
    conditions: [
      { type: "PodReadyToStartContainers", status: "True" },
      { type: "Initialized", status: "False", reason: "ContainersNotInitialized", message },
      { type: "Ready", status: "False", reason: "ContainersNotReady" },
      { type: "ContainersReady", status: "False", reason: "ContainersNotReady" },
      { type: "PodScheduled", status: "True" },
    ],
    initContainerStatuses: [
      { name: "one", ready: false, started: true },
      { name: "two", state: { waiting: { reason: "PodInitializing" } } },
    ],
    containerStatuses: [{ state: { waiting: { reason: "PodInitializing" } } }],
  });
  const { status } = await workloads.ended("prepared");
  expect(status.phase).toBe("Succeeded");
  const states = [...status.initContainerStatuses, ...status.containerStatuses];
  expect(states.map(({ ready }) => ready)).toEqual([true, true, false]);
  const times = states.flatMap(({ state }) => [
    state.terminated.startedAt,
    state.terminated.finishedAt,
  ]);
  expect(times).toEqual([...times].sort());
});

test("an init container that fails for good is the end of the Pod", async ({ workloads }) => {
  const initContainers = [shell("exit 2", { name: "one" }), shell("true", { name: "two" })];
  await workloads.create("pods", pod("unprepared", "true", { initContainers }));
  const { status } = await workloads.ended("unprepared");
  const message = "containers with incomplete status: [one two]";
  expect(status).toMatchObject({
    phase: "Failed",
    conditions: [
      {},
      { type: "Initialized", status: "False", reason: "ContainersNotInitialized", message },
      { type: "Ready", status: "False", reason: "PodFailed" },
      { type: "ContainersReady", status: "False", reason: "PodFailed" },
      {},
    ],
    initContainerStatuses: [
      { name: "one", ready: false, state: { terminated: { exitCode: 2, reason: "Error" } } },
      { name: "two", state: { waiting: { reason: "PodInitializing" } } },
    ],
    containerStatuses: [
      { restartCount: 0, imageID: "", state: { waiting: { reason: "PodInitializing" } } },
    ],
  });
});

test("a sidecar runs beside the others and is ended after them", async ({ workloads }) => {
  const script = "trap 'exit 0' TERM; while true; do sleep 1; done";
  const initContainers = [shell(script, { name: "side", restartPolicy: "Always" })];
  await workloads.create("pods", pod("pair", "sleep 2", { initContainers }));
  const both = await workloads.until("pods", "pair", (now) => container(now)?.ready);
  expect(both.status).toMatchObject({
    phase: "Running",
    initContainerStatuses: [{ name: "side", ready: true, started: true, state: { running: {} } }],
  });
  const { status } = await workloads.ended("pair");
  expect(status.phase).toBe("Succeeded");
  const [side] = status.initContainerStatuses;
  expect(side).toMatchObject({ restartCount: 0, state: { terminated: {} } });
  const { finishedAt } = status.containerStatuses[0].state.terminated;
  expect(secondsBetween(finishedAt, side.state.terminated.finishedAt)).toBeGreaterThanOrEqual(0);
});

test("a sidecar that ends is started again while the others run", async ({ workloads }) => {
  const initContainers = [shell("sleep 1", { name: "side", restartPolicy: "Always" })];
  await workloads.create("pods", pod("renewed", "sleep 300", { initContainers }));
  const { status } = await workloads.until(
    "pods",
    "renewed",
    (now) => now.status.initContainerStatuses?.[0].restartCount === 1,
  );
  expect(status.initContainerStatuses[0].lastState.terminated).toMatchObject({
    exitCode: 0,
    reason: "Completed",
  });
});

test("sidecars are ended in the reverse of the order they came", async ({ workloads }) => {
  const script = "trap 'exit 0' TERM; while true; do sleep 0.2; done";
  const sidecar = (name: string) => shell(script, { name, restartPolicy: "Always" });
  const initContainers = [sidecar("first"), sidecar("second")];
  const more = { initContainers, terminationGracePeriodSeconds: 20 };
  await workloads.create("pods", pod("trio", "sleep 2", more));
  const { status } = await workloads.ended("trio");
  expect(status.phase).toBe("Succeeded");
  const [first, second] = status.initContainerStatuses;
  expect(first.state.terminated).toMatchObject({ exitCode: 0, reason: "Completed" });
  expect(second.state.terminated).toMatchObject({ exitCode: 0, reason: "Completed" });
  expect(
    secondsBetween(second.state.terminated.finishedAt, first.state.terminated.finishedAt),
  ).toBeGreaterThanOrEqual(0);
  const killed = async () =>
    (await workloads.told("trio")).filter((text) => text.startsWith("Normal Killing"));
  await expect
    .poll(killed)
    .toEqual([
      "Normal Killing Stopping container first",
      "Normal Killing Stopping container second",
    ]);
});

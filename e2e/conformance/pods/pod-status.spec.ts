import { pod, shell } from "../objects.ts";
import { expect, instant, secondsBetween, type Thing, test } from "../workloads.ts";

const id = expect.stringMatching(/^containerd:\/\/[0-9a-f]{64}$/);
const address = expect.stringMatching(/^\d+(\.\d+){3}$/);

/** A condition that the kubelet writes of a Pod. */
function said(type: string, status: string, reason?: string, message?: string): object {
  const why = { ...(reason && { reason }), ...(message && { message }) };
  const times = { lastProbeTime: null, lastTransitionTime: instant };
  return { type, status, observedGeneration: 1, ...why, ...times };
}

const noSandbox = said(
  "PodReadyToStartContainers",
  "False",
  "PodSandboxNotReady",
  "pod sandbox is not ready",
);

const terminated = ({ status }: Thing, container = 0) =>
  status.containerStatuses[container].state.terminated;

test("a Pod that succeeded says so in phase, conditions and container", async ({ workloads }) => {
  await workloads.create("pods", pod("fine", "echo fine"));
  const { spec, status } = await workloads.ended("fine");
  expect(status).toMatchObject({
    phase: "Succeeded",
    observedGeneration: 1,
    qosClass: "BestEffort",
    startTime: instant,
    hostIP: address,
    hostIPs: [{ ip: status.hostIP }],
    podIP: address,
    podIPs: [{ ip: status.podIP }],
    conditions: [
      noSandbox,
      said("Initialized", "True", "PodCompleted"),
      said("Ready", "False", "PodCompleted"),
      said("ContainersReady", "False", "PodCompleted"),
      said("PodScheduled", "True"),
    ],
    containerStatuses: [
      {
        name: "main",
        image: expect.stringMatching(/^docker\.io\/library\/busybox:/),
        imageID: expect.stringMatching(/^docker\.io\/library\/busybox@sha256:[0-9a-f]{64}$/),
        containerID: id,
        ready: false,
        started: false,
        restartCount: 0,
        lastState: {},
        state: {
          terminated: {
            containerID: status.containerStatuses[0].containerID,
            exitCode: 0,
            reason: "Completed",
            startedAt: instant,
            finishedAt: instant,
          },
        },
      },
    ],
  });
  for (const absent of ["reason", "message", "initContainerStatuses"]) {
    expect(status).not.toHaveProperty(absent);
  }
  expect(spec.nodeName).toMatch(/./);
  const { startedAt, finishedAt } = terminated({ status } as Thing);
  expect(secondsBetween(status.startTime, startedAt)).toBeGreaterThanOrEqual(0);
  expect(secondsBetween(startedAt, finishedAt)).toBeGreaterThanOrEqual(0);
});

test("a Pod that failed has its container's exit code", async ({ workloads }) => {
  await workloads.create("pods", pod("broken", "exit 7"));
  const now = await workloads.ended("broken");
  expect(now.status).toMatchObject({
    phase: "Failed",
    conditions: [
      noSandbox,
      said("Initialized", "True"),
      said("Ready", "False", "PodFailed"),
      said("ContainersReady", "False", "PodFailed"),
      said("PodScheduled", "True"),
    ],
  });
  expect(terminated(now)).toEqual({
    containerID: id,
    exitCode: 7,
    reason: "Error",
    startedAt: instant,
    finishedAt: instant,
  });
  expect(now.status).not.toHaveProperty("reason");
});

test("a Pod that runs is ready, and came there in steps", async ({ workloads }) => {
  const changes = await workloads.record("pods");
  const created = await workloads.create("pods", pod("living", "sleep 300"));
  expect(created.status).toEqual({ phase: "Pending", qosClass: "BestEffort" });
  const ready = await workloads.until(
    "pods",
    "living",
    ({ status }) => status.containerStatuses?.[0].ready,
  );
  const creating = changes.find(({ object }) => object.status.containerStatuses)?.object;
  expect(creating?.status).toMatchObject({
    phase: "Pending",
    conditions: [
      {},
      said("Initialized", "True"),
      said("Ready", "False", "ContainersNotReady", "containers with unready status: [main]"),
      said(
        "ContainersReady",
        "False",
        "ContainersNotReady",
        "containers with unready status: [main]",
      ),
      said("PodScheduled", "True"),
    ],
    containerStatuses: [
      {
        name: "main",
        image: "busybox",
        imageID: "",
        ready: false,
        started: false,
        state: { waiting: { reason: "ContainerCreating" } },
      },
    ],
  });
  expect(ready.status).toMatchObject({
    phase: "Running",
    conditions: [
      said("PodReadyToStartContainers", "True"),
      said("Initialized", "True"),
      said("Ready", "True"),
      said("ContainersReady", "True"),
      said("PodScheduled", "True"),
    ],
    containerStatuses: [{ started: true, state: { running: { startedAt: instant } } }],
  });
});

test("a container whose command is not there could not be started", async ({ workloads }) => {
  const container = { name: "main", image: "busybox", command: ["no-such-command"] };
  const containers = [{ ...container, imagePullPolicy: "IfNotPresent" }];
  await workloads.create("pods", pod("absent", "", { containers }));
  const now = await workloads.ended("absent");
  expect(now.status.phase).toBe("Failed");
  expect(terminated(now)).toEqual({
    containerID: id,
    exitCode: 128,
    reason: "StartError",
    message: expect.stringContaining('exec: "no-such-command"'),
    startedAt: "1970-01-01T00:00:00Z",
    finishedAt: instant,
  });
});

test("the log of a container that failed is its message where it asks for that", async ({
  workloads,
}) => {
  const policy = { terminationMessagePolicy: "FallbackToLogsOnError" };
  const containers = [
    shell("echo one; echo two >&2; exit 4", { ...policy, name: "failed" }),
    shell("echo fine", { ...policy, name: "fine" }),
    shell("echo silent; exit 4", { name: "silent" }),
  ];
  await workloads.create("pods", pod("talking", "", { containers }));
  const now = await workloads.ended("talking");
  expect(terminated(now)).toMatchObject({ exitCode: 4 });
  // Lines of two streams are not sure to come in their order.
  expect(terminated(now).message.split("\n").sort()).toEqual(["", "one", "two"]);
  expect(terminated(now, 1)).not.toHaveProperty("message");
  expect(terminated(now, 2)).not.toHaveProperty("message");
});

test("a Pod runs until its last container has ended, and one failure makes it fail", async ({
  workloads,
}) => {
  const containers = [shell("exit 1", { name: "failing" }), shell("sleep 3", { name: "slow" })];
  await workloads.create("pods", pod("mixed", "", { containers }));
  const half = await workloads.until(
    "pods",
    "mixed",
    ({ status }) =>
      status.containerStatuses?.[0].state.terminated && status.containerStatuses[1].state.running,
  );
  expect(half.status).toMatchObject({
    phase: "Running",
    conditions: [
      said("PodReadyToStartContainers", "True"),
      said("Initialized", "True"),
      said("Ready", "False", "ContainersNotReady", "containers with unready status: [failing]"),
      said(
        "ContainersReady",
        "False",
        "ContainersNotReady",
        "containers with unready status: [failing]",
      ),
      {},
    ],
  });
  const now = await workloads.ended("mixed");
  expect(now.status.phase).toBe("Failed");
  expect(terminated(now, 1)).toMatchObject({ exitCode: 0, reason: "Completed" });
});

test("a Pod that is active too long is ended and says why", async ({ workloads }) => {
  await workloads.create("pods", pod("late", "sleep 300", { activeDeadlineSeconds: 2 }));
  const now = await workloads.ended("late");
  expect(now.status).toMatchObject({
    phase: "Failed",
    reason: "DeadlineExceeded",
    message: "Pod was active on the node longer than the specified deadline",
    conditions: [{}, {}, said("Ready", "False", "PodFailed"), {}, {}],
  });
  expect(terminated(now)).toMatchObject({ exitCode: 137, reason: "Error" });
});

import { describe, expect, it } from "vitest";
import type { Pod } from "#lib/kubernetes/types";
import { printPod } from "#lib/printers/pod";
import { podDetail } from "#lib/printers/pod-detail";

/** A Pod as the API server writes it; the cast is the API server's promise. */
const pod = (spec: object, status: object = {}, metadata: object = {}) =>
  ({ metadata: { name: "web", namespace: "demo", uid: "u1", ...metadata }, spec, status }) as Pod;

describe("the container kubectl logs would choose", () => {
  const spec = {
    initContainers: [{ name: "migrate" }],
    containers: [{ name: "app" }, { name: "proxy" }],
    ephemeralContainers: [{ name: "debug" }],
  };
  it.each([
    ["the first", undefined, "app"],
    ["the annotated one", "proxy", "proxy"],
    ["an annotated init container", "migrate", "migrate"],
    ["the first where the annotation names none of them", "gone", "app"],
  ])("is %s", (_, annotated, name) => {
    const annotations = annotated && { "kubectl.kubernetes.io/default-container": annotated };
    expect(printPod(pod(spec, {}, { annotations })).defaultContainer).toBe(name);
  });

  it("is none in a Pod without containers", () => {
    expect(printPod(pod({})).defaultContainer).toBeNull();
  });
});

describe("the Pod of an Indexed Job", () => {
  const of = (annotations: object, exitCode: number, phase: string) => {
    const containerStatuses = [{ name: "main", state: { terminated: { exitCode } } }];
    const row = printPod(pod({}, { phase, containerStatuses }, { annotations }));
    return [row.index, row.failures, row.ended, row.exitCode];
  };
  const [at, after] = [
    "batch.kubernetes.io/job-completion-index",
    "batch.kubernetes.io/job-index-failure-count",
  ];

  it.each([
    [
      "its index, the failures before, and how it failed",
      { [at]: "58", [after]: "2" },
      [58, 2, "Failed", 137],
    ],
    ["no failures where they are not counted by index", { [at]: "0" }, [0, null, "Failed", 137]],
    ["of any other Pod only the exit code", { [after]: "2" }, [null, null, null, 137]],
    ["the same for what is no index", { [at]: "-1" }, [null, null, null, 137]],
  ])("tells %s", (_, annotations, told) => {
    expect(of(annotations, 137, "Failed")).toEqual(told);
  });

  it("has ended without an exit code where nothing failed, and has not before it ends", () => {
    expect(of({ [at]: "7" }, 0, "Succeeded")).toEqual([7, null, "Succeeded", null]);
    expect(of({ [at]: "7" }, 0, "Running")).toEqual([7, null, null, null]);
  });
});

describe("STATUS and READY", () => {
  const sidecar = { name: "proxy", restartPolicy: "Always" };
  const ended = (name: string, exitCode: number, more: object = {}) => ({
    name,
    state: { terminated: { exitCode, reason: exitCode === 0 ? "Completed" : "Error" } },
    ...more,
  });
  const running = (name: string, more: object = {}) => ({ name, state: { running: {} }, ...more });

  it.each([
    [
      "a sidecar that failed after it had started does not block",
      { initContainers: [sidecar], containers: [{ name: "app" }] },
      {
        phase: "Running",
        initContainerStatuses: [ended("proxy", 1, { started: true, ready: true })],
        containerStatuses: [running("app", { ready: true })],
      },
      ["2/2", "Running"],
    ],
    [
      "an ended init container of another name than a sidecar's is no sidecar",
      { initContainers: [sidecar], containers: [{ name: "app" }] },
      { phase: "Pending", initContainerStatuses: [running("other", { started: true })] },
      ["0/2", "Init:0/1"],
    ],
    [
      "the Initialized condition lets the containers speak past a failed init container",
      { initContainers: [{ name: "i" }], containers: [{ name: "app" }] },
      {
        phase: "Running",
        conditions: [{ type: "Initialized", status: "True" }],
        initContainerStatuses: [ended("i", 2)],
        containerStatuses: [ended("app", 0)],
      },
      ["0/1", "Completed"],
    ],
    [
      "a failed init container shows where no container has a word of its own",
      { initContainers: [{ name: "i" }], containers: [{ name: "app" }] },
      {
        phase: "Running",
        conditions: [{ type: "Initialized", status: "True" }],
        initContainerStatuses: [ended("i", 2)],
        containerStatuses: [running("app", { ready: true })],
      },
      ["1/1", "Init:Error"],
    ],
    [
      "a completed container beside an unready Pod's running one",
      { containers: [{ name: "a" }, { name: "b" }] },
      {
        phase: "Running",
        containerStatuses: [ended("a", 0), running("b", { ready: true })],
      },
      ["1/2", "NotReady"],
    ],
    [
      "an init container that waits for its turn shows its position",
      { initContainers: [{ name: "i" }, { name: "j" }], containers: [{ name: "app" }] },
      {
        phase: "Pending",
        initContainerStatuses: [
          ended("i", 0),
          { name: "j", state: { waiting: { reason: "PodInitializing" } } },
        ],
      },
      ["0/1", "Init:1/2"],
    ],
    [
      "a scheduling gate outranks the reason of the Pod",
      { containers: [{ name: "a" }] },
      {
        phase: "Pending",
        reason: "Odd",
        conditions: [{ type: "PodScheduled", status: "False", reason: "SchedulingGated" }],
      },
      ["0/1", "SchedulingGated"],
    ],
  ])("%s", (_, spec, status, cells) => {
    const row = printPod(pod(spec, status));
    expect([row.ready, row.status]).toEqual(cells);
  });
});

it.each([
  ["Running", "Terminating"],
  ["Succeeded", "Succeeded"],
  ["Failed", "Failed"],
])("a Pod in phase %s that is being deleted is %s", (phase, word) => {
  const metadata = { deletionTimestamp: "2026-03-10T12:00:00Z" };
  expect(printPod(pod({}, { phase }, metadata)).status).toBe(word);
});

it("takes the address of the Pod from the single field first", () => {
  const ip = (status: object) => printPod(pod({}, status)).ip;
  expect(ip({ podIP: "10.0.0.1", podIPs: [{ ip: "10.0.0.2" }] })).toBe("10.0.0.1");
  expect(ip({ podIPs: [{ ip: "10.0.0.2" }] })).toBe("10.0.0.2");
});

it("names the owner that controls the Pod and tells that it is being deleted", () => {
  const ownerReferences = [
    { kind: "Node", name: "n", uid: "1" },
    { kind: "Job", name: "j", uid: "2", controller: true },
  ];
  const row = printPod(pod({}, {}, { ownerReferences, deletionTimestamp: "2026-03-10T12:00:00Z" }));
  expect(row.owner).toEqual({ kind: "Job", name: "j", uid: "2" });
  expect(row.deleting).toBe(true);
});

it("lists containers as kubectl describe does, each with its role, state and last end", () => {
  const started = "2026-03-10T11:00:00Z";
  const finished = "2026-03-10T11:30:00Z";
  const detail = podDetail(
    pod(
      {
        initContainers: [{ name: "migrate" }, { name: "proxy", restartPolicy: "Always" }],
        containers: [{ name: "app", image: "busybox" }, { name: "late" }],
        ephemeralContainers: [{ name: "debug" }],
      },
      {
        phase: "Running",
        conditions: [{ type: "Ready", status: "False", reason: "ContainersNotReady" }],
        initContainerStatuses: [
          { name: "migrate", state: { terminated: { exitCode: 0, startedAt: started } } },
        ],
        containerStatuses: [
          { name: "late", state: { waiting: { reason: "ContainerCreating" } } },
          {
            name: "app",
            ready: true,
            restartCount: 2,
            state: { running: { startedAt: started } },
            lastState: { terminated: { exitCode: 137, signal: 9, finishedAt: finished } },
          },
        ],
        ephemeralContainerStatuses: [{ name: "debug", state: { running: { startedAt: started } } }],
      },
    ),
  );
  expect(detail.containers.map(({ name, role, state }) => [name, role, state.kind])).toEqual([
    ["migrate", "init", "terminated"],
    ["proxy", "sidecar", "waiting"],
    ["app", "container", "running"],
    ["late", "container", "waiting"],
    ["debug", "ephemeral", "running"],
  ]);
  expect(detail.containers[2]).toMatchObject({ image: "busybox", ready: true, restarts: 2 });
  expect(detail.containers[2]?.last).toEqual({
    kind: "terminated",
    reason: "",
    message: "",
    exitCode: 137,
    signal: 9,
    started: null,
    finished,
  });
  expect(detail.conditions).toEqual([
    { type: "Ready", status: "False", reason: "ContainersNotReady", message: "", since: null },
  ]);
});

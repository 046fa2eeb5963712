import { afterEach, beforeEach, expect, test } from "vitest";
import { NodeCluster, shell } from "./testing/node-cluster.ts";

let cluster: NodeCluster;
beforeEach(async () => {
  cluster = new NodeCluster();
  // The nodes come one by one.
  await cluster.pass(100);
});
afterEach(async () => {
  await cluster.stop();
  expect(cluster.failures).toEqual([]);
});

const asks = (requests: object, script = "sleep 30") => ({
  terminationGracePeriodSeconds: 1,
  containers: [shell(script, { resources: { requests } })],
});

test("there are nodes, and Pods are spread over them", async () => {
  for (const name of ["a", "b", "c"]) await cluster.create(name, asks({ cpu: "500m" }));
  await cluster.pass(5000);
  expect(cluster.all("nodes").map(({ metadata }) => metadata.name)).toEqual([
    "worker-1",
    "worker-2",
    "worker-3",
  ]);
  const used = ["a", "b", "c"].map((name) => cluster.pod(name).spec.nodeName);
  expect(new Set(used).size).toBe(3);
});

test("nodes say every five minutes that they are as they were", async () => {
  await cluster.pass(1000);
  await cluster.api.delete("nodes", null, "worker-3");
  await cluster.pass(305_000);
  const said = cluster.all("nodes").map(({ metadata, status }) => [
    metadata.name,
    // biome-ignore lint/suspicious/noExplicitAny: as the API sends it
    ...status.conditions.map((one: any) => `${one.lastTransitionTime} ${one.lastHeartbeatTime}`),
  ]);
  const since = Array(4).fill("2026-03-10T12:00:00Z 2026-03-10T12:05:00Z");
  expect(said).toEqual([
    ["worker-1", ...since],
    ["worker-2", ...since],
  ]);
});

test.each([
  [
    { nodeSelector: { disk: "ssd" } },
    {},
    "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
  ],
  [
    {},
    { cpu: "100", memory: "900Gi" },
    "0/3 nodes are available: 3 Insufficient cpu, 3 Insufficient memory. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
  ],
  [
    { nodeSelector: { "kubernetes.io/hostname": "worker-1" } },
    { "nvidia.com/gpu": "1" },
    "0/3 nodes are available: 1 Insufficient nvidia.com/gpu, 2 node(s) didn't match Pod's node affinity/selector. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
  ],
])("says why a Pod fits nowhere: %j", async (spec, requests, message) => {
  await cluster.create("nowhere", { ...asks(requests), ...spec });
  await cluster.pass(5000);
  expect(cluster.seen("nowhere")).toEqual(["0/1 Pending"]);
  expect(cluster.pod("nowhere").status?.conditions).toEqual([
    expect.objectContaining({
      type: "PodScheduled",
      status: "False",
      reason: "Unschedulable",
      message,
    }),
  ]);
  expect(cluster.events("nowhere")).toEqual([`Warning FailedScheduling ${message}`]);
});

test("a Pod waits for the room that others take", async () => {
  for (const name of ["a", "b", "c"]) await cluster.create(name, asks({ cpu: "3" }));
  await cluster.pass(3000);
  await cluster.create("d", asks({ cpu: "3" }));
  await cluster.pass(3000);
  expect(cluster.events("d")).toEqual([
    "Warning FailedScheduling 0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
  ]);
  await cluster.delete("b");
  await cluster.pass(40_000);
  expect(cluster.pod("d").spec.nodeName).toBeDefined();
  expect(cluster.seen("d")).toContain("1/1 Running");
});

test("a gate holds a Pod back until it is taken away", async () => {
  await cluster.create("gated", { ...asks({}), schedulingGates: [{ name: "x.test/wait" }] });
  await cluster.pass(3000);
  expect(cluster.seen("gated").at(-1)).toBe("0/1 SchedulingGated");
  await cluster.api.patch("pods", "default", "gated", { spec: { schedulingGates: null } });
  await cluster.pass(5000);
  expect(cluster.seen("gated").at(-1)).toBe("1/1 Running");
});

test("another scheduler's Pods are left to it", async () => {
  await cluster.create("other", { ...asks({}), schedulerName: "theirs" });
  await cluster.pass(3000);
  expect(cluster.pod("other").spec.nodeName).toBeUndefined();
});

import { pod, shell } from "../objects.ts";
import { expect, type Thing, test } from "../workloads.ts";

const probe = (script: string, more: object = {}) => ({
  periodSeconds: 1,
  exec: { command: ["sh", "-c", script] },
  ...more,
});
const container = ({ status }: Thing) => status.containerStatuses?.[0];

test("a container that its readiness probe fails runs and is not ready", async ({ workloads }) => {
  const readinessProbe = probe("echo not yet; exit 1");
  const containers = [shell("sleep 300", { readinessProbe })];
  await workloads.create("pods", pod("unready", "", { containers }));
  const { status } = await workloads.until("pods", "unready", (now) => container(now)?.started);
  const message = "containers with unready status: [main]";
  expect(status).toMatchObject({
    phase: "Running",
    conditions: [
      {},
      {},
      { type: "Ready", status: "False", reason: "ContainersNotReady", message },
      { type: "ContainersReady", status: "False", reason: "ContainersNotReady", message },
      {},
    ],
    containerStatuses: [{ ready: false, started: true, restartCount: 0 }],
  });
  await expect
    .poll(() => workloads.told("unready"))
    .toContain("Warning Unhealthy Readiness probe failed: not yet\n");
});

test("a container is neither started nor ready before its startup probe says so", async ({
  workloads,
}) => {
  const startupProbe = probe("true", { initialDelaySeconds: 2 });
  const readinessProbe = probe("true");
  const containers = [shell("sleep 300", { startupProbe, readinessProbe })];
  await workloads.create("pods", pod("starting", "", { containers }));
  const versions = await workloads.history("pods", "starting", (now) => container(now)?.ready);
  const running = versions.find((now) => container(now)?.state.running) as Thing;
  expect(container(running)).toMatchObject({ started: false, ready: false });
  expect(container(versions.at(-1) as Thing)).toMatchObject({ started: true, ready: true });
});

test("a container that its liveness probe fails is ended and started again", async ({
  workloads,
}) => {
  const livenessProbe = probe("echo sick; exit 3", { failureThreshold: 2 });
  const containers = [shell("sleep 300", { livenessProbe })];
  await workloads.create("pods", pod("unwell", "", { containers, restartPolicy: "Always" }));
  const now = await workloads.until("pods", "unwell", (each) => container(each)?.restartCount > 0);
  expect(container(now).lastState.terminated).toMatchObject({ exitCode: 137, reason: "Error" });
  await expect
    .poll(() => workloads.told("unwell"))
    .toEqual(
      expect.arrayContaining([
        "Normal Killing Container main failed liveness probe, will be restarted",
        "Warning Unhealthy Liveness probe failed: sick\n",
      ]),
    );
});

test("a container that its startup probe fails is the end of a Pod that does not restart", async ({
  workloads,
}) => {
  const startupProbe = probe("exit 1", { failureThreshold: 2 });
  const containers = [shell("sleep 300", { startupProbe })];
  await workloads.create("pods", pod("unstarted", "", { containers }));
  const now = await workloads.ended("unstarted");
  expect(now.status.phase).toBe("Failed");
  expect(container(now)).toMatchObject({
    restartCount: 0,
    state: { terminated: { exitCode: 137, reason: "Error" } },
  });
  await expect
    .poll(() => workloads.told("unstarted"))
    .toEqual(
      expect.arrayContaining([
        "Normal Killing Stopping container main",
        "Warning Unhealthy Startup probe failed: ",
      ]),
    );
});

test("a Pod with a readiness gate is ready once somebody opens it", async ({ workloads }) => {
  const type = "example.com/open";
  const spec = { readinessGates: [{ conditionType: type }] };
  await workloads.create("pods", pod("gate", "sleep 300", spec));
  const closed = await workloads.until("pods", "gate", (now) => container(now)?.ready);
  expect(closed.status.conditions).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        type: "Ready",
        status: "False",
        reason: "ReadinessGatesNotReady",
        message: `corresponding condition of pod readiness gate "${type}" does not exist.`,
      }),
      expect.objectContaining({ type: "ContainersReady", status: "True" }),
    ]),
  );
  const open = { type, status: "True", lastProbeTime: null, lastTransitionTime: null };
  await workloads.patch("pods", "gate", {
    status: { conditions: [...closed.status.conditions, open] },
  });
  const ready = ({ status }: Thing) =>
    status.conditions.find((each: { type: string }) => each.type === "Ready");
  const opened = await workloads.until("pods", "gate", (now) => ready(now).status === "True");
  expect(ready(opened)).not.toHaveProperty("reason");
  expect(opened.status.conditions).toContainEqual(
    expect.objectContaining({ type, status: "True" }),
  );
});

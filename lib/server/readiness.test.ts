import { expect, test } from "vitest";
import type { ReflectorState } from "#lib/kubernetes/reflector-state";
import { readinessChecks, readinessText } from "#lib/server/readiness";
import { Served } from "#lib/server/testing/served";

const informer = (plural: string, state: ReflectorState, synced = false) => ({
  resource: { plural },
  state,
  synced,
});
const message = "canary";

test.each<[string, ReflectorState, boolean, RegExp | null]>([
  ["not asked yet", { state: "syncing", listed: 0, remaining: null }, false, /has not begun/],
  ["at its first page", { state: "syncing", listed: 500, remaining: 9 }, false, null],
  ["live", { state: "live" }, true, null],
  ["refused", { state: "forbidden", verb: "list", message, retryAt: 0 }, false, null],
  ["listed without a watch", { state: "list-only", message, refreshed: 0 }, true, null],
  [
    "backing off before any list",
    { state: "backing-off", since: 0, message, retryAt: 0, synced: false },
    false,
    /no list was to be had/,
  ],
  [
    "backing off with rows",
    { state: "backing-off", since: 0, message, retryAt: 0, synced: true },
    true,
    null,
  ],
])("a resource that is %s", (_, state, synced, missing) => {
  const [, check] = readinessChecks(true, [informer("jobs", state, synced)]);
  if (missing === null) expect(check?.missing).toBeNull();
  else expect(check?.missing).toMatch(missing);
  expect(JSON.stringify(check)).not.toContain("canary");
});

test("one namespace that misses makes its resource miss; the text is as the API server writes it", () => {
  const checks = readinessChecks(true, [
    informer("pods", { state: "live" }, true),
    informer("jobs", { state: "live" }, true),
    informer("jobs", { state: "syncing", listed: 0, remaining: null }),
  ]);
  expect(readinessText(checks)).toBe(
    "[+]cluster ok\n[-]jobs: the first list has not begun\n[+]pods ok\nreadyz check failed",
  );
  expect(readinessText(readinessChecks(true, []))).toBe("[+]cluster ok\nreadyz check passed");
});

test("it is ready when the cluster answered, and again when what is looked at has been listed", async () => {
  const served = await Served.start();
  try {
    await expect.poll(() => served.dashboard.ready()).toBe(true);
    const lift = served.api.fault(({ path }) => path.endsWith("/batch/v1/jobs"), "hold");
    const view = await served.stream("watch", "view=jobs&ns=*");
    await view.until(() => view.frames.length > 0, "a snapshot");
    const missing = () =>
      served.dashboard.readiness().flatMap((it) => (it.missing === null ? [] : [it.name]));
    expect(missing()).toContain("jobs");
    lift();
    await view.until(() => served.dashboard.ready(), "ready");
    expect(missing()).toEqual([]);
  } finally {
    await served.close();
  }
});

import { isDeepStrictEqual } from "node:util";
import { sessionOf, startDashboard } from "../dashboard.ts";
import { expect, test } from "./fixtures.ts";
import { held } from "./held.ts";
import { Tab } from "./tab.ts";
import { contradictions, Writer } from "./writer.ts";

const tabCount = 100;

test("R27: a restart on the same port under changes: each of 100 streams is told, comes back, and loses nothing", async ({
  cluster,
  namespace,
}) => {
  const { api } = cluster;
  const first = await startDashboard(["--kubeconfig", cluster.kubeconfig]);
  // All tabs of a browser share what the last link gave; a new process has a new one.
  let cookie = await sessionOf(first);
  const { origin } = first;
  const tabs = Array.from(
    { length: tabCount },
    () => new Tab({ origin, cookie: () => cookie, namespace, view: "jobs" }),
  );
  const writer = new Writer(api, namespace);
  try {
    const inState = (state: string) => tabs.filter((tab) => tab.state === state).length;
    await expect.poll(() => inState("live")).toBe(tabCount);
    writer.start();
    await expect.poll(() => writer.confirmed, { timeout: 60_000 }).toBeGreaterThan(200);
    expect(await first.stop()).toBe(0);
    // Each is told once, and to come back at a moment of its own.
    expect(tabs.filter(({ restarts }) => restarts.length === 1)).toHaveLength(tabCount);
    expect(new Set(tabs.flatMap(({ restarts }) => restarts)).size).toBeGreaterThan(tabCount / 2);
    const snapshots = tabs.map(snapshotsOf);
    const confirmed = writer.confirmed;
    const flags = ["--kubeconfig", cluster.kubeconfig, "--port", new URL(origin).port];
    const second = await startDashboard(flags);
    expect(second.origin).toBe(origin);
    try {
      cookie = await sessionOf(second);
      const back = () => tabs.filter((tab, i) => snapshotsOf(tab) > (snapshots[i] ?? 0)).length;
      await expect.poll(back).toBe(tabCount);
      await expect.poll(() => writer.confirmed - confirmed).toBeGreaterThan(200);
      await writer.stop();
      const wrong = async () => {
        const rows = await held(api, namespace);
        return tabs.filter((tab) => !isDeepStrictEqual(tab.held, rows)).length;
      };
      await expect.poll(wrong, { timeout: 60_000 }).toBe(0);
    } finally {
      await second.stop();
    }
  } finally {
    await writer.stop();
    for (const tab of tabs) await tab.close();
  }
  const rows = tabs.flatMap(({ shown }) => [...shown.values()]);
  expect(
    rows.flatMap(({ name, completions }) => contradictions(writer, name, completions)),
  ).toEqual([]);
  expect(tabs.flatMap(({ broken }) => broken)).toEqual([]);
  // Refused was who came too early, or with the session of before.
  const refusals = new Set(tabs.flatMap((tab) => tab.refusals));
  expect([...refusals].filter((status) => status !== 503 && status !== 401)).toEqual([]);
});

function snapshotsOf({ told }: Tab): number {
  return told.filter(({ type }) => type === "snapshot").length;
}

import { afterEach, beforeEach, expect, test } from "vitest";
import { unpackFrame } from "#lib/api/row-tuples";
import { Served } from "#lib/server/testing/served";

let served: Served;
beforeEach(async () => {
  served = await Served.start();
});
afterEach(async () => {
  await served.close();
  expect(served.errors).toEqual([]);
});

const job = (name: string) => ({
  metadata: { name },
  spec: {
    completions: 1,
    template: { spec: { containers: [{ name: "main", image: "busybox" }] } },
  },
});

async function beginning(query: string) {
  const answer = await served.get("beginning", query);
  const told = await answer.json();
  return told && { scope: told.scope, frame: unpackFrame(JSON.parse(told.snapshot)) };
}

/** Follows all Jobs until they are live. */
async function liveJobs(query = "view=jobs&ns=*"): Promise<void> {
  const view = await served.stream("watch", query);
  await view.until(() => view.last("states")?.jobs.state === "live", "live");
}

test("a page begins with the first rows in kubectl's order, and does not say that those are all", async () => {
  const names = Array.from({ length: 100 }, (_, i) => `job-${String(i).padStart(3, "0")}`);
  for (const name of names.toReversed()) served.api.apply("jobs", job(name));
  await liveJobs();
  const { scope, frame } = await beginning("view=jobs&ns=*");
  expect(scope).toBe("view=jobs&ns=*");
  expect(frame.tables.jobs.map(({ name }: { name: string }) => name)).toEqual(names.slice(0, 48));
  expect(frame.states.jobs).toEqual({ state: "syncing", listed: 48, total: 100 });
  expect(frame.counts.jobs).toBeNull();
});

test("of a short list that is all there is, and counted", async () => {
  served.api.apply("jobs", job("b"));
  served.api.apply("jobs", job("a"));
  await liveJobs();
  const { frame } = await beginning("view=jobs&ns=*");
  expect(frame.tables.jobs.map(({ name }: { name: string }) => name)).toEqual(["a", "b"]);
  expect(frame.counts.jobs).toBe(2);
});

test("a list of some namespaces begins at once where those are followed already", async () => {
  served.api.apply("jobs", job("a"));
  served.api.apply("jobs", { ...job("b"), metadata: { name: "b", namespace: "other" } });
  await liveJobs();
  const { frame } = await beginning("view=jobs&ns=other");
  expect(frame.tables.jobs.map(({ name }: { name: string }) => name)).toEqual(["b"]);
});

test("P3: a list that nobody looked at has no beginning, but its page has it listed already", async () => {
  served.api.apply("jobs", job("a"));
  expect(await beginning("view=jobs&ns=*")).toBeNull();
  const asked = () => served.api.requests.some(({ path }) => path.endsWith("/jobs"));
  await expect.poll(asked).toBe(true);
});

test("nobody is kept waiting, and what is wrong with a scope is left to the stream", async () => {
  await liveJobs();
  expect(await beginning("view=job&namespace=default&name=a")).toBeNull();
  expect(await beginning("view=nothing")).toBeNull();
  const refused = await served.get("beginning", "view=jobs&ns=Not_A_Name");
  expect(refused.status).toBe(400);
});

import { afterEach, beforeEach, expect, test } from "vitest";
import { openSink } from "#lib/server/sse";
import { UnbufferedConnection } from "#lib/server/testing/ask";
import { Served } from "#lib/server/testing/served";

let served: Served;
beforeEach(async () => {
  served = await Served.start();
});
afterEach(async () => {
  await served.close();
});

/** The value of one series; 0 where it has none yet. */
async function metric(series: string, of: Served = served): Promise<number> {
  const line = (await of.dashboard.metrics.text())
    .split("\n")
    .find((it) => it.startsWith(`${series} `));
  return line === undefined ? 0 : Number(line.slice(series.length + 1));
}

test("what is held, watched and open is counted as it is at the scrape", async () => {
  served.api.apply("jobs", { metadata: { name: "a" }, spec: {} });
  served.api.apply("jobs", { metadata: { name: "b" }, spec: {} });
  const view = await served.stream("watch", "view=jobs&ns=*");
  await view.until(() => view.names("jobs").length === 2, "both");
  expect(await metric('batchboard_store_objects{resource="jobs"}')).toBe(2);
  expect(await metric('batchboard_informers{resource="jobs",state="live"}')).toBe(1);
  expect(await metric('batchboard_informers{resource="jobs",state="backing-off"}')).toBe(0);
  expect(await metric('batchboard_streams{kind="watch"}')).toBe(1);
  expect(await metric('batchboard_streams{kind="logs"}')).toBe(0);
  expect(await metric("batchboard_stream_sent_bytes_total")).toBeGreaterThan(100);

  view.close();
  expect(await metric('batchboard_streams{kind="watch"}')).toBe(0);
});

test("events, relists, reconnects and the API server's answers are counted by closed words", async () => {
  const view = await served.stream("watch", "view=jobs&ns=*");
  await view.until(() => view.last("states")?.jobs.state === "live", "live");
  const lists = await metric('batchboard_reflector_lists_total{resource="jobs"}');
  const watches = await metric('batchboard_reflector_watches_total{resource="jobs"}');
  expect(lists).toBe(1);
  served.api.apply("jobs", { metadata: { name: "a" }, spec: {} });
  await view.until(() => view.names("jobs").length === 1, "a");
  expect(await metric('batchboard_watch_events_total{resource="jobs",type="added"}')).toBe(1);

  served.api.endWatches("jobs");
  served.api.apply("jobs", { metadata: { name: "b" }, spec: {} });
  await view.until(() => view.names("jobs").length === 2, "b, after a reconnect");
  expect(await metric('batchboard_reflector_watches_total{resource="jobs"}')).toBe(watches + 1);
  expect(await metric('batchboard_reflector_lists_total{resource="jobs"}')).toBe(lists);
  const latency = "batchboard_upstream_request_duration_seconds_count";
  expect(await metric(`${latency}{verb="watch",resource="jobs",code="200"}`)).toBe(watches + 1);
});

test("an answer that did not come is counted as one without a code", async () => {
  served.api.fault(({ path }) => path.endsWith("/jobs/x"), "reset");
  served.api.fault(({ path }) => path.endsWith("/jobs/y"), { status: 500 });
  for (const name of ["x", "y"]) {
    await served.get("manifest", `kind=job&namespace=default&name=${name}`);
  }
  const latency = "batchboard_upstream_request_duration_seconds_count";
  expect(await metric(`${latency}{verb="get",resource="jobs",code="0"}`)).toBe(1);
  expect(await metric(`${latency}{verb="get",resource="jobs",code="500"}`)).toBe(1);
});

test("R19, R20: a browser that reads too slowly is counted, and so is one that is let go for it", async () => {
  const { clock } = served;
  const { metrics } = served.dashboard;
  const { sink } = openSink(clock, new UnbufferedConnection(), () => "{}", metrics);
  sink.send("delta", JSON.stringify("x".repeat(300_000)));
  sink.send("delta", JSON.stringify("y"));
  expect(await metric("batchboard_stream_slow_total")).toBe(1);
  expect(await metric("batchboard_stream_stalled_total")).toBe(0);
  await clock.advance(60_000);
  expect(await metric("batchboard_stream_stalled_total")).toBe(1);
});

test("each dashboard of a process counts for itself", async () => {
  const other = await Served.start();
  try {
    await served.stream("watch", "view=jobs&ns=*");
    expect(await metric('batchboard_streams{kind="watch"}')).toBe(1);
    expect(await metric('batchboard_streams{kind="watch"}', other)).toBe(0);
  } finally {
    await other.close();
  }
});

test("S17, S35: no namespace, object, context, user, host or token is in the metrics", async () => {
  const metadata = { name: "canary-job", namespace: "canary-namespace" };
  served.api.apply("jobs", { metadata, spec: {} });
  const message = "canary-message";
  served.api.fault(({ path }) => path.endsWith("/pods"), { status: 403, message });
  const view = await served.stream("watch", "view=jobs&ns=canary-namespace&l=canary-label");
  await view.until(() => view.last("states")?.jobs.state === "live", "live");
  const object = "kind=job&namespace=canary-namespace&name=canary-job";
  expect((await served.get("manifest", object)).status).toBe(200);
  const { hostname, port } = new URL(served.api.url);
  const context = view.frames[0].cluster;

  const text = await served.dashboard.metrics.text();
  expect(text).toContain('resource="jobs"');
  for (const secret of ["canary", hostname, port, context.context, context.cluster]) {
    expect(text).not.toContain(secret);
  }
});

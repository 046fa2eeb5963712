import { afterEach, beforeEach, expect, test } from "vitest";
import { OperationLog } from "#lib/server/operation-log";
import { ask } from "#lib/server/testing/ask";
import { Served } from "#lib/server/testing/served";
import { inEnglish } from "#lib/texts/wording";

let served: Served;
beforeEach(async () => {
  served = await Served.start();
});
afterEach(async () => {
  await served.close();
});

const suspend = {
  action: "suspend",
  resource: "jobs",
  target: { namespace: "default", name: "x", uid: "u" },
};
const object = "kind=job&namespace=default&name=x";

test.each<[string, (to: Served) => Promise<Response>]>([
  ["watch", (to) => to.get("watch", "view=jobs")],
  ["logs", (to) => to.get("logs", "namespace=default&of=pod%2Fx")],
  ["manifest", (to) => to.get("manifest", object)],
  ["actions", (to) => to.act(suspend)],
])("%s asks who it is by itself, before anything reaches the cluster", async (_, ask) => {
  const refused = { code: "unauthenticated", message: "This browser has no session." } as const;
  const shut = await Served.start({ refuse: () => refused });
  try {
    const response = await ask(shut);
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual(refused);
    expect(shut.api.requests.filter(({ path }) => !/^\/version$|\/batch\/v1$/.test(path))).toEqual(
      [],
    );
  } finally {
    await shut.close();
  }
});

const podLog = "namespace=default&of=pod%2Fp&follow=1";

test("R28: a stream too many is refused for a while; the others go on", async () => {
  const view = await served.stream("watch", "view=jobs&ns=*");
  const streams = await Promise.all(
    Array.from({ length: 999 }, () => served.stream("watch", "view=jobs&ns=*")),
  );
  const refused = await served.get("watch", "view=jobs&ns=*");
  expect(refused.status).toBe(503);
  expect(refused.headers.get("retry-after")).toBe("5");
  expect(await refused.json()).toMatchObject({ code: "too-many" });
  expect((await served.get("logs", podLog)).status).toBe(503);
  served.api.apply("jobs", { metadata: { name: "a" }, spec: {} });
  await view.until(() => view.names("jobs").includes("a"), "a");
  streams[0]?.close();
  expect((await served.stream("watch", "view=jobs&ns=*")).ended).toBe(false);
});

test.each([
  ["files", { files: 800, heapBytes: 0 }, { files: 900, heapBytes: 0 }],
  ["heap", { files: 0, heapBytes: 850 }, { files: 0, heapBytes: 950 }],
])(
  "R28: short of %s it refuses streams, then requests, and who is in gets each change",
  async (_, short, shorter) => {
    let load = { files: 0, heapBytes: 0 };
    const refused: string[] = [];
    const full = await Served.start({
      capacity: { streams: 10, files: 1_000, heapBytes: 1_000 },
      load: () => load,
      log: new OperationLog({ format: "json", level: "info", write: (line) => refused.push(line) }),
    });
    try {
      const view = await full.stream("watch", "view=jobs&ns=*");
      await view.until(() => view.frames.length > 0, "a snapshot");
      load = short;
      await full.clock.advance(100);
      for (const endpoint of ["watch", "logs"] as const) {
        const query = endpoint === "watch" ? "view=jobs&ns=*" : podLog;
        const answer = await full.get(endpoint, query);
        expect(answer.status).toBe(503);
        expect(answer.headers.get("retry-after")).toBe("5");
        const { code, hint } = await answer.json();
        expect(code).toBe("too-many");
        expect(inEnglish(hint)).toContain("tries again by itself");
      }
      expect(() => full.dashboard.admit()).not.toThrow();
      load = shorter;
      await full.clock.advance(100);
      expect(() => full.dashboard.admit()).toThrow(/no more requests/);

      full.api.apply("jobs", { metadata: { name: "a" }, spec: {} });
      await view.until(() => view.names("jobs").includes("a"), "a");
      expect(refused.filter((line) => line.includes("admission refused"))).toHaveLength(3);
      expect(await full.dashboard.metrics.text()).toMatch(
        /^batchboard_admission_refusals_total\{reason="\w+"\} 3$/m,
      );
      load = { files: 0, heapBytes: 0 };
      await full.clock.advance(100);
      expect((await full.stream("watch", "view=jobs&ns=*")).ended).toBe(false);
    } finally {
      await full.close();
    }
  },
);

test("browsers that left before they were answered take no stream from others", async () => {
  const left = AbortSignal.abort();
  for (let i = 0; i < 1_000; i++) {
    const request = new Request("http://localhost/api/watch?view=jobs&ns=*", { signal: left });
    await ask(served.dashboard, "watch", request);
  }
  const view = await served.stream("watch", "view=jobs&ns=*");
  await view.until(() => view.frames.length > 0, "a snapshot");
});

test("a browser that leaves while it waits is no failure to report", async () => {
  served.api.fault(({ path }) => path.endsWith("/jobs/x"), "hang");
  const stop = new AbortController();
  const request = new Request(`http://localhost/api/manifest?${object}`, { signal: stop.signal });
  const answer = served.dashboard.answer("manifest", request);
  await expect.poll(() => served.api.requests.some(({ path }) => path.endsWith("/x"))).toBe(true);
  stop.abort();
  await answer;
  expect(served.errors).toEqual([]);
});

test("a defect is reported, and said without its details", async () => {
  const request = new Request("http://localhost/api/actions", { method: "POST", body: "{}" });
  await request.text();
  const response = await served.dashboard.answer("actions", request);
  expect(response.status).toBe(500);
  expect(await response.json()).toMatchObject({ code: "internal" });
  expect(served.errors).toEqual([expect.any(TypeError)]);
});

test("R14: a heartbeat has the API server's time, whatever our clock says", async () => {
  const date = "Sun, 01 Nov 2026 06:00:00 GMT";
  served.api.fault(({ path }) => path.endsWith("/pods/p"), "hang");
  served.api.fault(() => true, { status: 503, headers: { date } });
  await served.get("manifest", object);
  const quiet = await served.stream("logs", podLog);
  await served.clock.advance(8_000);
  await quiet.until(() => quiet.events.length > 0, "a heartbeat");
  expect(quiet.events[0]?.event).toBe("heartbeat");
  const told = Date.parse(quiet.events[0]?.data.now) - Date.parse(date);
  expect(Math.abs(told - 8_000)).toBeLessThanOrEqual(1_000);
});

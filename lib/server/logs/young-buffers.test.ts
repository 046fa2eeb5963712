import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Served } from "#lib/server/testing/served";

let served: Served;
const collect = vi.fn();
beforeEach(async () => {
  vi.stubGlobal("gc", collect);
  served = await Served.start();
});
afterEach(async () => {
  await served.close();
  vi.unstubAllGlobals();
  collect.mockReset();
});

const line = `2026-03-10T12:00:01.000000001Z ${"x".repeat(993)}`;
const megabytes = (count: number) => Array<string>(count * 1024).fill(line);

test("of a followed log the read buffers are collected as young, after each four megabytes", async () => {
  served.api.apply("pods", {
    metadata: { name: "p" },
    spec: { containers: [{ name: "main", image: "busybox" }] },
    status: {
      phase: "Running",
      containerStatuses: [{ name: "main", state: { running: {} }, restartCount: 0 }],
    },
  });
  served.api.writeLog("default", "p", "main", megabytes(9));
  const whole = await served.stream("logs", "namespace=default&of=pod%2Fp");
  await whole.until(() => whole.ended, "the end");
  expect(collect).not.toHaveBeenCalled();

  await served.stream("logs", "namespace=default&of=pod%2Fp&follow=1");
  const twice = [[{ type: "minor" }], [{ type: "minor" }]];
  await vi.waitFor(() => expect(collect.mock.calls).toEqual(twice), { timeout: 10_000 });
});

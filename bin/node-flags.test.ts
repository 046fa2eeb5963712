import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { nodeFlags } from "./node-flags.mjs";

/** Reads half a gigabyte beside a heap of some MB; tells how often all of it was marked. */
const reading = (heard: string) => `
  import { constants, PerformanceObserver } from "node:perf_hooks";
  import { setImmediate as turn } from "node:timers/promises";
  import { youngBuffers } from "#lib/server/logs/young-buffers";

  const heap = Array.from({ length: 200_000 }, (_, i) => ({ name: "job-" + i, of: [i, i + 1] }));
  const seen = [];
  new PerformanceObserver((list) => seen.push(...list.getEntries())).observe({ entryTypes: ["gc"] });
  gc();
  await turn();
  const begun = performance.now();
  for (let i = 0; i < 8_000; i++) {
    const { length } = Buffer.allocUnsafeSlow(64 * 1024);
    ${heard}
    if (i % 4 === 0) await turn();
  }
  await turn();
  const isMajor = ({ detail }) => detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR;
  const majors = seen.filter((entry) => isMajor(entry) && entry.startTime > begun);
  console.log(heap.length > 0 ? majors.length : 0);
`;

/** With a heap that may hardly grow, as V8 allows it after a while of rest. */
const strict = "--heap-growing-percent=10";

async function marked(heard: string): Promise<number> {
  const flags = [...nodeFlags, strict, "--input-type=module", "--eval", reading(heard)];
  const { stdout } = await promisify(execFile)(process.execPath, flags);
  return Number(stdout);
}

test("to read followed logs does not make V8 mark the whole heap time and again", async () => {
  expect(await marked("")).toBeGreaterThan(2);
  expect(await marked("youngBuffers.read(length);")).toBeLessThan(2);
});

import fc from "fast-check";
import { afterAll, beforeAll, test, vi } from "vitest";
import { schedules } from "#lib/convergence/testing/schedule";
import { World } from "#lib/convergence/testing/world";

/** `npm run test:faults` asks for more. A failure prints the seed and path that repeat it. */
const runs = Number(process.env.FAULT_SCHEDULES ?? 1_000);
const seed = process.env.FAULT_SEED === undefined ? {} : { seed: Number(process.env.FAULT_SEED) };
const path = process.env.FAULT_PATH === undefined ? {} : { path: process.env.FAULT_PATH };

let world: World;
const page = Object.assign(new EventTarget(), { visibilityState: "visible" });

function setHidden(hidden: boolean): void {
  page.visibilityState = hidden ? "hidden" : "visible";
  page.dispatchEvent(new Event("visibilitychange"));
}

beforeAll(() => {
  vi.stubGlobal("document", page);
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("fetch", (path: string, { signal }: { signal: AbortSignal }) =>
    world.ask(path, signal),
  );
  vi.stubGlobal(
    "EventSource",
    class {
      constructor(path: string) {
        // biome-ignore lint/correctness/noConstructorReturn: stands in for the browser's own
        return world.connect(path);
      }
    },
  );
});
afterAll(() => {
  vi.unstubAllGlobals();
});

test(
  "R1, R2, R3, R4, R5, R8, R9, R10, R15, R16, R19: whatever breaks in whatever order, every browser ends with what the API server holds",
  async () => {
    const converges = fc.asyncProperty(schedules, async (schedule) => {
      world = await World.start();
      try {
        await world.run(schedule, setHidden);
      } finally {
        setHidden(false);
        await world.close();
      }
    });
    // What is shrunk so far is told before the test's own end would hide it.
    const patience = { interruptAfterTimeLimit: runs * 500, markInterruptAsFailure: true };
    await fc.assert(converges, { numRuns: runs, ...patience, ...seed, ...path });
  },
  runs * 600,
);

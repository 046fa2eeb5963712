import { expect, test } from "vitest";
import { retryBackoff } from "#lib/runs/retry-backoff";
import { ended, exited, job, pod } from "#lib/runs/testing/objects";

const at = (minute: number) => `2026-11-29T12:${String(minute).padStart(2, "0")}:00Z`;

const failedAt = (minute: number) =>
  pod({ status: { containerStatuses: [ended("main", { exitCode: 1, finishedAt: at(minute) })] } });

const succeededAt = (minute: number) =>
  pod({
    status: {
      phase: "Succeeded",
      containerStatuses: [ended("main", { exitCode: 0, finishedAt: at(minute) })],
    },
  });

test.each([
  [1, 10],
  [2, 20],
  [3, 40],
  [6, 320],
  [7, 600],
  [50, 600],
])("after %d failures the next Pod comes %d seconds after the last", (count, seconds) => {
  const pods = Array.from({ length: count }, (_, index) => failedAt(index));
  expect(retryBackoff(job({}, { failed: count }), pods)).toBe(seconds);
});

test("a success starts it anew", () => {
  const pods = [failedAt(1), failedAt(2), succeededAt(3), failedAt(4)];
  expect(retryBackoff(job({}, { failed: 3, succeeded: 1 }), pods)).toBe(10);
});

test("it is not known where a Pod is gone that counts", () => {
  expect(retryBackoff(job({}, { failed: 2 }), [failedAt(1)])).toBeNull();
  expect(retryBackoff(job({}, { failed: 1, succeeded: 1 }), [failedAt(1)])).toBeNull();
  expect(retryBackoff(job(), [])).toBeNull();
  expect(retryBackoff(job({}, { failed: 1 }), [exited(1)])).toBeNull();
});

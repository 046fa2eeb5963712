import { job } from "../objects.ts";
import { conditionsOf, expect, isFinished, secondsBetween, test } from "../workloads.ts";

test("a Job with a ttl of 0 goes as soon as it is complete, and its Pod before it", async ({
  workloads,
}) => {
  const pods = await workloads.record("pods");
  const versions = await workloads.untilGone("jobs", "brief", () =>
    workloads.create("jobs", job("brief", "true", { ttlSecondsAfterFinished: 0 })),
  );
  const going = versions.find(({ metadata }) => metadata.deletionTimestamp);
  expect(going?.metadata.finalizers).toEqual(["foregroundDeletion"]);
  expect(conditionsOf(going ?? { metadata: {} as never, spec: null })).toEqual([
    "SuccessCriteriaMet",
    "Complete",
  ]);
  await expect.poll(() => pods.at(-1)?.type).toBe("DELETED");
  expect(await workloads.podsOf("brief")).toEqual([]);
});

test("a Job that failed goes when its ttl is over, not before", async ({ workloads }) => {
  const spec = { ttlSecondsAfterFinished: 2, backoffLimit: 0 };
  const versions = await workloads.untilGone("jobs", "failing", () =>
    workloads.create("jobs", job("failing", "exit 1", spec)),
  );
  const failed = versions.find(isFinished);
  const going = versions.find(({ metadata }) => metadata.deletionTimestamp);
  const [, { type, lastTransitionTime }] = failed?.status.conditions ?? [];
  expect(type).toBe("Failed");
  expect(
    secondsBetween(lastTransitionTime, going?.metadata.deletionTimestamp ?? ""),
  ).toBeGreaterThanOrEqual(2);
});

test("a Job that ended long since goes once it gets a ttl", async ({ workloads }) => {
  await workloads.create("jobs", job("kept", "true", { completions: 0 }));
  await workloads.finished("kept");
  await workloads.untilGone("jobs", "kept", () =>
    workloads.patch("jobs", "kept", { spec: { ttlSecondsAfterFinished: 0 } }),
  );
  expect(await workloads.names("jobs")).toEqual([]);
});

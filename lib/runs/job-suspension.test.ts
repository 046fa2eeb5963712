import { expect, test } from "vitest";
import type { ObjectMeta, Workload } from "#lib/kubernetes/types";
import { jobSuspension } from "#lib/runs/job-suspension";
import { job } from "#lib/runs/testing/objects";

const owned = (kind: string, name: string): Partial<ObjectMeta> => ({
  ownerReferences: [{ kind, name, uid: "o", controller: true }],
});
const queue = { labels: { "kueue.x-k8s.io/queue-name": "gpu-a100" } };
const condition = (type: string, status: string, reason: string, message: string) => ({
  type,
  status,
  reason,
  message,
});
const noQuota = condition(
  "QuotaReserved",
  "False",
  "Pending",
  "couldn't assign flavors to pod set main: insufficient unused quota for nvidia.com/gpu in flavor a100, 8 more needed",
);

/** What Kueue keeps of the Job. */
const kept = (status: NonNullable<Workload["status"]>): Workload => ({
  metadata: { name: "job-etl-1", namespace: "default", uid: "workload", resourceVersion: "1" },
  status,
});

test.each([
  ["by hand", {}, null, "Suspended", "stuck", "starts no Pods until somebody resumes it"],
  [
    "of a CronJob's template",
    owned("CronJob", "nightly"),
    null,
    "Suspended",
    "stuck",
    "starts no Pods until somebody resumes it",
  ],
  [
    "by its owner",
    owned("JobSet", "train"),
    null,
    "Suspended",
    "stuck",
    "starts no Pods until JobSet train resumes it",
  ],
  [
    "in Kueue's queue",
    queue,
    null,
    "Suspended",
    "waiting",
    "waits in queue gpu-a100 for Kueue to admit it",
  ],
  [
    "in Kueue's queue, which says why",
    queue,
    { conditions: [noQuota] },
    "Pending",
    "waiting",
    "waits in queue gpu-a100 for Kueue to admit it: couldn't assign flavors to pod set main: insufficient unused quota for nvidia.com/gpu in flavor a100, 8 more needed",
  ],
  [
    "with its quota, before it is admitted",
    queue,
    {
      conditions: [
        condition("QuotaReserved", "True", "QuotaReserved", "Quota reserved in ClusterQueue a"),
        condition("Admitted", "False", "NoChecks", "The workload has not all checks ready"),
      ],
    },
    "NoChecks",
    "waiting",
    "waits in queue gpu-a100 for Kueue to admit it: The workload has not all checks ready",
  ],
  [
    "for a Workload that owns it",
    owned("Workload", "job-etl-1"),
    null,
    "Suspended",
    "waiting",
    "waits for Kueue to admit it",
  ],
])("a Job suspended %s", (_how, metadata, workload, word, tone, sentence) => {
  const suspended = job({ suspend: true }, {}, metadata);
  expect(jobSuspension(suspended, workload && kept(workload))).toMatchObject({
    word,
    tone,
    sentence,
  });
});

test("a Job of a queue that runs waits for nothing", () => {
  expect(
    jobSuspension(job({ suspend: false }, {}, queue), kept({ conditions: [noQuota] })),
  ).toBeNull();
});

test("a Job that was suspended with a note says it", () => {
  const annotations = {
    "batchboard/suspended-at": "2026-03-10T11:00:00Z",
    "batchboard/suspended-by": "jane",
    "batchboard/suspended-reason": "the database moves",
    "batchboard/suspended-until": "2026-03-11T08:00:00Z",
  };
  expect(jobSuspension(job({ suspend: true }, {}, { annotations }), null)?.sentence).toEqual(
    "starts no Pods until somebody resumes it; suspended by jane, the database moves, to be resumed at 2026-03-11T08:00:00Z",
  );
});

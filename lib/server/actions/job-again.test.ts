import { expect, test } from "vitest";
import { cronJobOf, jobAgain } from "#lib/server/actions/job-again";
import type { StoredJob } from "#lib/server/actions/job-manifest";

const generated = {
  "controller-uid": "uid-old",
  "job-name": "etl-1",
  "batch.kubernetes.io/controller-uid": "uid-old",
  "batch.kubernetes.io/job-name": "etl-1",
};
const owner = {
  apiVersion: "batch/v1",
  kind: "CronJob",
  name: "etl",
  uid: "uid-etl",
  controller: true,
};

/** A Job as the API server gives it, with all that stands in one. */
const old: StoredJob = {
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: {
    name: "etl-1",
    generateName: "etl-",
    namespace: "data",
    uid: "uid-old",
    resourceVersion: "7",
    generation: 1,
    creationTimestamp: "2026-03-10T12:00:00Z",
    deletionTimestamp: "2026-03-10T12:30:00Z",
    finalizers: ["foregroundDeletion"],
    labels: { app: "etl", ...generated },
    annotations: {
      note: "kept",
      "kubectl.kubernetes.io/last-applied-configuration": "{}",
      "batch.kubernetes.io/cronjob-scheduled-timestamp": "2026-03-10T12:00:00Z",
      "batch.kubernetes.io/job-tracking": "",
      "batchboard/suspended-by": "jane",
      "batchboard/request": "oldkey00",
    },
    managedFields: [{ manager: "kube-controller-manager" }],
    ownerReferences: [{ ...owner, blockOwnerDeletion: true }],
  },
  spec: {
    backoffLimit: 2,
    suspend: true,
    selector: { matchLabels: { "batch.kubernetes.io/controller-uid": "uid-old" } },
    manualSelector: false,
    template: {
      metadata: { creationTimestamp: null, labels: { app: "etl", ...generated } },
      spec: { containers: [{ name: "main", image: "busybox" }] },
    },
  },
  status: { succeeded: 1 },
};
const options = { name: "etl-1-rerun-1", key: "abcdefgh", owner: null };

test("S32: a Job made again has the spec of the old one, and nothing that was generated for that", () => {
  expect(jobAgain(old, options)).toEqual({
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: "etl-1-rerun-1",
      namespace: "data",
      labels: { app: "etl", "batchboard/request": "abcdefgh" },
      annotations: {
        note: "kept",
        "batchboard/rerun-of": "etl-1",
        "batchboard/request": "abcdefgh",
      },
    },
    spec: {
      backoffLimit: 2,
      manualSelector: false,
      template: {
        metadata: { labels: { app: "etl" } },
        spec: { containers: [{ name: "main", image: "busybox" }] },
      },
    },
  });
});

test("S32: of its CronJob it is a run by hand, and does not block that one's deletion", () => {
  const kept = cronJobOf(old);
  const job = jobAgain(old, { ...options, owner: kept });
  expect(job.metadata.ownerReferences).toEqual([owner]);
  expect(job.metadata.annotations).toMatchObject({ "cronjob.kubernetes.io/instantiate": "manual" });
});

test("no owner but a CronJob that controls it is kept", () => {
  const owned = (reference: object) =>
    cronJobOf({ metadata: { ...old.metadata, ownerReferences: [{ ...owner, ...reference }] } });
  expect(owned({})).toEqual(owner);
  expect(owned({ kind: "Workflow" })).toBeNull();
  expect(owned({ controller: false })).toBeNull();
  expect(cronJobOf({ metadata: { ...old.metadata, ownerReferences: null } })).toBeNull();
});

test("a selector that was written by hand is kept, with the labels it selects", () => {
  const spec = { ...old.spec, manualSelector: true };
  const job = jobAgain({ ...old, spec }, options);
  const { suspend: _, ...kept } = spec;
  expect(job.spec).toEqual(kept);
});

test("the marks of the tool that owns the old one are not on the new one", () => {
  const labels = { app: "etl", "app.kubernetes.io/managed-by": "Helm" };
  const annotations = {
    "meta.helm.sh/release-name": "shop",
    "meta.helm.sh/release-namespace": "data",
  };
  const { metadata } = jobAgain(
    { ...old, metadata: { ...old.metadata, labels, annotations } },
    options,
  );
  expect(metadata.labels).toEqual({ app: "etl", "batchboard/request": "abcdefgh" });
  expect(Object.keys(metadata.annotations ?? {})).toEqual([
    "batchboard/rerun-of",
    "batchboard/request",
  ]);
});

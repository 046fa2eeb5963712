import { expect, test } from "vitest";
import { jobFromCronJob } from "#lib/server/actions/job-from-cronjob";
import type { StoredCronJob } from "#lib/server/actions/job-manifest";

const spec = {
  backoffLimit: 2,
  template: { metadata: { labels: { app: "etl" } }, spec: { containers: [{ name: "main" }] } },
};
const cronJob = (jobTemplate: Record<string, unknown>): StoredCronJob => ({
  apiVersion: "batch/v1",
  kind: "CronJob",
  metadata: { name: "etl", namespace: "data", uid: "uid-etl", labels: { own: "label" } },
  spec: { schedule: "* * * * *", suspend: true, jobTemplate },
});
const owner = { kind: "CronJob", name: "etl", uid: "uid-etl", controller: true };

test("a Job by hand has the template's labels, annotations and spec, kubectl's mark and its owner", () => {
  const template = { metadata: { labels: { team: "a" }, annotations: { note: "b" } }, spec };
  expect(jobFromCronJob(cronJob(template), "etl-manual-1", "batch/v1")).toEqual({
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: "etl-manual-1",
      namespace: "data",
      labels: { team: "a" },
      annotations: { "cronjob.kubernetes.io/instantiate": "manual", note: "b" },
      ownerReferences: [{ apiVersion: "batch/v1", ...owner }],
    },
    spec,
  });
});

test("without labels in the template it has none, and an annotation of the template wins over the mark", () => {
  const annotations = { "cronjob.kubernetes.io/instantiate": "by-template" };
  const job = jobFromCronJob(cronJob({ metadata: { annotations }, spec }), "x", "batch/v1");
  expect(job.metadata).not.toHaveProperty("labels");
  expect(job.metadata.annotations).toEqual(annotations);
});

test("where CronJobs are batch/v1beta1, that is its owner's version", () => {
  const job = jobFromCronJob(cronJob({ spec }), "x", "batch/v1beta1");
  expect(job.metadata.ownerReferences).toEqual([{ apiVersion: "batch/v1beta1", ...owner }]);
});

import { expect, test } from "./fixtures.ts";
import { job, paths } from "./objects.ts";

test("a Job comes back with its defaults, its selector and the labels of its Pods", async ({
  api,
  namespace,
}) => {
  const created = await api.call("POST", paths.jobs(namespace), { body: job("echo", "echo hi") });
  expect(created.status).toBe(201);
  const { metadata, spec } = created.body as { metadata: { uid: string }; spec: object };
  const labels = {
    "batch.kubernetes.io/controller-uid": metadata.uid,
    "batch.kubernetes.io/job-name": "echo",
    "controller-uid": metadata.uid,
    "job-name": "echo",
  };
  expect(spec).toMatchObject({
    backoffLimit: 6,
    completionMode: "NonIndexed",
    completions: 1,
    manualSelector: false,
    parallelism: 1,
    podReplacementPolicy: "TerminatingOrFailed",
    selector: { matchLabels: { "batch.kubernetes.io/controller-uid": metadata.uid } },
    suspend: false,
    template: { metadata: { labels }, spec: { dnsPolicy: "ClusterFirst" } },
  });
});

import type { ScriptedApiServer } from "../../lib/kubernetes/testing/scripted-api-server.ts";

const ago = (seconds: number) =>
  `${new Date(Date.now() - seconds * 1000).toISOString().slice(0, 19)}Z`;
const template = (name: string) => ({ spec: { containers: [{ name, image: "busybox" }] } });

/** What a stranger's text may hold: it must stay text. */
export const hostile =
  '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>javascript:window.pwned=1';

/** The pages of this world. */
export const lists = ["/", "/cronjobs", "/jobs", "/pods"];
export const objects = [
  "/cronjobs/shop/nightly",
  "/jobs/default/broken",
  "/jobs/shop/nightly-29924640",
  "/pods/shop/nightly-29924640-x7k2p",
];

/** A small world with one of each: it stands still unless a test changes it. */
export function populate(api: ScriptedApiServer): void {
  for (const name of ["default", "kube-system", "shop"])
    api.apply("namespaces", { metadata: { name } });
  const nightly = api.apply("cronjobs", {
    metadata: {
      name: "nightly",
      namespace: "shop",
      creationTimestamp: ago(86_400 * 3),
      labels: { app: "shop" },
    },
    spec: {
      schedule: "0 2 * * *",
      timeZone: "Europe/Berlin",
      suspend: false,
      concurrencyPolicy: "Forbid",
      jobTemplate: { spec: { template: template("import") } },
    },
    status: { lastScheduleTime: ago(3600) },
  });
  api.apply("cronjobs", {
    metadata: { name: "paused", namespace: "default", creationTimestamp: ago(7200) },
    spec: {
      schedule: "*/5 * * * *",
      suspend: true,
      jobTemplate: { spec: { template: template("main") } },
    },
  });
  const job = api.apply("jobs", {
    metadata: {
      name: "nightly-29924640",
      namespace: "shop",
      creationTimestamp: ago(3600),
      ownerReferences: [
        {
          apiVersion: "batch/v1",
          kind: "CronJob",
          name: "nightly",
          uid: nightly.metadata.uid,
          controller: true,
        },
      ],
    },
    spec: { completions: 1, parallelism: 1, backoffLimit: 6, template: template("import") },
    status: {
      startTime: ago(3600),
      completionTime: ago(3580),
      succeeded: 1,
      conditions: [
        {
          type: "Complete",
          status: "True",
          reason: "CompletionsReached",
          message: "Reached expected number of succeeded pods",
        },
      ],
    },
  });
  api.apply("jobs", {
    metadata: { name: "broken", namespace: "default", creationTimestamp: ago(600) },
    spec: { completions: 1, parallelism: 1, template: template("main") },
    status: {
      startTime: ago(600),
      failed: 7,
      conditions: [
        { type: "Failed", status: "True", reason: "BackoffLimitExceeded", message: hostile },
      ],
    },
  });
  api.apply("jobs", {
    metadata: { name: "busy", namespace: "default", creationTimestamp: ago(65) },
    spec: { completions: 6, parallelism: 2, template: template("main") },
    status: { startTime: ago(64), active: 2, ready: 2, succeeded: 3 },
  });
  api.apply(
    "pods",
    pod("nightly-29924640-x7k2p", "shop", job.metadata.uid ?? "", "import", {
      terminated: { exitCode: 0, reason: "Completed", startedAt: ago(3600), finishedAt: ago(3580) },
    }),
  );
  const stamp = ago(3590).replace("Z", ".123456789Z");
  api.writeLog(
    "shop",
    "nightly-29924640-x7k2p",
    "import",
    [
      `${stamp} this a job`,
      `${stamp} \u001b[31mred\u001b[0m and plain`,
      `${stamp} ${hostile}`,
      `${stamp} \u001b]8;;https://example.org\u0007a link\u001b]8;;\u0007 \u001b[2J\u202Ereversed`,
    ],
    true,
  );
}

function pod(name: string, namespace: string, jobUid: string, container: string, state: object) {
  return {
    metadata: {
      name,
      namespace,
      creationTimestamp: ago(3600),
      ownerReferences: [{ kind: "Job", name: "nightly-29924640", uid: jobUid, controller: true }],
    },
    spec: { nodeName: "node-1", containers: [{ name: container, image: "busybox" }] },
    status: {
      phase: "Succeeded",
      podIP: "10.244.0.7",
      containerStatuses: [{ name: container, ready: false, restartCount: 0, state }],
    },
  };
}

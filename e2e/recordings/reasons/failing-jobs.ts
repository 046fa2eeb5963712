import { shell } from "../../conformance/objects.ts";
import { has, isFailed, type Scene, template } from "./scene.ts";

const failed = [{ until: isFailed }];
const once = { backoffLimit: 0 };
const anyOf = (name: string, script: string, more: object = {}) => shell(script, { name, ...more });

/** Jobs that fail, each for its own reason. */
export const failingJobs: readonly Scene[] = [
  {
    name: "exit-code",
    spec: { backoffLimit: 2, template: template([anyOf("dbt", "exit 3")]) },
    moments: failed,
  },
  {
    name: "killed",
    // `$$$$` is `$$` for the shell, which is not the first process of its namespace: that one no
    // signal from within would end.
    spec: {
      ...once,
      template: template([shell("kill -9 $$$$")], { shareProcessNamespace: true }),
    },
    moments: failed,
  },
  {
    name: "out-of-memory",
    spec: {
      backoffLimit: 1,
      template: template([
        anyOf("train", "exec tail /dev/zero", { resources: { limits: { memory: "16Mi" } } }),
      ]),
    },
    moments: failed,
  },
  {
    name: "termination-message",
    spec: {
      ...once,
      template: template([shell("echo 'no row for 2026-11-29' > /dev/termination-log; exit 1")]),
    },
    moments: failed,
  },
  {
    name: "start-error",
    spec: { ...once, template: template([shell("", { command: ["paint"] })]) },
    moments: failed,
  },
  {
    name: "init-container",
    spec: {
      ...once,
      template: template([shell("true")], { initContainers: [anyOf("migrate", "exit 1")] }),
    },
    moments: failed,
  },
  {
    name: "beside-sidecar",
    spec: {
      ...once,
      template: template([anyOf("import", "sleep 1; exit 2")], {
        initContainers: [anyOf("proxy", "sleep 3600", { restartPolicy: "Always" })],
      }),
    },
    moments: failed,
  },
  {
    name: "two-containers",
    spec: {
      ...once,
      template: template([anyOf("extract", "sleep 1; exit 0"), anyOf("load", "exit 127")]),
    },
    moments: failed,
  },
  {
    name: "deadline",
    spec: {
      ...once,
      activeDeadlineSeconds: 15,
      template: template([anyOf("import", "trap '' TERM; sleep 3600")], {
        terminationGracePeriodSeconds: 6,
      }),
    },
    moments: [
      { name: "deadline-ending", until: ({ job }) => has(job, "FailureTarget") },
      { name: "deadline", until: (sight) => isFailed(sight) && sight.pods.length === 0 },
    ],
  },
  {
    name: "deadline-without-image",
    spec: {
      ...once,
      activeDeadlineSeconds: 12,
      template: template([shell("true", { image: "etl:2026-11" })], {
        terminationGracePeriodSeconds: 20,
      }),
    },
    moments: [{ until: ({ job }) => has(job, "FailureTarget") }],
  },
  {
    name: "others-deleted",
    spec: {
      ...once,
      parallelism: 3,
      completions: 3,
      completionMode: "Indexed",
      template: template([
        anyOf("shard", "sleep 5; [ $JOB_COMPLETION_INDEX = 0 ] && exit 3; sleep 3600"),
      ]),
    },
    moments: failed,
  },
  {
    name: "pod-deadline",
    spec: { ...once, template: template([shell("sleep 3600")], { activeDeadlineSeconds: 3 }) },
    moments: failed,
  },
  {
    name: "restarts",
    spec: {
      backoffLimit: 2,
      template: template([anyOf("dbt", "sleep 1; exit 3")], { restartPolicy: "OnFailure" }),
    },
    moments: [
      {
        name: "restarts-backing-off",
        until: ({ pods }) =>
          pods[0]?.status?.containerStatuses?.[0]?.state?.waiting?.reason === "CrashLoopBackOff",
      },
      { name: "restarts", until: (sight) => isFailed(sight) && sight.pods.length === 0 },
    ],
  },
  {
    name: "failure-policy-exit-code",
    spec: {
      backoffLimit: 6,
      podFailurePolicy: {
        rules: [
          { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] },
          { action: "FailJob", onExitCodes: { operator: "In", values: [42] } },
        ],
      },
      template: template([anyOf("train", "exit 42")]),
    },
    moments: failed,
  },
  {
    name: "failure-policy-condition",
    spec: {
      backoffLimit: 6,
      podFailurePolicy: {
        rules: [
          { action: "FailJob", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] },
        ],
      },
      template: template([shell("sleep 3600")]),
    },
    moments: [
      {
        until: ({ pods }) => pods[0]?.status?.phase === "Running",
        act: async (hand) => {
          const [pod] = await hand.pods();
          const metadata = { name: pod };
          const eviction = { apiVersion: "policy/v1", kind: "Eviction", metadata };
          await hand.create(`pods/${pod}/eviction`, eviction);
        },
      },
      { until: isFailed },
    ],
  },
  {
    name: "failed-indexes",
    spec: {
      completions: 5,
      parallelism: 5,
      completionMode: "Indexed",
      backoffLimitPerIndex: 0,
      template: template([anyOf("shard", "case $JOB_COMPLETION_INDEX in 1|2|3) exit 7;; esac")]),
    },
    moments: failed,
  },
  {
    name: "index-retries",
    spec: {
      completions: 2,
      parallelism: 2,
      completionMode: "Indexed",
      backoffLimitPerIndex: 1,
      template: template([anyOf("shard", "exit $JOB_COMPLETION_INDEX")]),
    },
    moments: failed,
  },
  {
    name: "too-many-failed-indexes",
    spec: {
      completions: 5,
      parallelism: 5,
      completionMode: "Indexed",
      backoffLimitPerIndex: 0,
      maxFailedIndexes: 1,
      template: template([
        anyOf("shard", "case $JOB_COMPLETION_INDEX in 2|3) exit 7;; esac; sleep 3600"),
      ]),
    },
    moments: failed,
  },
  {
    name: "index-ended-by-policy",
    spec: {
      completions: 2,
      parallelism: 2,
      completionMode: "Indexed",
      backoffLimitPerIndex: 3,
      podFailurePolicy: {
        rules: [{ action: "FailIndex", onExitCodes: { operator: "In", values: [42] } }],
      },
      template: template([anyOf("shard", "exit $(( JOB_COMPLETION_INDEX * 42 ))")]),
    },
    moments: failed,
  },
  {
    name: "rejected-by-node",
    spec: {
      ...once,
      template: template([shell("true", { resources: { requests: { cpu: "1000" } } })], {
        nodeName: "NODE",
      }),
    },
    moments: failed,
  },
  {
    name: "pods-deleted",
    spec: { ...once, template: template([shell("exit 3")]) },
    moments: [
      {
        until: isFailed,
        act: async (hand) => {
          for (const pod of await hand.pods()) await hand.delete(`pods/${pod}`);
        },
      },
      { until: ({ pods }) => pods.length === 0 },
    ],
  },
];

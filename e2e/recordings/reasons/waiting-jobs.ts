import { shell } from "../../conformance/objects.ts";
import { has, type Scene, template, told, waits } from "./scene.ts";

const one = (more: object, pod: object = {}) => ({
  template: template([shell("sleep 3600", more)], pod),
});
const isUnschedulable = { until: ({ pods }) => pods.some(unplaced) } satisfies Scene["moments"][0];
const isRefused = [{ until: (sight) => told(sight, "FailedCreate") }] satisfies Scene["moments"];

function unplaced({ status }: { status?: { conditions?: { reason?: string }[] } }): boolean {
  return status?.conditions?.some(({ reason }) => reason === "Unschedulable") === true;
}

/** Jobs that wait, or that never get on without somebody's help. */
export const waitingJobs: readonly Scene[] = [
  { name: "running", spec: one({}), moments: [{ until: ({ job }) => job.status?.ready === 1 }] },
  {
    name: "image-missing",
    spec: one({ image: "registry.example/team/etl:2026-11", imagePullPolicy: "IfNotPresent" }),
    moments: [
      { name: "image-missing", until: (sight) => waits(sight, "ErrImagePull") },
      { name: "image-backing-off", until: (sight) => waits(sight, "ImagePullBackOff") },
    ],
  },
  {
    name: "image-unknown",
    spec: one({ image: "etl:2026-11" }),
    moments: [{ until: (sight) => waits(sight, "ErrImagePull") }],
  },
  {
    name: "image-never-pulled",
    spec: one({ image: "etl:2026-11", imagePullPolicy: "Never" }),
    moments: [{ until: (sight) => waits(sight, "ErrImageNeverPull") }],
  },
  {
    name: "image-name",
    spec: one({ image: "Team/ETL" }),
    moments: [{ until: (sight) => waits(sight, "InvalidImageName") }],
  },
  {
    name: "config-map-missing",
    spec: one({ envFrom: [{ configMapRef: { name: "settings" } }] }),
    moments: [{ until: (sight) => waits(sight, "CreateContainerConfigError") }],
  },
  {
    name: "volume-missing",
    spec: one(
      { volumeMounts: [{ name: "settings", mountPath: "/settings" }] },
      { volumes: [{ name: "settings", secret: { secretName: "settings" } }] },
    ),
    moments: [{ until: (sight) => told(sight, "FailedMount") }],
  },
  {
    name: "too-large",
    spec: one({ resources: { requests: { cpu: "1000" } } }),
    moments: [isUnschedulable],
  },
  {
    name: "no-such-node",
    spec: one({}, { nodeSelector: { "example.com/gpu": "a100" } }),
    moments: [isUnschedulable],
  },
  {
    name: "claim-missing",
    spec: one(
      { volumeMounts: [{ name: "data", mountPath: "/data" }] },
      { volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }] },
    ),
    moments: [isUnschedulable],
  },
  {
    name: "scheduling-gate",
    spec: one({}, { schedulingGates: [{ name: "example.com/budget" }] }),
    moments: [{ until: ({ pods }) => pods.length > 0 }],
  },
  {
    name: "quota",
    spec: one({ resources: { requests: { cpu: "2" } } }),
    before: [
      [
        "resourcequotas",
        {
          apiVersion: "v1",
          kind: "ResourceQuota",
          metadata: { name: "compute" },
          spec: { hard: { "requests.cpu": "1" } },
        },
      ],
    ],
    moments: isRefused,
  },
  {
    name: "account-missing",
    spec: one({}, { serviceAccountName: "etl" }),
    moments: isRefused,
  },
  {
    name: "pod-security",
    namespaceLabels: { "pod-security.kubernetes.io/enforce": "restricted" },
    spec: one({}),
    moments: isRefused,
  },
  {
    name: "retrying",
    spec: { backoffLimit: 6, template: template([shell("exit 3")]) },
    moments: [{ until: ({ job }) => job.status?.failed === 2 }],
  },
  {
    name: "crash-loop",
    spec: {
      template: template([shell("exit 3")], { restartPolicy: "OnFailure" }),
    },
    moments: [{ until: (sight) => waits(sight, "CrashLoopBackOff") }],
  },
  {
    name: "sidecar-crashing",
    spec: {
      template: template([shell("sleep 3600")], {
        initContainers: [
          shell("exit 5", {
            name: "proxy",
            restartPolicy: "Always",
            startupProbe: { exec: { command: ["true"] }, initialDelaySeconds: 5 },
          }),
        ],
      }),
    },
    moments: [{ until: (sight) => waits(sight, "CrashLoopBackOff") }],
  },
  {
    name: "suspended",
    spec: { ...one({}), suspend: true },
    moments: [{ until: ({ job }) => has(job, "Suspended") }],
  },
  {
    name: "queued",
    metadata: { labels: { "kueue.x-k8s.io/queue-name": "gpu-a100" } },
    spec: { ...one({}), suspend: true },
    moments: [{ until: ({ job }) => has(job, "Suspended") }],
  },
  {
    name: "managed-elsewhere",
    spec: { ...one({}), managedBy: "example.com/fleet" },
    moments: [{ until: () => true }],
  },
  {
    name: "held",
    metadata: { finalizers: ["example.com/archive"] },
    spec: { template: template([shell("true")]) },
    moments: [
      {
        until: ({ job }) => has(job, "Complete"),
        act: (hand) => hand.delete("jobs/held", { propagationPolicy: "Background" }),
      },
      { until: ({ job }) => job.metadata.deletionTimestamp },
    ],
  },
  {
    name: "held-running",
    metadata: { finalizers: ["example.com/archive"] },
    spec: one({}),
    moments: [
      {
        until: ({ job }) => job.status?.ready === 1,
        act: (hand) => hand.delete("jobs/held-running", { propagationPolicy: "Background" }),
      },
      { until: ({ job }) => job.metadata.deletionTimestamp },
    ],
  },
];

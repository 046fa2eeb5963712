import { podSpec, shell } from "../conformance/objects.ts";
import { hold, type Scenario, type Stage, sights } from "./scenario.ts";

/** Longer than any run of this suite. */
const forever = "sleep 3600";

interface JobScenario {
  readonly name: string;
  readonly spec?: object;
  readonly containers: readonly object[];
  readonly pod?: object;
  readonly metadata?: object;
  readonly status: readonly string[];
  readonly cells?: Readonly<Record<string, string | RegExp>>;
  readonly pods?: readonly string[];
  readonly modern?: boolean;
  readonly act?: (stage: Stage) => Promise<void>;
}

function job({
  name,
  containers,
  pod,
  status,
  cells = {},
  pods = [],
  ...rest
}: JobScenario): Scenario {
  const { metadata = {}, spec = {}, ...more } = rest;
  const template = { spec: podSpec(containers, pod) };
  const whole = { template, backoffLimit: 0, ...spec };
  return {
    objects: [{ kind: "jobs", name, metadata, spec: whole }],
    shows: [
      ...sights("jobs", name, "status", ...status),
      ...Object.entries(cells).flatMap(([column, text]) => sights("jobs", name, column, text)),
      ...sights("pods", `${name}-*`, "status", ...pods),
    ],
    ...more,
  };
}

const statusIs = (name: string, text: string) =>
  ({ kind: "jobs", name, column: "status", text }) as const;

export const jobScenarios: readonly Scenario[] = [
  job({
    name: "complete",
    containers: [shell("sleep 2; echo this a job")],
    status: ["Running", "Complete"],
    cells: { completions: "1/1", duration: /^[1-9]\d*(m\d+)?s$/ },
    pods: ["Completed"],
  }),
  job({
    name: "backoff",
    spec: { backoffLimit: 1 },
    containers: [shell("exit 3")],
    status: ["Running", "Failed"],
    pods: ["Error"],
  }),
  job({
    name: "deadline",
    containers: [shell(forever)],
    pod: { terminationGracePeriodSeconds: 4 },
    status: ["Running", "FailureTarget", "Failed"],
    pods: ["Running", "Terminating"],
    modern: true,
    async act(stage) {
      await stage.until({ kind: "pods", name: "deadline-*", column: "status", text: "Running" });
      await stage.patch("jobs", "deadline", { spec: { activeDeadlineSeconds: 1 } });
    },
  }),
  job({
    name: "half-failed",
    spec: { parallelism: 2, completions: 2, completionMode: "Indexed" },
    containers: [shell(`[ $JOB_COMPLETION_INDEX = 0 ] && exit 1; ${forever}`)],
    pod: { terminationGracePeriodSeconds: 6 },
    status: ["Running", "FailureTarget", "Failed"],
    modern: true,
  }),
  job({
    name: "success-policy",
    spec: {
      parallelism: 2,
      completions: 2,
      completionMode: "Indexed",
      successPolicy: { rules: [{ succeededIndexes: "0" }] },
    },
    containers: [shell(`[ $JOB_COMPLETION_INDEX = 0 ] && exit 0; ${forever}`)],
    pod: { terminationGracePeriodSeconds: 6 },
    status: ["Running", "SuccessCriteriaMet", "Complete"],
    cells: { completions: "1/2" },
    modern: true,
  }),
  job({
    name: "failed-indexes",
    spec: {
      parallelism: 4,
      completions: 4,
      completionMode: "Indexed",
      backoffLimitPerIndex: 0,
      backoffLimit: 4,
    },
    containers: [shell("[ $JOB_COMPLETION_INDEX != 1 ]")],
    status: ["Running", "Failed"],
    cells: { completions: "3/4" },
    pods: ["Completed", "Error"],
    modern: true,
  }),
  job({
    name: "failure-policy",
    spec: {
      backoffLimit: 6,
      podFailurePolicy: {
        rules: [{ action: "FailJob", onExitCodes: { operator: "In", values: [42] } }],
      },
    },
    containers: [shell("exit 42")],
    status: ["Failed"],
    modern: true,
  }),
  job({
    name: "suspended",
    spec: { suspend: true },
    containers: [shell("exit 0")],
    status: ["Suspended"],
    cells: { duration: "" },
    modern: true,
  }),
  job({
    name: "resumed",
    spec: { suspend: true },
    containers: [shell(forever)],
    status: [],
    modern: true,
    async act(stage) {
      await stage.until(statusIs("resumed", "Suspended"));
      await stage.patch("jobs", "resumed", { spec: { suspend: false } });
      await stage.until(statusIs("resumed", "Running"));
      await stage.patch("jobs", "resumed", { spec: { suspend: true } });
      await stage.until(statusIs("resumed", "Suspended"));
    },
  }),
  job({
    name: "deleted",
    containers: [shell(forever)],
    metadata: { finalizers: [hold] },
    status: ["Running", "Terminating"],
    modern: true,
    async act(stage) {
      await stage.until(statusIs("deleted", "Running"));
      await stage.delete("jobs", "deleted");
    },
  }),
  job({
    name: "deleted-complete",
    containers: [shell("exit 0")],
    metadata: { finalizers: [hold] },
    status: [],
    modern: true,
    async act(stage) {
      await stage.until(statusIs("deleted-complete", "Complete"));
      await stage.delete("jobs", "deleted-complete");
      await stage.until(statusIs("deleted-complete", "Complete"));
    },
  }),
  job({
    name: "queue",
    spec: { parallelism: 3 },
    containers: [shell("sleep 2")],
    status: ["Complete"],
    cells: { completions: "0/1 of 3" },
  }),
  job({
    name: "parallel",
    spec: { parallelism: 2, completions: 6 },
    containers: [shell("exit 0"), shell("exit 0", { name: "second", image: "busybox:1.36" })],
    status: ["Complete"],
    cells: { completions: "6/6", containers: "main,second", images: "busybox,busybox:1.36" },
  }),
  job({
    name: "selector",
    spec: {
      manualSelector: true,
      selector: {
        matchLabels: { app: "selector" },
        matchExpressions: [
          { key: "tier", operator: "In", values: ["web", "batch"] },
          { key: "a.example.com/none", operator: "DoesNotExist" },
          { key: "zone", operator: "NotIn", values: ["b", "a"] },
          { key: "app", operator: "Exists" },
        ],
      },
      template: {
        metadata: { labels: { app: "selector", tier: "batch" } },
        spec: podSpec([shell("exit 0")]),
      },
    },
    containers: [],
    status: ["Complete"],
    cells: { selector: /^!a\.example\.com\/none,app.*tier in \(batch,web\),zone notin \(a,b\)$/ },
  }),
];

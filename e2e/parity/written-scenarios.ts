import golden from "../../lib/printers/testdata/golden-cells.json" with { type: "json" };
import { podSpec, shell } from "../conformance/objects.ts";
import { cronJob } from "./cronjob-scenarios.ts";
import { hold, type Scenario, sights } from "./scenario.ts";

/**
 * States that reality does not reach within a test, written through the status subresource on
 * objects no controller touches: Pods of a scheduler that does not exist, suspended CronJobs, Jobs
 * managed by another controller.
 */

interface WrittenPod {
  readonly name: string;
  readonly spec: {
    readonly containers: readonly { readonly name: string }[];
    readonly initContainers?: readonly { readonly name: string; readonly restartPolicy?: string }[];
    readonly readinessGates?: readonly { readonly conditionType: string }[];
  };
  readonly status: object;
  readonly deleted: boolean;
  /** What READY and STATUS must come to. */
  readonly cells: readonly [string, string];
}

function pod({ name, spec, status, deleted, cells: [ready, word] }: WrittenPod): Scenario {
  const containers = spec.containers.map((container) => shell("", { name: container.name }));
  const written = podSpec(containers, {
    restartPolicy: "Always",
    schedulerName: "x.test-nobody",
    initContainers: (spec.initContainers ?? []).map((container) => shell("", container)),
    readinessGates: spec.readinessGates ?? [],
  });
  return {
    objects: [{ kind: "pods", name, metadata: { finalizers: [hold] }, spec: written }],
    shows: [...sights("pods", name, "ready", ready), ...sights("pods", name, "status", word)],
    modern: true,
    async act(stage) {
      await stage.patchStatus("pods", name, status);
      if (deleted) await stage.delete("pods", name);
    },
  };
}

/** The golden Pods, of which the API server is to make the golden cells. */
const goldenPods = golden.cases
  .filter(({ kind }) => kind === "Pod")
  .map(({ id, object, cells }) => {
    const { metadata, spec, status } = object as unknown as WrittenPod & {
      metadata: { deletionTimestamp?: string };
    };
    const deleted = metadata.deletionTimestamp !== undefined;
    return pod({ name: id, spec, status, deleted, cells: [String(cells[1]), String(cells[2])] });
  });

/** What kubelets and controllers write about a Pod that has no container statuses. */
const reasonPods = ["Evicted", "DeadlineExceeded", "NodeAffinity", "OutOfcpu"].map((reason) =>
  pod({
    name: `reason-${reason.toLowerCase()}`,
    spec: { containers: [{ name: "main" }] },
    status: { phase: "Failed", reason, message: "two\nlines" },
    deleted: false,
    cells: ["0/1", reason],
  }),
);

const seconds = { second: 1, minute: 60, hour: 3600, day: 86_400, year: 31_536_000 };

/** One distance in each range of kubectl's durations, and what it looks like. */
const distances: [string, number, RegExp][] = [
  ["future", -1 * seconds.day, /^<invalid>$/],
  ["seconds", 60 * seconds.second, /^\d+s$/],
  ["minutes-seconds", 5 * seconds.minute + 7, /^5m\d+s$/],
  ["minutes", 2 * seconds.hour, /^1\d\dm$/],
  ["hours-minutes", 4 * seconds.hour + 10 * seconds.minute, /^4h\d+m$/],
  ["hours", 25 * seconds.hour, /^25h$/],
  ["days-hours", 3 * seconds.day + 2 * seconds.hour, /^3d2h$/],
  ["days", 400 * seconds.day, /^400d$/],
  ["years-days", 3 * seconds.year + 9 * seconds.day, /^3y9d$/],
  ["years", 9 * seconds.year, /^9y$/],
];

const ago = (nowMs: number, distance: number) =>
  new Date(Math.floor(nowMs / 1000 - distance) * 1000).toISOString().replace(".000Z", "Z");

/** LAST SCHEDULE and DURATION through all their ranges. */
const timeScenarios = distances.flatMap(([name, distance, text]): Scenario[] => [
  cronJob({
    name: `scheduled-${name}`,
    cells: { "last schedule": text },
    async act(stage) {
      const lastScheduleTime = ago(await stage.nowMs(), distance);
      await stage.patchStatus("cronjobs", `scheduled-${name}`, { lastScheduleTime });
    },
  }),
  {
    objects: [
      {
        kind: "jobs",
        name: `managed-${name}`,
        spec: { managedBy: "x.test/nobody", template: { spec: podSpec([shell("")]) } },
      },
    ],
    shows: [
      ...sights("jobs", `managed-${name}`, "duration", "", text),
      ...sights("jobs", `managed-${name}`, "status", "Running"),
    ],
    modern: true,
    async act(stage) {
      const empty = { kind: "jobs", column: "duration", text: "" } as const;
      await stage.until({ ...empty, name: `managed-${name}` });
      const startTime = ago(await stage.nowMs(), distance);
      await stage.patchStatus("jobs", `managed-${name}`, { startTime });
    },
  },
]);

export const writtenScenarios: readonly Scenario[] = [
  ...goldenPods,
  ...reasonPods,
  ...timeScenarios,
];

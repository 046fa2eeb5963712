import golden from "../../lib/printers/testdata/golden-cells.json" with { type: "json" };
import { cronJob } from "./cronjob-scenarios.ts";
import { hold, podSpec, type Scenario, shell, sights } from "./scenario.ts";

/**
 * States that reality does not reach within a test, written through the status subresource on
 * objects no controller touches: Pods of a scheduler that does not exist, suspended CronJobs, Jobs
 * managed by another controller.
 */

interface GoldenPod {
  readonly metadata: { readonly deletionTimestamp?: string };
  readonly spec: {
    readonly containers: readonly { readonly name: string }[];
    readonly initContainers?: readonly { readonly name: string; readonly restartPolicy?: string }[];
    readonly readinessGates?: readonly { readonly conditionType: string }[];
  };
  readonly status: object;
}

/** The golden Pods' statuses; READY and STATUS must be the golden cells. */
const podScenarios = golden.cases
  .filter(({ kind }) => kind === "Pod")
  .map(({ id, object, cells }): Scenario => {
    const pod = object as unknown as GoldenPod;
    const { containers, initContainers = [], readinessGates = [] } = pod.spec;
    const spec = podSpec(
      containers.map(({ name }) => shell("", { name })),
      {
        restartPolicy: "Always",
        schedulerName: "x.test-nobody",
        initContainers: initContainers.map((container) => shell("", container)),
        readinessGates,
      },
    );
    return {
      objects: [{ kind: "pods", name: id, metadata: { finalizers: [hold] }, spec }],
      shows: [
        ...sights("pods", id, "ready", String(cells[1])),
        ...sights("pods", id, "status", String(cells[2])),
      ],
      modern: true,
      async act(stage) {
        await stage.patchStatus("pods", id, pod.status);
        if (pod.metadata.deletionTimestamp) await stage.delete("pods", id);
      },
    };
  });

const seconds = { second: 1, minute: 60, hour: 3600, day: 86_400, year: 31_536_000 };

/** One distance in each range of kubectl's durations, and what it looks like. */
const distances: [string, number, RegExp][] = [
  ["future", -30 * seconds.second, /^<invalid>$/],
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
function timeScenarios(nowMs: number): Scenario[] {
  return distances.flatMap(([name, distance, text]) => [
    cronJob({
      name: `scheduled-${name}`,
      cells: { "last schedule": text },
      act: (stage) =>
        stage.patchStatus("cronjobs", `scheduled-${name}`, {
          lastScheduleTime: ago(nowMs, distance),
        }),
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
      act: async (stage) => {
        const empty = { kind: "jobs", column: "duration", text: "" } as const;
        await stage.until({ ...empty, name: `managed-${name}` });
        await stage.patchStatus("jobs", `managed-${name}`, { startTime: ago(nowMs, distance) });
      },
    },
  ]);
}

export function writtenScenarios(nowMs: number): Scenario[] {
  return [...podScenarios, ...timeScenarios(nowMs)];
}

import { podSpec, shell } from "../conformance/objects.ts";
import { hold, type Scenario, type Stage, sights } from "./scenario.ts";

interface CronJobScenario {
  readonly name: string;
  readonly spec?: object;
  readonly containers?: readonly object[];
  readonly metadata?: object;
  readonly cells: Readonly<Record<string, string | RegExp>>;
  readonly modern?: boolean;
  readonly act?: (stage: Stage) => Promise<void>;
}

export function cronJob({ name, containers, cells, ...rest }: CronJobScenario): Scenario {
  const { metadata = {}, spec = {}, ...more } = rest;
  const template = { spec: podSpec(containers ?? [shell("exit 0")]) };
  const whole = {
    schedule: "0 0 1 1 *",
    suspend: true,
    jobTemplate: { spec: { template } },
    ...spec,
  };
  return {
    objects: [{ kind: "cronjobs", name, metadata, spec: whole }],
    shows: Object.entries(cells).flatMap(([column, text]) =>
      sights("cronjobs", name, column, text),
    ),
    ...more,
  };
}

export const cronJobScenarios: readonly Scenario[] = [
  cronJob({
    name: "active",
    spec: { schedule: "* * * * *", suspend: false },
    containers: [shell("sleep 8")],
    cells: { suspend: "False", active: "1", timezone: "<none>", "last schedule": /^\d+s$/ },
  }),
  cronJob({
    name: "new",
    spec: { suspend: false },
    cells: { active: "0", "last schedule": "<none>", selector: "<none>" },
  }),
  cronJob({
    name: "zone",
    spec: { schedule: "30 9 * * MON-FRI", timeZone: "Asia/Tokyo" },
    cells: { suspend: "True", timezone: "Asia/Tokyo", schedule: "30 9 * * MON-FRI" },
    modern: true,
  }),
  cronJob({
    name: "two-lines",
    spec: { schedule: "0 0\n* * *" },
    containers: [shell("exit 0"), shell("exit 0", { name: "second", image: "busybox:1.36" })],
    cells: { schedule: "0 0...", containers: "main,second", images: "busybox,busybox:1.36" },
  }),
  cronJob({
    name: "resumed",
    cells: { suspend: "False" },
    async act(stage) {
      await stage.until({ kind: "cronjobs", name: "resumed", column: "suspend", text: "True" });
      await stage.patch("cronjobs", "resumed", { spec: { suspend: false } });
    },
  }),
  cronJob({
    name: "deleted",
    metadata: { finalizers: [hold] },
    cells: {},
    async act(stage) {
      const there = { kind: "cronjobs", name: "deleted", column: "suspend", text: "True" } as const;
      await stage.until(there);
      await stage.delete("cronjobs", "deleted");
      await stage.until(there);
    },
  }),
];

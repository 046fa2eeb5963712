import { expect, it } from "vitest";
import type { CronJob, Job } from "#lib/kubernetes/types";
import { missedRuns } from "#lib/runs/missed-runs";
import { nextChange } from "#lib/runs/next-change";

const at = (time: string) => Date.parse(`2026-03-10T${time}Z`);
const iso = (time: string) => `2026-03-10T${time}Z`;

interface Case {
  readonly spec?: CronJob["spec"];
  readonly last?: string;
  readonly jobs?: readonly Job[];
}

function cronJob({ spec, last = "12:00:00" }: Case): CronJob {
  const metadata = {
    name: "c",
    namespace: "n",
    uid: "u",
    resourceVersion: "1",
    creationTimestamp: iso("11:30:00"),
  };
  const status = { lastScheduleTime: iso(last) };
  return { metadata, spec: { schedule: "0 * * * *", ...spec }, status };
}

function run(started: string, completed?: string): Job {
  const metadata = { name: started, namespace: "n", uid: started, resourceVersion: "1" };
  const conditions = completed ? [{ type: "Complete", status: "True" }] : [];
  const end = completed ? { completionTime: iso(completed) } : {};
  return { metadata, status: { startTime: iso(started), conditions, ...end } };
}

const usual = ["10:00", "10:10", "10:20"].map((time) => run(`${time}:00`, `${time}:30`));

it.each<[string, Case, string, string | null]>([
  ["when it is due next", {}, "12:10:00", "13:00:00.000"],
  [
    "when it would be, were it not suspended",
    { spec: { suspend: true } },
    "12:10:00",
    "13:00:00.000",
  ],
  [
    "when a run that is never found due counts as missed",
    { spec: { startingDeadlineSeconds: 0 } },
    "13:00:05",
    "13:00:20.000",
  ],
  ["when it was due for too long", {}, "13:00:05", "13:00:20.000"],
  ["not that again", {}, "13:00:20", "14:00:00.000"],
  [
    "when the deadline is over",
    { spec: { startingDeadlineSeconds: 600 } },
    "13:00:20",
    "13:10:00.001",
  ],
  [
    "at the very end of the deadline too",
    { spec: { startingDeadlineSeconds: 600 } },
    "13:10:00",
    "13:10:00.001",
  ],
  [
    "not when it was over already",
    { spec: { startingDeadlineSeconds: 600 } },
    "13:10:01",
    "14:00:00.000",
  ],
  [
    "not when the run was started",
    { spec: { startingDeadlineSeconds: 600 }, last: "13:00:00" },
    "13:05:00",
    "14:00:00.000",
  ],
  [
    "when the oldest of several deadlines is over",
    { spec: { startingDeadlineSeconds: 7000 } },
    "14:10:00",
    "14:56:40.001",
  ],
  ["when a run becomes slow", { jobs: [...usual, run("12:00:00")] }, "12:00:30", "12:00:45.000"],
  ["never where nobody can read the schedule", { spec: { schedule: "x" } }, "12:10:00", null],
])("there is something else to say %s", (_, told, now, moment) => {
  const change = nextChange(cronJob(told), told.jobs ?? [], at(now));
  expect(change && new Date(change).toISOString().slice(11, -1)).toBe(moment);
});

it("what is said of missed runs changes at no other moment", () => {
  const spec = { startingDeadlineSeconds: 5000 };
  const said = (now: number) => JSON.stringify(missedRuns(cronJob({ spec }), [], [], now).missed);
  const wrong: string[] = [];
  let now = at("12:10:00");
  for (const end = at("16:00:00"); now < end; ) {
    const change = nextChange(cronJob({ spec }), [], now) ?? end;
    const moments = [change - 1];
    for (let between = now; between < change; between += 10_000) moments.push(between);
    const first = said(now);
    const others = moments.filter((moment) => said(moment) !== first);
    wrong.push(...others.map((moment) => new Date(moment).toISOString()));
    now = change;
  }
  expect(wrong).toEqual([]);
});

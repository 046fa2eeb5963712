import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MissedRuns } from "#lib/api/runs";
import type { CronJob, Job, KubernetesEvent } from "#lib/kubernetes/types";
import { missedRuns } from "#lib/runs/missed-runs";

/** Instants of 2026-03-10; `12:00` is short for `12:00:00`. */
function at(time: string): number {
  return Date.parse(`2026-03-10T${time.length === 5 ? `${time}:00` : time}Z`);
}

const iso = (ms: number) => new Date(ms).toISOString().replace(".000Z", "Z");

interface World {
  readonly spec?: CronJob["spec"];
  readonly created?: string;
  readonly last?: string;
  readonly success?: string;
  readonly jobs?: readonly Job[];
  readonly events?: readonly KubernetesEvent[];
  readonly suspendedSince?: string;
  readonly deleted?: string;
}

/** An hourly CronJob, asked at 15:30. */
function analyse(world: World, now = at("15:30")): MissedRuns {
  const { spec, created = "11:30", last, success, jobs = [], events = [], suspendedSince } = world;
  const deleted = world.deleted === undefined ? {} : { deletionTimestamp: iso(at(world.deleted)) };
  const cronJob: CronJob = {
    metadata: {
      name: "c",
      namespace: "n",
      uid: "u",
      resourceVersion: "1",
      creationTimestamp: iso(at(created)),
      ...deleted,
      ...(suspendedSince ? { managedFields: [suspendedBy(suspendedSince)] } : {}),
    },
    spec: { schedule: "0 * * * *", ...spec },
    status: {
      ...(last ? { lastScheduleTime: iso(at(last)) } : {}),
      ...(success ? { lastSuccessfulTime: iso(at(success)) } : {}),
    },
  };
  return missedRuns(cronJob, jobs, events, now);
}

const suspendedBy = (time: string) => ({
  time: iso(at(time)),
  fieldsV1: { "f:spec": { "f:suspend": {} } },
});

/** `15:00 overlap`, newest first. */
const causes = ({ missed }: MissedRuns) =>
  missed.map(({ scheduled, cause }) => `${scheduled.slice(11, 16)} ${cause}`);

interface Made {
  readonly created?: string;
  readonly ended?: string;
  readonly result?: "Complete" | "Failed";
  readonly manual?: boolean;
}

function job(tick: string, { created = tick, ended, result = "Complete", manual }: Made = {}): Job {
  const annotations: Record<string, string> = manual
    ? { "cronjob.kubernetes.io/instantiate": "manual" }
    : { "batch.kubernetes.io/cronjob-scheduled-timestamp": iso(at(tick)) };
  const time = iso(at(ended ?? created));
  return {
    metadata: {
      name: `c-${at(tick) / 60_000}`,
      namespace: "n",
      uid: tick,
      resourceVersion: "1",
      creationTimestamp: iso(at(created)),
      annotations,
    },
    status: {
      startTime: iso(at(created)),
      ...(ended === undefined
        ? {}
        : {
            ...(result === "Complete" ? { completionTime: time } : {}),
            conditions: [{ type: result, status: "True", lastTransitionTime: time }],
          }),
    },
  };
}

/** As the controller made it before 1.28: the name alone tells its tick. */
function unmarked(tick: string): Job {
  const made = quick(tick);
  const owner = { kind: "CronJob", name: "c", uid: "u", controller: true };
  const metadata = { ...made.metadata, annotations: {}, ownerReferences: [owner] };
  return { ...made, metadata };
}

/** Made by hand without kubectl's mark. */
const stray = (created: string): Job => {
  const made = job(created);
  return { ...made, metadata: { ...made.metadata, name: "stray", annotations: {} } };
};

const quick = (tick: string, made: Made = {}) => job(tick, { ended: tick, ...made });

function event(reason: string, message: string, first: string, last = first): KubernetesEvent {
  return {
    metadata: { name: "e", namespace: "n", uid: reason + first, resourceVersion: "1" },
    reason,
    message,
    firstTimestamp: iso(at(first)),
    lastTimestamp: iso(at(last)),
  };
}

const forbid = { concurrencyPolicy: "Forbid" };
const refusal = "Error creating job: admission webhook denied the request";
const named = (tick: string) =>
  `Error creating job: jobs.batch "c-${at(tick) / 60_000}" is forbidden: exceeded quota`;

describe("the cause of a missed run", () => {
  it.each<[string, World, string[]]>([
    [
      "none where each tick has its Job",
      { jobs: ["12:00", "13:00", "14:00", "15:00"].map((t) => quick(t)), last: "15:00" },
      [],
    ],
    ["none before the creation", { created: "15:10" }, []],
    [
      "none where the Job came late",
      { created: "14:30", jobs: [quick("15:00", { created: "15:25" })], last: "15:00" },
      [],
    ],
    ["none where nobody can read the schedule", { spec: { schedule: "0 0 * * 7" } }, []],
    [
      "none since it is being deleted",
      { created: "13:30", jobs: [quick("14:00")], last: "14:00", deleted: "14:50" },
      [],
    ],
    [
      "a manual run fills no tick",
      { created: "14:30", jobs: [quick("15:00", { manual: true })] },
      ["15:00 not-taken-up"],
    ],
    [
      "nobody took it up",
      { created: "13:30", jobs: [quick("14:00")], last: "14:00" },
      ["15:00 not-taken-up"],
    ],
    [
      "suspended since before",
      {
        created: "12:30",
        spec: { suspend: true },
        jobs: [quick("13:00")],
        last: "13:00",
        suspendedSince: "13:10",
      },
      ["15:00 suspended", "14:00 suspended"],
    ],
    [
      "suspended, and nobody knows since when",
      { created: "14:30", spec: { suspend: true } },
      ["15:00 unknown"],
    ],
    [
      "suspended since, but due before",
      { created: "13:30", spec: { suspend: true }, suspendedSince: "14:30" },
      ["15:00 suspended", "14:00 unknown"],
    ],
    [
      "an earlier run goes on",
      { created: "12:30", spec: forbid, jobs: [job("13:00")], last: "13:00" },
      ["15:00 overlap", "14:00 overlap"],
    ],
    [
      "an earlier run went on over the tick and the next",
      {
        created: "12:30",
        spec: forbid,
        jobs: [job("13:00", { ended: "15:00:05" }), quick("15:00", { created: "15:00:06" })],
        last: "15:00",
      },
      ["14:00 overlap"],
    ],
    [
      "an earlier run ended in time, so it is not that",
      {
        created: "12:30",
        spec: forbid,
        jobs: [job("13:00", { ended: "14:30" }), quick("15:00")],
        last: "15:00",
      },
      ["14:00 unknown"],
    ],
    [
      "an earlier run went on until the deadline was over",
      {
        created: "12:30",
        spec: { ...forbid, startingDeadlineSeconds: 600 },
        jobs: [job("13:00", { ended: "14:30" }), quick("15:00")],
        last: "15:00",
      },
      ["14:00 overlap"],
    ],
    [
      "with Allow runs hold nothing up",
      {
        created: "12:30",
        spec: { concurrencyPolicy: "Allow" },
        jobs: [job("13:00")],
        last: "13:00",
      },
      ["15:00 not-taken-up", "14:00 not-taken-up"],
    ],
    [
      "nor do manual ones with Forbid",
      { created: "14:30", spec: forbid, jobs: [job("14:40", { manual: true })] },
      ["15:00 not-taken-up"],
    ],
    [
      "nor does one that nothing tells the tick of",
      { created: "14:30", spec: forbid, jobs: [stray("14:40")] },
      ["15:00 not-taken-up"],
    ],
    [
      "of a run that is gone the Event tells",
      {
        created: "13:30",
        spec: forbid,
        last: "15:00",
        jobs: [quick("15:00")],
        events: [event("JobAlreadyActive", "Not starting job", "14:00:01")],
      },
      ["14:00 overlap"],
    ],
    [
      "an Event of another hour tells nothing",
      {
        created: "12:30",
        spec: forbid,
        last: "15:00",
        jobs: [quick("15:00"), quick("13:00")],
        events: [event("JobAlreadyActive", "Not starting job", "13:00:01")],
      },
      ["14:00 unknown"],
    ],
    [
      "the deadline is over, and nothing was started since",
      { created: "14:30", spec: { startingDeadlineSeconds: 600 } },
      ["15:00 deadline"],
    ],
    [
      "the deadline is never met now, but a run was",
      {
        created: "12:30",
        spec: { schedule: "@every 1h", startingDeadlineSeconds: 60 },
        jobs: [quick("14:00", { created: "14:10" })],
        last: "14:00",
      },
      ["15:00 deadline", "13:00 skipped"],
    ],
    [
      "the deadline is not over",
      { created: "14:30", spec: { startingDeadlineSeconds: 3000 } },
      ["15:00 not-taken-up"],
    ],
    [
      "the deadline is shorter than the time to the next, which was in time",
      {
        created: "13:30",
        spec: { startingDeadlineSeconds: 600 },
        jobs: [quick("15:00")],
        last: "15:00",
      },
      ["14:00 deadline"],
    ],
    [
      "a longer deadline explains nothing",
      {
        created: "13:30",
        spec: { startingDeadlineSeconds: 3600 },
        jobs: [quick("15:00")],
        last: "15:00",
      },
      ["14:00 unknown"],
    ],
    [
      "the controller told of the deadline, for that tick alone",
      {
        created: "12:30",
        jobs: [quick("15:00")],
        last: "15:00",
        events: [
          event(
            "MissSchedule",
            "Missed scheduled time to start a job: Tue, 10 Mar 2026 14:00:00 +0000",
            "14:59",
          ),
        ],
      },
      ["14:00 deadline", "13:00 unknown"],
    ],
    [
      "the old controller gave up",
      {
        created: "13:30",
        events: [
          event(
            "FailedNeedsStart",
            "Cannot determine if job needs to be started: too many missed start time (> 100)",
            "14:00",
            "15:20",
          ),
        ],
      },
      ["15:00 too-many", "14:00 too-many"],
    ],
    [
      "refused by name",
      {
        created: "12:30",
        jobs: [quick("15:00")],
        last: "15:00",
        events: [event("FailedCreate", named("14:00"), "14:00", "14:59")],
      },
      ["14:00 refused", "13:00 unknown"],
    ],
    [
      "refused without a name, while it was told",
      {
        created: "12:30",
        jobs: [quick("15:00")],
        last: "15:00",
        events: [event("FailedCreate", refusal, "14:00", "14:59")],
      },
      ["14:00 refused", "13:00 unknown"],
    ],
    [
      "refused before, and not tried again yet",
      {
        created: "14:30",
        spec: { schedule: "*/10 * * * *" },
        events: [
          event("FailedCreate", named("15:20"), "15:21"),
          event("FailedCreate", named("15:00"), "15:00", "15:05"),
        ],
      },
      [
        "15:20 refused",
        "15:10 refused",
        "15:00 refused",
        "14:50 not-taken-up",
        "14:40 not-taken-up",
      ],
    ],
    [
      "refused too long ago",
      { created: "13:30", events: [event("FailedCreate", named("14:00"), "14:00", "14:30")] },
      ["15:00 not-taken-up", "14:00 refused"],
    ],
    [
      "a name tells more than the time it was told at",
      {
        created: "12:30",
        jobs: [quick("15:00")],
        last: "15:00",
        events: [event("FailedCreate", named("13:00"), "13:00", "14:10")],
      },
      ["14:00 unknown", "13:00 refused"],
    ],
    [
      "refused before a run that was started",
      {
        created: "15:05",
        spec: { schedule: "*/10 * * * *" },
        jobs: [quick("15:10")],
        last: "15:10",
        events: [event("FailedCreate", named("15:00"), "15:05")],
      },
      ["15:20 not-taken-up"],
    ],
    [
      "the controller does not know the zone",
      {
        created: "14:30",
        spec: { timeZone: "Etc/UTC" },
        events: [
          event(
            "UnknownTimeZone",
            'invalid timeZone: "Etc/UTC": unknown time zone Etc/UTC',
            "15:00",
          ),
        ],
      },
      ["15:00 unreadable"],
    ],
    [
      "a later run was late: the newest alone was started",
      { created: "12:30", jobs: [quick("15:00", { created: "15:10" })], last: "15:00" },
      ["14:00 skipped", "13:00 skipped"],
    ],
    [
      "a later run was in time, so it is not that",
      { created: "13:30", jobs: [quick("15:00", { created: "15:00:19" })], last: "15:00" },
      ["14:00 unknown"],
    ],
    [
      "a run in between was in time: what was before it was not skipped",
      {
        created: "12:30",
        jobs: [quick("14:00"), quick("15:00", { created: "15:10" })],
        last: "15:00",
      },
      ["13:00 unknown"],
    ],
    [
      "the last started Job is not there",
      { created: "13:30", jobs: [quick("14:00")], last: "15:00" },
      ["15:00 not-kept"],
    ],
    [
      "the Job was there, by an Event",
      {
        created: "13:30",
        jobs: [quick("15:00")],
        last: "15:00",
        events: [
          event(
            "SawCompletedJob",
            `Saw completed job: c-${at("14:00") / 60_000}, condition: Complete`,
            "14:01",
          ),
        ],
      },
      ["14:00 not-kept"],
    ],
  ])("%s", (_, world, expected) => {
    expect(causes(analyse(world))).toEqual(expected);
  });

  it.each<[string, World, string]>([
    [
      "the API server's words, without the controller's",
      { created: "14:30", events: [event("FailedCreate", refusal, "15:00")] },
      "admission webhook denied the request.",
    ],
    [
      "of many like it, the newest",
      {
        created: "14:30",
        events: [event("FailedCreate", `(combined from similar events): ${refusal}`, "15:00")],
      },
      "admission webhook denied the request.",
    ],
    [
      "more than a hundred",
      {
        created: "13:30",
        jobs: [quick("15:00", { created: "15:10" })],
        last: "15:00",
        events: [event("TooManyMissedTimes", "too many missed start times", "15:10")],
      },
      `More than a hundred runs were due, and only the newest was started: c-${at("15:00") / 60_000}, 10m late.`,
    ],
    [
      "more than a hundred, but another time",
      {
        created: "13:30",
        jobs: [quick("15:00", { created: "15:10" })],
        last: "15:00",
        events: [event("TooManyMissedTimes", "too many missed start times", "12:10")],
      },
      `Several runs were due, and only the newest was started: c-${at("15:00") / 60_000}, 10m late.`,
    ],
    [
      "a run that waits for the end of another",
      { created: "13:30", spec: forbid, jobs: [job("14:00")], last: "14:00" },
      `Run c-${at("14:00") / 60_000} is still going, and concurrencyPolicy is Forbid: this one waits for its end.`,
    ],
    [
      "how a Job that is not kept went",
      {
        created: "13:30",
        jobs: [quick("15:00")],
        last: "15:00",
        events: [
          event("SuccessfulCreate", `Created job c-${at("14:00") / 60_000}`, "14:00"),
          event("MissingJob", `Active job went missing: c-${at("14:00") / 60_000}`, "14:05"),
        ],
      },
      `Job c-${at("14:00") / 60_000} was started, and deleted before it ended.`,
    ],
    [
      "the end of a Job before what else was told in its second",
      {
        created: "13:30",
        jobs: [quick("15:00")],
        last: "15:00",
        events: [
          event("SawCompletedJob", `Saw completed job: c-${at("14:00") / 60_000}`, "14:01"),
          event("SuccessfulDelete", `Deleted job c-${at("14:00") / 60_000}`, "14:01"),
        ],
      },
      `Job c-${at("14:00") / 60_000} was started, and deleted by the controller.`,
    ],
  ])("is told in a sentence: %s", (_, world, sentence) => {
    expect(analyse(world).missed.map((missed) => missed.sentence)).toEqual([sentence]);
  });
});

describe("how far back one can say", () => {
  const limits = { successfulJobsHistoryLimit: 2, failedJobsHistoryLimit: 1 };
  it.each<[string, World, string, string[]]>([
    [
      "to the creation",
      { created: "13:30", last: "15:00" },
      "13:30",
      ["15:00 not-kept", "14:00 unknown"],
    ],
    [
      "to the oldest success, where as many are kept as may be",
      { spec: limits, jobs: [quick("13:00"), quick("15:00")], last: "15:00" },
      "13:00",
      ["14:00 unknown"],
    ],
    [
      "further where there is room for more",
      { spec: limits, jobs: [quick("15:00")], last: "15:00", created: "13:30" },
      "13:30",
      ["14:00 unknown"],
    ],
    [
      "to the oldest failure, if that is later",
      {
        spec: limits,
        jobs: [quick("12:00"), quick("13:00"), quick("14:00", { result: "Failed" })],
        last: "14:00",
      },
      "14:00",
      ["15:00 not-taken-up"],
    ],
    [
      "manual runs count for the limits",
      { spec: limits, jobs: [quick("13:00"), quick("13:40", { manual: true })], last: "13:00" },
      "13:00",
      ["15:00 not-taken-up", "14:00 not-taken-up"],
    ],
    [
      "to the last start where nothing is kept: later ticks had no Job",
      { spec: { successfulJobsHistoryLimit: 0 }, last: "14:00" },
      "14:00",
      ["15:00 not-taken-up"],
    ],
    [
      "to ttlSecondsAfterFinished ago",
      {
        spec: { jobTemplate: { spec: { ttlSecondsAfterFinished: 7200 } } },
        last: "15:00",
        jobs: [quick("15:00")],
      },
      "13:30",
      ["14:00 unknown"],
    ],
    [
      "to the last start of another schedule",
      { spec: { schedule: "*/30 * * * *" }, jobs: [quick("13:07"), quick("14:30")], last: "14:30" },
      "13:07",
      ["15:00 not-taken-up", "14:00 unknown", "13:30 unknown"],
    ],
    [
      "no less far for a Job of a time to come",
      { created: "13:30", jobs: [quick("15:00"), quick("23:07")], last: "15:00" },
      "13:30",
      ["14:00 unknown"],
    ],
    [
      "no less far where names tell but the minutes of `@every`",
      { spec: { schedule: "@every 1h" }, created: "13:30:20", jobs: [unmarked("14:30")] },
      "13:30:20",
      [],
    ],
    [
      "to the last start, if that is of another schedule",
      { last: "14:10" },
      "14:10",
      ["15:00 not-taken-up"],
    ],
  ])("%s", (_, world, since, expected) => {
    const analysis = analyse(world);
    expect([analysis.since, analysis.more]).toEqual([iso(at(since)), false]);
    expect(causes(analysis)).toEqual(expected);
  });

  it("to the newest sixty ticks", () => {
    const analysis = analyse({ spec: { schedule: "* * * * *" }, created: "12:00" });
    expect(analysis.missed).toHaveLength(60);
    expect(analysis.missed[0]?.scheduled).toBe(iso(at("15:29")));
    expect([analysis.more, analysis.since]).toEqual([true, iso(at("14:29:59"))]);
  });

  it("to the creation, if there were just sixty", () => {
    const analysis = analyse({ spec: { schedule: "* * * * *" }, created: "14:29:30" });
    expect(analysis.missed).toHaveLength(60);
    expect([analysis.more, analysis.since]).toEqual([false, iso(at("14:29:30"))]);
  });

  it("not to a tick that has come just now", () => {
    const world = { created: "14:30" };
    expect(analyse(world, at("15:00:19")).missed).toEqual([]);
    expect(analyse(world, at("15:00:20")).missed).toHaveLength(1);
  });
});

describe("how much was missed since the last success", () => {
  const world: World = {
    spec: { schedule: "*/10 * * * *" },
    created: "13:35",
    last: "14:40",
    jobs: [quick("14:00"), quick("14:20", { result: "Failed" })],
    events: [event("SuccessfulCreate", `Created job c-${at("14:30") / 60_000}`, "14:30")],
  };
  const suspended = { ...world, spec: { ...world.spec, suspend: true } };
  it.each<[string, World, number, string]>([
    ["what nobody took up counts", world, 5, "not-taken-up"],
    ["what was suspended does not", { ...suspended, suspendedSince: "14:45" }, 0, "suspended"],
    ["nor what may have been", suspended, 0, "unknown"],
    ["a success of which no Job is kept is one", { ...world, success: "14:45" }, 4, "not-taken-up"],
  ])("%s", (_, told, count, newest) => {
    const analysis = analyse(told);
    expect(causes(analysis)).toEqual([
      ...["15:20", "15:10", "15:00", "14:50"].map((tick) => `${tick} ${newest}`),
      "14:40 not-kept",
      "14:30 not-kept",
      "14:10 unknown",
      "13:50 unknown",
      "13:40 unknown",
    ]);
    expect(analysis.sinceSuccess).toBe(count);
  });
});

it("R14: a local time that daylight saving skips is not missed, one that it repeats is missed twice", () => {
  const cronJob = (created: string): CronJob => ({
    metadata: {
      name: "c",
      namespace: "n",
      uid: "u",
      resourceVersion: "1",
      creationTimestamp: created,
    },
    spec: { schedule: "30 2 * * *", timeZone: "Europe/Paris" },
  });
  const missed = (created: string, now: string) =>
    missedRuns(cronJob(created), [], [], Date.parse(now)).missed.map(({ scheduled }) => scheduled);
  expect(missed("2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z")).toEqual(["2026-03-30T00:30:00Z"]);
  expect(missed("2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z")).toEqual([
    "2026-10-25T01:30:00Z",
    "2026-10-25T00:30:00Z",
  ]);
});

it("of the ticks one can speak of each is a run or missed, and none is both", () => {
  const minute = 60_000;
  const begin = at("12:00");
  fc.assert(
    fc.property(
      fc.constantFrom(1, 2, 5, 7),
      fc.array(fc.record({ tick: fc.nat(100), late: fc.nat(90), done: fc.boolean() }), {
        maxLength: 40,
      }),
      fc.constantFrom("Allow", "Forbid", "Replace"),
      fc.option(fc.nat(5), { nil: null }),
      fc.option(fc.nat(600), { nil: null }),
      fc.integer({ min: 0, max: 110 * 60 }),
      (step, starts, concurrencyPolicy, limit, deadline, elapsed) => {
        const now = begin + elapsed * 1000;
        const every = (tick: number) => begin + tick * step * minute;
        const jobs = starts
          .filter(({ tick, late }) => every(tick) + late * 1000 <= now)
          .map(({ tick, late, done }) => {
            const time = (ms: number) => iso(ms).slice(11, -1);
            const created = time(every(tick) + late * 1000);
            return job(time(every(tick)), { created, ...(done ? { ended: created } : {}) });
          });
        const analysis = missedRuns(
          {
            metadata: {
              name: "c",
              namespace: "n",
              uid: "u",
              resourceVersion: "1",
              creationTimestamp: iso(begin - 1000),
            },
            spec: {
              schedule: `@every ${step}m`,
              concurrencyPolicy,
              successfulJobsHistoryLimit: limit,
              startingDeadlineSeconds: deadline,
            },
            status: { lastScheduleTime: iso(begin) },
          },
          jobs,
          [],
          now,
        );
        const missed = analysis.missed.map(({ scheduled }) => Date.parse(scheduled));
        const runs = new Set(jobs.map(({ metadata }) => Number(metadata.name.slice(2)) * minute));
        const expected: number[] = [];
        for (let tick = begin; tick <= now - 20_000; tick += step * minute) {
          if (tick > Date.parse(analysis.since) && !runs.has(tick)) expected.unshift(tick);
        }
        expect(missed).toEqual(expected);
      },
    ),
    { numRuns: 300 },
  );
});

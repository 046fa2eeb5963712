import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cronJobs, events, jobs } from "#lib/kubernetes/resources";
import { missedRuns } from "#lib/runs/missed-runs";
import { nextRun } from "#lib/runs/next-run";
import { runOf } from "#lib/runs/run";
import { inEnglish } from "#lib/texts/wording";

/**
 * What is said of CronJobs beside what a real 1.37 controller did with them: `testdata/recorded`, made
 * by `e2e/recordings/runs/record.ts`.
 */
interface Recording {
  /** Minute 1 of the scenario: the first whole one after the CronJob was created. */
  readonly firstMinute: string;
  readonly end: string;
  readonly moments: readonly Moment[];
  /** Every Job that was made in the recording, kept or not. */
  readonly seen: readonly {
    readonly name: string;
    readonly created: string;
    readonly scheduled: string | null;
  }[];
}

interface Moment {
  readonly title: string;
  readonly now: string;
  readonly cronJob: unknown;
  readonly jobs: readonly unknown[];
  readonly events: readonly unknown[];
}

const minute = (instant: string | number) => Math.floor(new Date(instant).getTime() / 60_000);
const folder = join(import.meta.dirname, "testdata/recorded");

const moments = readdirSync(folder).flatMap((file) => {
  const recording: Recording = JSON.parse(readFileSync(join(folder, file), "utf8"));
  return recording.moments.map((moment) => {
    const cronJob = cronJobs("v1").reduce(moment.cronJob);
    const kept = moment.jobs.map(jobs.reduce);
    const now = Date.parse(moment.now);
    const analysis = missedRuns(cronJob, kept, moment.events.map(events.reduce), now);
    return {
      name: file.slice(0, -5),
      title: moment.title,
      /** The unix minute before the first of the scenario. */
      first: minute(recording.firstMinute) - 1,
      end: Date.parse(recording.end),
      seen: recording.seen,
      now,
      cronJob,
      kept,
      analysis,
    };
  });
});

const gone = "and is no longer there. (Event SuccessfulCreate)";
const zero =
  "deadline: startingDeadlineSeconds is 0, so no run is ever in time. (spec.startingDeadlineSeconds)";
const never =
  "deadline: startingDeadlineSeconds 30 is less than the 60 seconds between runs, so none is ever found due. (spec.startingDeadlineSeconds)";
const suspended = "suspended: The CronJob was suspended. (spec.suspend and metadata.managedFields)";
const notInTime = (seconds: number, source: string) =>
  `deadline: It was not started in the ${seconds} seconds of startingDeadlineSeconds; why is not told. (spec.startingDeadlineSeconds and ${source})`;
const notTakenUp =
  "not-taken-up: It is due, and no controller has started it. (status.lastScheduleTime)";
const skipped = (run: string) =>
  `skipped: Several runs were due, and only the newest was started: ${run}, some seconds late. (the Jobs)`;
const overlap = (sentence: string) => `overlap: ${sentence} (spec.concurrencyPolicy and the Jobs)`;
const refused = (job: string) =>
  `refused: jobs.batch "${job}" is forbidden: exceeded quota: no-jobs, requested: count/jobs.batch=1, used: count/jobs.batch=0, limited: count/jobs.batch=0. (Event FailedCreate)`;
const replaced = (job: string) =>
  `not-kept: Job ${job} was started, and deleted by the controller. (Event SuccessfulDelete)`;
const unknown =
  "unknown: There is no Job, and nothing tells why: it may have been suspended, of another schedule, or deleted by hand. (the Jobs and Events that are kept)";

/** By the minutes of the scenario, newest first: `2 overlap: sentence (source)`. */
const said: Readonly<Record<string, readonly string[]>> = {
  "by-hand: one run started by hand, another deleted by hand": [
    `2 not-kept: Job by-hand-2 was started, ${gone}`,
  ],
  "deadline-zero: a deadline that is always over": [`3 ${zero}`, `2 ${zero}`, `1 ${zero}`],
  "deadline: suspended over two ticks": [`2 ${suspended}`, `1 ${suspended}`],
  "deadline: resumed when the deadline was over": [
    `2 ${notInTime(10, "the Jobs")}`,
    `1 ${notInTime(10, "the Jobs")}`,
  ],
  "every-30s: one Job a minute": [],
  "every-5s: one Job a minute": [],
  "every-90s: a Job every minute and a half": [],
  "every-deadline: an interval longer than the deadline": [
    `3 ${never}`,
    `2 ${never}`,
    `1 ${never}`,
  ],
  "history: one success and one failure are kept of five runs": [],
  "outage: no controller over two ticks": [`7 ${notTakenUp}`, `6 ${notTakenUp}`],
  "outage: the controller is back": [`6 ${skipped("outage-7")}`],
  "outage-deadline: no controller, and one deadline of two is over": [
    `6 ${notInTime(20, "status.lastScheduleTime")}`,
  ],
  "outage-deadline: the controller is back after the deadlines": [
    `7 ${notInTime(20, "the Jobs")}`,
    `6 ${notInTime(20, "the Jobs")}`,
  ],
  "overlap: the first run still goes when the second is due": [
    `2 ${overlap("Run overlap-1 is still going, and concurrencyPolicy is Forbid: this one waits for its end.")}`,
  ],
  "overlap: the run of the third minute began late, and the fourth is due": [
    `4 ${overlap("Run overlap-3 is still going, and concurrencyPolicy is Forbid: this one waits for its end.")}`,
    `2 ${overlap("Run overlap-1 was still going, and concurrencyPolicy is Forbid.")}`,
  ],
  "queued: a Job that waits for admission": [],
  "queued: the Job was admitted": [],
  "quota: two Jobs were refused": [`2 ${refused("quota-2")}`, `1 ${refused("quota-1")}`],
  "quota: Jobs are allowed again": [`2 ${refused("quota-2")}`, `1 ${refused("quota-1")}`],
  "replace: two runs were replaced": [`2 ${replaced("replace-2")}`, `1 ${replaced("replace-1")}`],
  "suspended: suspended over two ticks": [`3 ${suspended}`, `2 ${suspended}`],
  "suspended: resumed": [`2 ${skipped("suspended-3")}`],
  "too-many: a controller that was away for three hours": [],
  "ttl: Jobs go five seconds after their end": [],
  "zone-away: changed to a zone where these hours are not now": [],
  // The controller itself counts the present zone's hours back to the creation.
  "zone-here: changed to the zone where these hours are now": [`2 ${unknown}`, `1 ${unknown}`],
};

describe("what is said of a recorded moment", () => {
  it.each(moments)("$name: $title", ({ name, title, first, analysis }) => {
    const lines = analysis.missed.map(
      ({ scheduled, cause, sentence, source }) =>
        `${minute(scheduled) - first} ${cause}: ${inEnglish(sentence)} (${inEnglish(source)})`,
    );
    const inMinutes = lines.map((line) =>
      line
        .replace(/-(\d{8})\b/, (_, unixMinutes) => `-${unixMinutes - first}`)
        .replace(/\d+s late/, "some seconds late"),
    );
    expect(inMinutes).toEqual(said[`${name}: ${title}`]);
  });
});

describe("what the controller did", () => {
  it.each(moments)(
    "no run that was made is missed, and none missed was made: $name: $title",
    ({ analysis, seen, now }) => {
      const made = seen
        .filter(({ created, scheduled }) => scheduled !== null && Date.parse(created) <= now)
        .map(({ scheduled }) => minute(scheduled as string));
      for (const { scheduled, cause } of analysis.missed) {
        expect([scheduled, made.includes(minute(scheduled))]).toEqual([
          scheduled,
          cause === "not-kept",
        ]);
      }
    },
  );

  it.each(moments)(
    "each Job that is kept is the run of the tick it was made for: $name: $title",
    ({ kept, seen }) => {
      for (const job of kept) {
        const { name, scheduled, manual } = runOf(job);
        const made = seen.find((each) => each.name === name);
        expect([scheduled, manual]).toEqual([made?.scheduled, made?.scheduled === null]);
        // Without the annotation its name tells the same, to the minute.
        const { annotations: _, ...metadata } = job.metadata;
        if (scheduled === null) continue;
        expect(minute(runOf({ ...job, metadata }).scheduled ?? 0)).toBe(minute(scheduled));
      }
    },
  );

  // With Forbid and an `@every` under a minute not each tick has a Job.
  const told = moments.filter(({ name }) => !["every-5s", "every-30s", "overlap"].includes(name));
  it.each(told)(
    "the next Job was made for the tick that was told: $name: $title",
    ({ cronJob, now, seen, end }) => {
      const made = seen
        .map(({ scheduled }) => Date.parse(scheduled ?? ""))
        .find((scheduled) => scheduled > now);
      const next = nextRun(cronJob, now);
      if (next.at !== null) {
        if (made !== undefined) expect(Date.parse(next.at)).toBe(made);
        else expect(Date.parse(next.at)).toBeGreaterThan(end);
      } else if (next.why === "never") expect(made).toBeUndefined();
      else expect([next.why, cronJob.spec?.suspend]).toEqual(["suspended", true]);
    },
  );
});

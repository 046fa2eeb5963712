import type { Stage } from "./stage.ts";

/** Something that happens to a CronJob; the moments that are kept of it come after minutes. */
export interface Scenario {
  readonly name: string;
  play(stage: Stage): Promise<void>;
  /** What the controllers' absence from 5:40 to 7:35 is for. */
  readonly duringOutage?: true;
}

const everyMinute = "* * * * *";
/** A Job that is complete at once, as it needs no Pod. */
const brief = { completions: 0 };
const keepAll = { successfulJobsHistoryLimit: 100, failedJobsHistoryLimit: 100 };

/** The hour that began in Kolkata before the recording, and the next one; in UTC neither is. */
function hoursOfKolkata(): string {
  const hour = Number(
    new Intl.DateTimeFormat("en", {
      timeZone: "Asia/Kolkata",
      hour: "2-digit",
      hourCycle: "h23",
    }).format(Date.now()),
  );
  return `* ${hour},${(hour + 1) % 24} * * *`;
}

export const scenarios: readonly Scenario[] = [
  {
    name: "overlap",
    async play(stage) {
      const options = { concurrencyPolicy: "Forbid", script: "sleep 150" };
      await stage.create(everyMinute, { ...options, startingDeadlineSeconds: 200 });
      await stage.at(2, 30);
      await stage.keep("the first run still goes when the second is due");
      await stage.at(4, 45);
      await stage.keep("the run of the third minute began late, and the fourth is due");
    },
  },
  {
    name: "replace",
    async play(stage) {
      await stage.create(everyMinute, { concurrencyPolicy: "Replace", script: "sleep 150" });
      await stage.at(3, 30);
      await stage.keep("two runs were replaced");
    },
  },
  {
    name: "deadline-zero",
    async play(stage) {
      await stage.create(everyMinute, { startingDeadlineSeconds: 0, job: brief });
      await stage.at(3, 30);
      await stage.keep("a deadline that is always over");
    },
  },
  {
    name: "deadline",
    async play(stage) {
      const options = { startingDeadlineSeconds: 10, suspend: true, job: brief };
      await stage.create(everyMinute, options);
      await stage.at(2, 20);
      await stage.keep("suspended over two ticks");
      await stage.at(2, 25);
      await stage.patch({ spec: { suspend: false } });
      await stage.at(3, 30);
      await stage.keep("resumed when the deadline was over");
    },
  },
  {
    name: "suspended",
    async play(stage) {
      await stage.create(everyMinute, { job: brief });
      await stage.at(1, 30);
      await stage.patch({ spec: { suspend: true } });
      await stage.at(3, 30);
      await stage.keep("suspended over two ticks");
      await stage.at(3, 40);
      await stage.patch({ spec: { suspend: false } });
      await stage.at(4, 30);
      await stage.keep("resumed");
    },
  },
  {
    name: "by-hand",
    async play(stage) {
      await stage.create(everyMinute, { job: brief });
      await stage.at(1, 30);
      await stage.runByHand("started-by-hand");
      await stage.at(2, 30);
      await stage.deleteNewestJob();
      await stage.at(3, 30);
      await stage.keep("one run started by hand, another deleted by hand");
    },
  },
  {
    name: "history",
    async play(stage) {
      const limits = { successfulJobsHistoryLimit: 1, failedJobsHistoryLimit: 1 };
      const script = "[ $(($(date +%s) / 60 % 2)) = 0 ]";
      await stage.create(everyMinute, { ...limits, script, job: { backoffLimit: 0 } });
      await stage.at(5, 30);
      await stage.keep("one success and one failure are kept of five runs");
    },
  },
  {
    name: "every-5s",
    async play(stage) {
      await stage.create("@every 5s", { ...keepAll, job: brief });
      await stage.at(3, 30);
      await stage.keep("one Job a minute");
    },
  },
  {
    name: "every-30s",
    async play(stage) {
      await stage.create("@every 30s", { ...keepAll, job: brief });
      await stage.at(3, 20);
      await stage.keep("one Job a minute");
    },
  },
  {
    name: "every-90s",
    async play(stage) {
      await stage.create("@every 90s", { ...keepAll, job: brief });
      await stage.at(5, 25);
      await stage.keep("a Job every minute and a half");
    },
  },
  {
    name: "every-deadline",
    async play(stage) {
      const options = { ...keepAll, startingDeadlineSeconds: 30, job: brief };
      await stage.create("@every 1m", options);
      await stage.at(4, 30);
      await stage.keep("an interval longer than the deadline");
    },
  },
  {
    name: "zone-away",
    async play(stage) {
      await stage.create(hoursOfKolkata(), { ...keepAll, timeZone: "Asia/Kolkata", job: brief });
      await stage.at(2, 30);
      await stage.patch({ spec: { timeZone: "Etc/UTC" } });
      await stage.at(4, 30);
      await stage.keep("changed to a zone where these hours are not now");
    },
  },
  {
    name: "zone-here",
    async play(stage) {
      await stage.create(hoursOfKolkata(), { ...keepAll, timeZone: "Etc/UTC", job: brief });
      await stage.at(2, 30);
      await stage.patch({ spec: { timeZone: "Asia/Kolkata" } });
      await stage.at(4, 30);
      await stage.keep("changed to the zone where these hours are now");
    },
  },
  {
    name: "quota",
    async play(stage) {
      await stage.refuseJobs(true);
      await stage.create(everyMinute, { job: brief });
      await stage.at(2, 30);
      await stage.keep("two Jobs were refused");
      await stage.at(2, 40);
      await stage.refuseJobs(false);
      await stage.at(4, 45);
      await stage.keep("Jobs are allowed again");
    },
  },
  {
    name: "too-many",
    async play(stage) {
      await stage.create(everyMinute, { suspend: true, job: brief });
      const lastScheduleTime = new Date(Date.now() - 3 * 3_600_000).toISOString();
      await stage.patch({
        status: { lastScheduleTime: lastScheduleTime.replace(/:\d\d\..*/, ":00Z") },
      });
      await stage.patch({ spec: { suspend: false } });
      await stage.at(1, 30);
      await stage.keep("a controller that was away for three hours");
    },
  },
  {
    name: "ttl",
    async play(stage) {
      await stage.create(everyMinute, { job: { ...brief, ttlSecondsAfterFinished: 5 } });
      await stage.at(3, 30);
      await stage.keep("Jobs go five seconds after their end");
    },
  },
  {
    name: "queued",
    async play(stage) {
      await stage.create(everyMinute, { script: "sleep 10", job: { suspend: true } });
      await stage.at(1, 30);
      await stage.keep("a Job that waits for admission");
      await stage.patchNewestJob({ spec: { suspend: false } });
      await stage.at(1, 55);
      await stage.keep("the Job was admitted");
    },
  },
  {
    name: "outage",
    duringOutage: true,
    async play(stage) {
      await stage.at(4, 30);
      await stage.create(everyMinute, { ...keepAll, job: brief });
      await stage.at(7, 30);
      await stage.keep("no controller over two ticks");
      await stage.at(8, 30);
      await stage.keep("the controller is back");
    },
  },
  {
    name: "outage-deadline",
    duringOutage: true,
    async play(stage) {
      await stage.at(4, 30);
      await stage.create(everyMinute, { ...keepAll, startingDeadlineSeconds: 20, job: brief });
      await stage.at(7, 15);
      await stage.keep("no controller, and one deadline of two is over");
      await stage.at(8, 30);
      await stage.keep("the controller is back after the deadlines");
    },
  },
];

import { cronJob } from "../objects.ts";
import { controlledBy, expect, instant, type Thing, test } from "../workloads.ts";

const minuteMs = 60_000;

test("a CronJob starts a Job of its template each minute, and says what became of it", async ({
  workloads,
}) => {
  test.setTimeout(120_000);
  const changes = await workloads.record("cronJobs");
  const metadata = { name: "tick", labels: { team: "a" }, annotations: { note: "of the CronJob" } };
  const created = await workloads.create(
    "cronJobs",
    cronJob(metadata, "* * * * *", { script: "sleep 3", job: { backoffLimit: 2 } }),
  );
  await workloads.patch("cronJobs", "tick", {
    spec: {
      jobTemplate: { metadata: { labels: { app: "shop" }, annotations: { note: "of the Job" } } },
    },
  });
  await expect.poll(() => workloads.names("jobs"), { timeout: 70_000 }).not.toEqual([]);
  const [name = ""] = await workloads.names("jobs");
  const minutes = Number(/^tick-(\d+)$/.exec(name)?.[1]);
  const scheduled = `${new Date(minutes * minuteMs).toISOString().slice(0, -5)}Z`;
  const started = await workloads.get("jobs", name);
  expect(Date.parse(scheduled)).toBeGreaterThan(Date.parse(created.metadata.creationTimestamp));
  expect(Date.parse(started.metadata.creationTimestamp)).toBeGreaterThanOrEqual(
    Date.parse(scheduled),
  );
  expect(started.metadata).toMatchObject({
    labels: { app: "shop" },
    ownerReferences: [controlledBy("CronJob", created)],
  });
  expect(started.metadata.annotations).toEqual({
    note: "of the Job",
    "batch.kubernetes.io/cronjob-scheduled-timestamp": scheduled,
  });
  expect(started.spec).toMatchObject({ backoffLimit: 2, completions: 1, parallelism: 1 });
  const running = await workloads.until("cronJobs", "tick", ({ status }) => status.active);
  expect(running.status).toEqual({
    lastScheduleTime: scheduled,
    active: [
      {
        apiVersion: "batch/v1",
        kind: "Job",
        name,
        namespace: created.metadata.namespace,
        uid: started.metadata.uid,
        resourceVersion: expect.stringMatching(/^\d+$/),
      },
    ],
  });
  const ended = await workloads.until(
    "cronJobs",
    "tick",
    ({ status }) => status.lastSuccessfulTime,
  );
  const { completionTime } = (await workloads.finished(name)).status;
  expect(ended.status).toEqual({
    lastScheduleTime: scheduled,
    lastSuccessfulTime: completionTime,
  });
  expect(changes[0]?.object.status).toEqual({});
  await expect
    .poll(() => workloads.told("tick"))
    .toEqual([
      `Normal SawCompletedJob Saw completed job: ${name}, condition: Complete`,
      `Normal SuccessfulCreate Created job ${name}`,
    ]);
  for (const event of await workloads.events("tick")) {
    expect(event).toMatchObject({
      involvedObject: { apiVersion: "batch/v1", kind: "CronJob", name: "tick" },
      source: { component: "cronjob-controller" },
      reportingComponent: "cronjob-controller",
      firstTimestamp: instant,
      count: 1,
    });
  }
});

/** The last beginning of a year by UTC, and what a run of it is called in minutes. */
function newYear(offsetMinutes = 0): { minutes: number; year: number } {
  const year = new Date(Date.now() + offsetMinutes * minuteMs).getUTCFullYear();
  return { year, minutes: Date.UTC(year) / minuteMs - offsetMinutes };
}

/** Far enough back for a yearly schedule to have been missed. */
const longAgo = () => `${new Date().getUTCFullYear() - 2}-06-01T00:00:00Z`;

test("a run that was missed is started, once and under its own time", async ({ workloads }) => {
  const spec = { suspend: true, script: "true" };
  await workloads.create("cronJobs", cronJob("yearly", "0 0 1 1 *", spec));
  await workloads.patch("cronJobs", "yearly", { status: { lastScheduleTime: longAgo() } });
  expect(await workloads.names("jobs")).toEqual([]);
  await workloads.patch("cronJobs", "yearly", { spec: { suspend: false } });
  const { year, minutes } = newYear();
  const { metadata } = await workloads.until("jobs", `yearly-${minutes}`, () => true);
  expect(metadata.annotations).toEqual({
    "batch.kubernetes.io/cronjob-scheduled-timestamp": `${year}-01-01T00:00:00Z`,
  });
  const { status } = await workloads.until(
    "cronJobs",
    "yearly",
    (now) => now.status.lastSuccessfulTime,
  );
  expect(status.lastScheduleTime).toBe(`${year}-01-01T00:00:00Z`);
  expect(await workloads.names("jobs")).toEqual([`yearly-${minutes}`]);
});

test("a schedule is read in its time zone, and the run says the time there", async ({
  workloads,
}) => {
  const spec = { suspend: true, script: "true", timeZone: "Asia/Kathmandu" };
  await workloads.create("cronJobs", cronJob("there", "0 0 1 1 *", spec));
  await workloads.patch("cronJobs", "there", { status: { lastScheduleTime: longAgo() } });
  await workloads.patch("cronJobs", "there", { spec: { suspend: false } });
  const { year, minutes } = newYear(5 * 60 + 45);
  const { metadata } = await workloads.until("jobs", `there-${minutes}`, () => true);
  expect(metadata.annotations).toEqual({
    "batch.kubernetes.io/cronjob-scheduled-timestamp": `${year}-01-01T00:00:00+05:45`,
  });
});

test("a run that is later than its deadline is not started", async ({ workloads }) => {
  const spec = { suspend: true, script: "true" };
  await workloads.create(
    "cronJobs",
    cronJob("late", "0 0 1 1 *", { ...spec, startingDeadlineSeconds: 60 }),
  );
  await workloads.create("cronJobs", cronJob("free", "0 0 1 1 *", spec));
  for (const name of ["late", "free"]) {
    await workloads.patch("cronJobs", name, { status: { lastScheduleTime: longAgo() } });
    await workloads.patch("cronJobs", name, { spec: { suspend: false } });
  }
  await workloads.until("cronJobs", "free", ({ status }) => status.lastSuccessfulTime);
  const { minutes } = newYear();
  expect(await workloads.names("jobs")).toEqual([`free-${minutes}`]);
  expect((await workloads.get("cronJobs", "late")).status.lastScheduleTime).toBe(longAgo());
});

test("of a hundred missed runs and more the latest is started, with a warning", async ({
  workloads,
}) => {
  const spec = { suspend: true, script: "true" };
  await workloads.create("cronJobs", cronJob("many", "*/5 * * * *", spec));
  const yesterday = new Date(Date.now() - 24 * 60 * minuteMs).toISOString().replace(/\.\d+/, "");
  await workloads.patch("cronJobs", "many", { status: { lastScheduleTime: yesterday } });
  await workloads.patch("cronJobs", "many", { spec: { suspend: false } });
  const { status } = await workloads.until("cronJobs", "many", (now) => now.status.active);
  expect(status.active).toHaveLength(1);
  const late = Date.now() - Date.parse(status.lastScheduleTime);
  expect(late).toBeLessThan(6 * minuteMs);
  await expect
    .poll(() => workloads.told("many"))
    .toContain(
      "Warning TooManyMissedTimes too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew",
    );
});

test("a CronJob whose name is long calls its Jobs after all of it", async ({ workloads }) => {
  const name = "c".repeat(52);
  const spec = { suspend: true, script: "true" };
  const created: Thing = await workloads.create("cronJobs", cronJob(name, "0 0 1 1 *", spec));
  await workloads.patch("cronJobs", name, { status: { lastScheduleTime: longAgo() } });
  await workloads.patch("cronJobs", name, { spec: { suspend: false } });
  const { minutes } = newYear();
  const { metadata } = await workloads.until("jobs", `${name}-${minutes}`, () => true);
  expect(metadata.ownerReferences).toEqual([controlledBy("CronJob", created)]);
});

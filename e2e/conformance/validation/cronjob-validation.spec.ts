import { expect, test } from "../fixtures.ts";
import { cronJob, idleCronJob, paths } from "../objects.ts";
import { type Cause, expectRefusal, invalid, negative } from "../statuses.ts";

const schedules: readonly [schedule: string, ...faults: string[]][] = [
  ["every day", "expected exactly 5 fields, found 2: [every day]"],
  ["* * * * * *", "expected exactly 5 fields, found 6: [* * * * * *]"],
  ["61 * * * *", "end of range (61) above maximum (59): 61"],
  ["5-1 * * * *", "beginning of range (5) beyond end of range (1): 5-1"],
  ["*/0 * * * *", "step of range should be a positive number: */0"],
  ["1-2-3 * * * *", "too many hyphens: 1-2-3"],
  ["* * 0 * *", "beginning of range (0) below minimum (1): 0"],
  ["* * * * 8", "end of range (8) above maximum (6): 8"],
  ["* * * JANU *", 'failed to parse int from JANU: strconv.Atoi: parsing "JANU": invalid syntax'],
  ["@nope", "unrecognized descriptor: @nope"],
  ["@every 1x", 'failed to parse duration @every 1x: time: unknown unit "x" in duration "1x"'],
  ["TZ=UTC 0 0 * * *", "cannot use TZ or CRON_TZ in schedule, use timeZone field instead"],
  [
    "CRON_TZ=Mars/Base 0 0 * * *",
    "provided bad location Mars/Base: unknown time zone Mars/Base",
    "cannot use TZ or CRON_TZ in schedule, use timeZone field instead",
  ],
];

const about = { kind: "CronJob", group: "batch", name: "a" };

test.describe("a schedule that is none is refused with what is wrong with it", () => {
  for (const [schedule, ...faults] of schedules) {
    test(schedule, async ({ api, namespace }) => {
      const body = cronJob("a", schedule);
      const causes = faults.map((fault): Cause => {
        return ["spec.schedule", "Invalid", `Invalid value: "${schedule}": ${fault}`];
      });
      expectRefusal(
        await api.call("POST", paths.cronJobs(namespace), { body }),
        invalid(about, ...causes),
      );
    });
  }
});

test("schedules that look odd are fine", async ({ api, namespace }) => {
  for (const schedule of ["0 0 31 2 *", "@every 1h", " 1 2 3 4 5 ", "0 0 * * MON-fri", "@hourly"]) {
    const path = `${paths.cronJobs(namespace)}?dryRun=All`;
    const { body } = await api.call("POST", path, { body: cronJob("a", schedule) });
    expect(body).toMatchObject({ kind: "CronJob", spec: { schedule } });
  }
});

const zones: readonly [zone: string, fault: string][] = [
  ["Mars/Base", "unknown time zone Mars/Base"],
  ["europe/berlin", "unknown time zone europe/berlin"],
  ["../etc/passwd", "unknown time zone ../etc/passwd"],
  ["", "timeZone must be nil or non-empty string"],
  ["Local", "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones"],
];

test("a time zone is one of the IANA's, spelled as there", async ({ api, namespace }) => {
  for (const [timeZone, fault] of zones) {
    const body = idleCronJob("a", { timeZone });
    const message = `Invalid value: "${timeZone}": ${fault}`;
    expectRefusal(
      await api.call("POST", paths.cronJobs(namespace), { body }),
      invalid(about, ["spec.timeZone", "Invalid", message]),
    );
  }
});

const specs: readonly [string, object, ...Cause[]][] = [
  [
    "all that is wrong is told at once",
    {
      schedule: "nope",
      timeZone: "Mars",
      concurrencyPolicy: "Sometimes",
      startingDeadlineSeconds: -1,
      successfulJobsHistoryLimit: -2,
      failedJobsHistoryLimit: -3,
      job: { parallelism: -4 },
    },
    [
      "spec.schedule",
      "Invalid",
      'Invalid value: "nope": expected exactly 5 fields, found 1: [nope]',
    ],
    ["spec.startingDeadlineSeconds", "Invalid", `Invalid value: -1: ${negative}`],
    ["spec.timeZone", "Invalid", 'Invalid value: "Mars": unknown time zone Mars'],
    [
      "spec.concurrencyPolicy",
      "NotSupported",
      'Unsupported value: "Sometimes": supported values: "Allow", "Forbid", "Replace"',
    ],
    ["spec.jobTemplate.spec.parallelism", "Invalid", `Invalid value: -4: ${negative}`],
    ["spec.successfulJobsHistoryLimit", "Invalid", `Invalid value: -2: ${negative}`],
    ["spec.failedJobsHistoryLimit", "Invalid", `Invalid value: -3: ${negative}`],
  ],
  [
    "it needs a template and a schedule",
    { schedule: undefined, jobTemplate: undefined },
    ["spec.jobTemplate.spec.template.spec.containers", "Required", "Required value"],
    [
      "spec.jobTemplate.spec.template.spec.restartPolicy",
      "Required",
      'Required value: valid values: "OnFailure", "Never"',
    ],
    ["spec.schedule", "Required", "Required value"],
  ],
  [
    "its Jobs' selectors are made for each",
    { job: { selector: { matchLabels: { a: "b" } }, manualSelector: true } },
    [
      "spec.jobTemplate.spec.selector",
      "Invalid",
      'Invalid value: {"matchLabels":{"a":"b"}}: `selector` will be auto-generated',
    ],
    [
      "spec.jobTemplate.spec.manualSelector",
      "NotSupported",
      'Unsupported value: true: supported values: "nil", "false"',
    ],
  ],
  [
    "its Jobs are judged as Jobs are",
    { job: { completionMode: "Indexed" } },
    [
      "spec.jobTemplate.spec.completions",
      "Required",
      "Required value: when completion mode is Indexed",
    ],
  ],
];

for (const [sentence, spec, ...causes] of specs) {
  test(`a CronJob is refused: ${sentence}`, async ({ api, namespace }) => {
    const body = idleCronJob("a", spec);
    const reply = await api.call("POST", paths.cronJobs(namespace), { body });
    expectRefusal(reply, invalid(about, ...causes));
  });
}

test("a CronJob's name leaves eleven characters of 63 to its Jobs", async ({ api, namespace }) => {
  const name = "a".repeat(53);
  const message = `Invalid value: "${name}": must be no more than 52 characters`;
  expectRefusal(
    await api.call("POST", paths.cronJobs(namespace), { body: idleCronJob(name) }),
    invalid({ ...about, name }, ["metadata.name", "Invalid", message]),
  );
  const body = idleCronJob("a".repeat(52));
  expect((await api.call("POST", paths.cronJobs(namespace), { body })).status).toBe(201);
});

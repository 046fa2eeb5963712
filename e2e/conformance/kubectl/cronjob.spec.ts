import { articleCronJob, nightlyCronJob } from "./article.ts";
import { normalForm } from "./normal-form.ts";
import { expect, lines, namesOf, test } from "./typing.ts";

test("the article's CronJob runs at the next minute, and each command says so", async ({
  type,
  terminal,
  namespace,
}) => {
  test.setTimeout(120_000);
  // A watch that has begun with another misses nothing of this one.
  await type("create -f -", nightlyCronJob);
  const watch = terminal.start("get cronjobs -w");
  await watch.until(/nightly/);
  expect(await type("apply -f -", articleCronJob)).toBe("cronjob.batch/echo created");
  expect(await type("get cronjob echo")).toMatch(
    /^NAME {2}SCHEDULE {2}TIMEZONE {2}SUSPEND {2}ACTIVE {2}LAST SCHEDULE {2}AGE\necho {2}\*\/1 \* \* \* \* {2}<none> {2}False {2}\d {2}(<none>|AGE) {2}AGE$/,
  );
  expect(
    await type("wait --for=jsonpath={.status.lastSuccessfulTime} cronjob/echo --timeout=90s"),
  ).toBe("cronjob.batch/echo condition met");
  // No second run may come while these are compared.
  expect(await type('patch cronjob echo -p \'{"spec":{"suspend":true}}\'')).toBe(
    "cronjob.batch/echo patched",
  );
  await watch.until(/True/);
  const line = (rest: string) => `echo  */1 * * * *  <none>  ${rest}`;
  const seen = normalForm((await watch.interrupt()).stdout, namesOf(namespace, [])).split("\n");
  expect(seen).toEqual(
    expect.arrayContaining([
      line("False  0  <none>  AGE"),
      line("False  1  AGE  AGE"),
      line("False  0  AGE  AGE"),
      line("True  0  AGE  AGE"),
    ]),
  );
  await expect
    .poll(() => type("events --for cronjob/echo"), { timeout: 30_000 })
    .toContain("SawCompletedJob");
  expect(await type("events --for cronjob/echo")).toBe(
    lines(
      "LAST SEEN  TYPE  REASON  OBJECT  MESSAGE",
      "AGE  Normal  SuccessfulCreate  CronJob/echo  Created job echo-MINUTE",
      "AGE  Normal  SawCompletedJob  CronJob/echo  Saw completed job: echo-MINUTE, condition: Complete",
    ),
  );
  const told = (await type("describe cronjob echo")).split("\n");
  expect(told.slice(told.indexOf("Last Schedule Time:  TIME"))).toEqual([
    "Last Schedule Time:  TIME",
    "Active Jobs:  <none>",
    "Events:",
    "  Type  Reason  Age  From  Message",
    "  ----  ------  ----  ----  -------",
    "  Normal  SuccessfulCreate  AGE  cronjob-controller  Created job echo-MINUTE",
    "  Normal  SawCompletedJob  AGE  cronjob-controller  Saw completed job: echo-MINUTE, condition: Complete",
  ]);
  expect(await type("get jobs")).toBe(
    lines("NAME  STATUS  COMPLETIONS  DURATION  AGE", "echo-MINUTE  Complete  1/1  AGE  AGE"),
  );
  expect(await type("get pods --no-headers")).toBe("echo-MINUTE-RANDOM  0/1  Completed  0  AGE");
  expect((await terminal.kubectl("get jobs -o name")).stdout).toMatch(/^job\.batch\/echo-\d{8}\n$/);
  expect(await type("logs -l batch.kubernetes.io/job-name --tail=-1")).toBe("this a cronjob");
  expect(await type("logs cronjob/echo")).toBe(
    lines(
      "error: cannot get the logs from *v1.CronJob: selector for *v1.CronJob not implemented",
      "[exit 1]",
    ),
  );
  expect(await type("delete cronjob echo --cascade=foreground")).toBe(
    'cronjob.batch "echo" deleted from NAMESPACE namespace',
  );
  expect(await type("delete cronjob nightly -o name")).toBe("cronjob.batch/nightly");
  expect(await type("get cronjobs,jobs,pods")).toBe("No resources found in NAMESPACE namespace.");
});

import type { Running } from "../terminal.ts";
import { nightlyCronJob } from "./article.ts";
import { normalForm } from "./normal-form.ts";
import { expect, lines, namesOf, test } from "./typing.ts";

/** What a watch has begun with, so that nothing of what comes is missed. */
const marker = `apiVersion: batch/v1
kind: Job
metadata: { name: marker }
spec:
  suspend: true
  template:
    spec: { restartPolicy: Never, containers: [{ name: main, image: busybox }] }
---
apiVersion: v1
kind: Pod
metadata: { name: marker }
spec:
  schedulingGates: [{ name: example.com/never }]
  containers: [{ name: main, image: busybox }]
`;

/** The lines about the Job `echo` and its Pod; a line that comes again at once counts once. */
function linesOf(watch: Running, namespace: string): string[] {
  const all = normalForm(watch.printed(), namesOf(namespace, [])).split("\n");
  return all.filter((line, i) => /\becho\b/.test(line) && line !== all[i - 1]);
}

test("get jobs -w shows a Job from its creation to its end", async ({
  type,
  terminal,
  namespace,
}) => {
  await type("create -f -", marker);
  const watch = terminal.start("get jobs -w");
  const events = terminal.start("get jobs -w --output-watch-events");
  await Promise.all([watch.until(/marker/), events.until(/marker/)]);
  await type("create job echo --image=busybox -- echo hi");
  await watch.until(/echo +Complete /);
  await type("delete job echo");
  await events.until(/DELETED +echo /);
  const seen = [
    "Running  0/1  AGE",
    "Running  0/1  AGE  AGE",
    "SuccessCriteriaMet  0/1  AGE  AGE",
    "Complete  1/1  AGE  AGE",
  ];
  expect(linesOf(watch, namespace)).toEqual(seen.map((line) => `echo  ${line}`));
  expect(linesOf(events, namespace)).toEqual([
    ...seen.map((line, i) => `${i === 0 ? "ADDED" : "MODIFIED"}  echo  ${line}`),
    "DELETED  echo  Complete  1/1  AGE  AGE",
  ]);
  await Promise.all([watch.interrupt(), events.interrupt()]);
});

test("get pods -w shows a Pod from its creation to its end", async ({
  type,
  terminal,
  namespace,
}) => {
  await type("create -f -", marker);
  const watch = terminal.start("get pods -w");
  await watch.until(/marker/);
  await type("create job echo --image=busybox -- sleep 4");
  await watch.until(/echo-\w+ +0\/1 +Completed /);
  expect(linesOf(watch, namespace)).toEqual([
    "echo-RANDOM  0/1  Pending  0  AGE",
    "echo-RANDOM  0/1  ContainerCreating  0  AGE",
    "echo-RANDOM  1/1  Running  0  AGE",
    "echo-RANDOM  0/1  Completed  0  AGE",
  ]);
  await watch.interrupt();
});

test("get -w of one object shows its changes, in the form that is asked for", async ({
  type,
  terminal,
}) => {
  await type("create -f -", nightlyCronJob);
  const names = terminal.start("get cronjob nightly -w -o name");
  const fields = terminal.start(
    "get cronjob nightly -w -o custom-columns=SUSPEND:.spec.suspend,BY:.metadata.labels.by --no-headers",
  );
  await Promise.all([names.until(/nightly/), fields.until(/false/)]);
  await type('patch cronjob nightly -p \'{"spec":{"suspend":true}}\'');
  await fields.until(/true/);
  await type("label cronjob nightly by=me");
  await fields.until(/me/);
  await names.until(/(.*nightly\n){3}/);
  expect(normalForm(fields.printed())).toBe(lines("false  <none>", "true  <none>", "true  me", ""));
  await Promise.all([names.interrupt(), fields.interrupt()]);
});

test("get events -w tells what happens, as it happens", async ({ type, terminal, namespace }) => {
  await type("create -f -", marker);
  await expect.poll(() => type("get events"), { timeout: 30_000 }).toContain("Suspended");
  const watch = terminal.start("get events -w");
  await watch.until(/marker/);
  await type("create job echo --image=busybox -- echo hi");
  await watch.until(/Job completed/);
  const reasons = linesOf(watch, namespace).map((line) => line.split("  ")[2]);
  expect(reasons.toSorted()).toEqual([
    "Completed",
    "Created",
    "Pulled",
    "Pulling",
    "Scheduled",
    "Started",
    "SuccessfulCreate",
  ]);
  await watch.interrupt();
});

test("wait waits for conditions and values, and says when it waited in vain", async ({ type }) => {
  await type("create job echo --image=busybox -- echo hi");
  expect(await type("wait --for=jsonpath={.status.succeeded}=1 job/echo --timeout=60s")).toBe(
    "job.batch/echo condition met",
  );
  expect(await type("wait --for=condition=complete job --all --timeout=60s")).toBe(
    "job.batch/echo condition met",
  );
  expect(await type("wait --for=condition=failed job/echo --timeout=1s")).toBe(
    lines("error: timed out waiting for the condition on jobs/echo", "[exit 1]"),
  );
  expect(await type("wait --for=condition=complete job/nope --timeout=5s")).toBe(
    lines('Error from server (NotFound): jobs.batch "nope" not found', "[exit 1]"),
  );
});

test("wait waits for what is yet to be made, and for what is to go", async ({ type, terminal }) => {
  const made = terminal.start("wait --for=create job/echo --timeout=60s");
  await type("create job echo --image=busybox -- sleep 60");
  expect((await made.ended).stdout).toBe("job.batch/echo condition met\n");
  const gone = terminal.start("wait --for=delete job/echo --timeout=60s");
  await type("delete job echo");
  expect((await gone.ended).code).toBe(0);
  expect(await type("wait --for=delete job/echo --timeout=5s")).toBe("");
});

test("wait of a Job that fails is met by its failure", async ({ type }) => {
  const manifest = marker.split("---")[0]?.replace("suspend: true", "backoffLimit: 0") ?? "";
  await type(
    "create -f -",
    manifest.replace("image: busybox", 'image: busybox, command: ["false"]'),
  );
  expect(await type("wait --for=condition=failed job/marker --timeout=60s")).toBe(
    "job.batch/marker condition met",
  );
  expect(await type("get job marker --no-headers")).toBe("marker  Failed  0/1  AGE  AGE");
  expect(await type("get pods --no-headers")).toBe("marker-RANDOM  0/1  Error  0  AGE");
});

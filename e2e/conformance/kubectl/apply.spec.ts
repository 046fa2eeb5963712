import { articleCronJob, articleJob, nightlyCronJob } from "./article.ts";
import { expect, lines, test } from "./typing.ts";

/** The article's Job with one line more in its spec. */
const withSpec = (line: string) => articleJob.replace("  template:", `  ${line}\n  template:`);

const unmanaged = (what: string) =>
  `Warning: resource ${what} is missing the kubectl.kubernetes.io/last-applied-configuration annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.`;

test("the article's Job is applied, waited for and read, as the article shows it", async ({
  type,
}) => {
  expect(await type("apply -f -", articleJob)).toBe("job.batch/echo created");
  expect(await type("wait --for=condition=complete job/echo --timeout=60s")).toBe(
    "job.batch/echo condition met",
  );
  expect(await type("logs job/echo")).toBe("this a job");
  expect(await type("delete job echo")).toBe('job.batch "echo" deleted from NAMESPACE namespace');
  const nothing = "No resources found in NAMESPACE namespace.";
  await expect.poll(() => type("get jobs,pods"), { timeout: 30_000 }).toBe(nothing);
});

test("apply creates, finds unchanged, and configures", async ({ type }) => {
  expect(await type("apply -f -", articleJob)).toBe("job.batch/echo created");
  expect(await type("apply -f -", articleJob)).toBe("job.batch/echo unchanged");
  const changed = withSpec("backoffLimit: 4");
  expect(await type("apply -f -", changed)).toBe("job.batch/echo configured");
  expect(await type("get job echo -o jsonpath={.spec.backoffLimit}")).toBe("4");
  expect(await type("apply -f -", changed)).toBe("job.batch/echo unchanged");
});

test("apply takes away what is no longer in the manifest, and leaves what others wrote", async ({
  type,
}) => {
  await type("apply -f -", `${nightlyCronJob}  timeZone: Europe/Berlin\n`);
  await type("label cronjob nightly team=night");
  expect(await type("apply -f -", nightlyCronJob)).toBe("cronjob.batch/nightly configured");
  const columns = "custom-columns=ZONE:.spec.timeZone,TEAM:.metadata.labels.team";
  expect(await type(`get cronjob nightly -o ${columns}`)).toBe(
    lines("ZONE  TEAM", "<none>  night"),
  );
});

test("apply writes down what it was given", async ({ type }) => {
  await type("apply -f -", articleJob);
  const annotation = "{.metadata.annotations.kubectl\\.kubernetes\\.io/last-applied-configuration}";
  expect(await type(`get job echo -o jsonpath=${annotation}`)).toBe(
    '{"apiVersion":"batch/v1","kind":"Job","metadata":{"annotations":{},"name":"echo","namespace":"NAMESPACE"},"spec":{"template":{"spec":{"containers":[{"command":["sh","-c","echo this a job"],"image":"busybox","name":"echo"}],"restartPolicy":"Never"}}}}',
  );
});

test("apply of what was created warns, and adopts it", async ({ type }) => {
  expect(await type("create -f -", nightlyCronJob)).toBe("cronjob.batch/nightly created");
  expect(await type("apply -f -", nightlyCronJob)).toBe(
    lines("cronjob.batch/nightly configured", unmanaged("cronjobs/nightly")),
  );
  expect(await type("apply -f -", nightlyCronJob)).toBe("cronjob.batch/nightly unchanged");
});

test("several documents are applied, shown and deleted in their order", async ({ type }) => {
  const both = `${articleJob}---\n${nightlyCronJob}---\n# nothing more\n`;
  expect(await type("apply -f -", both)).toBe(
    lines("job.batch/echo created", "cronjob.batch/nightly created"),
  );
  expect(await type("get -o name -f -", both)).toBe(
    lines("job.batch/echo", "cronjob.batch/nightly"),
  );
  expect(await type("delete -f -", both)).toBe(
    lines(
      'job.batch "echo" deleted from NAMESPACE namespace',
      'cronjob.batch "nightly" deleted from NAMESPACE namespace',
    ),
  );
});

test("a document that is refused does not keep the next from being applied", async ({ type }) => {
  const both = `${articleCronJob.replace("*/1 * * * *", "every night")}---\n${nightlyCronJob}`;
  expect(await type("apply -f -", both)).toBe(
    lines(
      "cronjob.batch/nightly created",
      'The CronJob "echo" is invalid: spec.schedule: Invalid value: "every night": expected exactly 5 fields, found 2: [every night]',
      "[exit 1]",
    ),
  );
});

test("a dry run says what would come of it, and nothing comes of it", async ({ type }) => {
  expect(await type("apply --dry-run=server -f -", articleJob)).toBe(
    "job.batch/echo created (server dry run)",
  );
  expect(await type("apply --dry-run=client -f -", articleJob)).toBe(
    "job.batch/echo created (dry run)",
  );
  expect(await type("get jobs")).toBe("No resources found in NAMESPACE namespace.");
  await type("apply -f -", nightlyCronJob);
  const changed = nightlyCronJob.replace("0 3", "0 4");
  expect(await type("apply --dry-run=server -f -", changed)).toBe(
    "cronjob.batch/nightly configured (server dry run)",
  );
  expect(await type("apply --dry-run=server -f -", nightlyCronJob)).toBe(
    "cronjob.batch/nightly unchanged (server dry run)",
  );
  expect(await type("get cronjob nightly -o jsonpath={.spec.schedule}")).toBe("0 3 * * *");
});

test("diff is silent where nothing would change, and else shows what would", async ({ type }) => {
  await type("apply -f -", nightlyCronJob);
  expect(await type("diff -f -", nightlyCronJob)).toBe("");
  const shown = await type("diff -f -", nightlyCronJob.replace("0 3", "0 4"));
  const changed = shown.split("\n").filter((line) => /^[-+] |^\[exit/.test(line));
  expect(changed.filter((line) => !line.includes("last-applied"))).toEqual([
    "-  generation: 1",
    "+  generation: 2",
    "-  schedule: 0 3 * * *",
    "+  schedule: 0 4 * * *",
    "[exit 1]",
  ]);
});

for (const [mistake, manifest, refusal] of [
  [
    "an unknown field",
    withSpec("backofflimit: 3"),
    'Error from server (BadRequest): error when creating "STDIN": Job in version "v1" cannot be handled as a Job: strict decoding error: unknown field "spec.backofflimit"',
  ],
  [
    "a text where a number belongs",
    withSpec("backoffLimit: three"),
    'Error from server (BadRequest): error when creating "STDIN": Job in version "v1" cannot be handled as a Job: json: cannot unmarshal string into Go struct field JobSpec.spec.backoffLimit of type int32',
  ],
  [
    "a number out of range",
    withSpec("backoffLimit: -1"),
    'The Job "echo" is invalid: spec.backoffLimit: Invalid value: -1: must be greater than or equal to 0',
  ],
  [
    "a restart policy that no Job can have",
    articleJob.replace("restartPolicy: Never", "restartPolicy: Always"),
    'The Job "echo" is invalid: spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
  ],
  [
    "names in capitals",
    articleJob.replaceAll("name: echo", "name: Echo"),
    lines(
      'The Job "Echo" is invalid:',
      "* metadata.name: Invalid value: \"Echo\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
      "* spec.template.spec.containers[0].name: Invalid value: \"Echo\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
    ),
  ],
  [
    "a schedule of six fields",
    articleCronJob.replace("*/1 *", "*/1 * *"),
    'The CronJob "echo" is invalid: spec.schedule: Invalid value: "*/1 * * * * *": expected exactly 5 fields, found 6: [*/1 * * * * *]',
  ],
  [
    "a kind that there is not",
    articleJob.replace("kind: Job", "kind: Jobb"),
    lines(
      'error: resource mapping not found for name: "echo" namespace: "" from "STDIN": no matches for kind "Jobb" in version "batch/v1"',
      "ensure CRDs are installed first",
    ),
  ],
  [
    "a version that there is not",
    articleJob.replace("batch/v1", "batch/v2"),
    lines(
      'error: resource mapping not found for name: "echo" namespace: "" from "STDIN": no matches for kind "Job" in version "batch/v2"',
      "ensure CRDs are installed first",
    ),
  ],
] as const) {
  test(`apply says what is wrong with ${mistake}`, async ({ type }) => {
    expect(await type("apply -f -", manifest)).toBe(lines(refusal, "[exit 1]"));
    expect(await type("get jobs,cronjobs")).toBe("No resources found in NAMESPACE namespace.");
  });
}

test("an unknown field is a warning where the reader says so", async ({ type }) => {
  expect(await type("apply --validate=warn -f -", withSpec("backofflimit: 3"))).toBe(
    lines("job.batch/echo created", 'Warning: unknown field "spec.backofflimit"'),
  );
});

test("the template of a Job that runs cannot be applied anew", async ({ type }) => {
  await type("apply -f -", articleJob);
  const refused = await type("apply -f -", articleJob.replace("this a job", "another job"));
  expect(refused).toMatch(
    /^The Job "echo" is invalid: spec\.template: Invalid value: .*another job.*: field is immutable\n\[exit 1\]$/,
  );
});

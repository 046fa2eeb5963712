import { expect, test } from "../fixtures.ts";
import { idleJob, type Metadata, paths, podSpec, shell } from "../objects.ts";
import {
  type Cause,
  expectRefusal,
  invalid,
  labelKey,
  labelValue,
  subdomain,
  warningsOf,
} from "../statuses.ts";

const spec = podSpec([shell("true")]);

const names: readonly [string, Metadata, ...Cause[]][] = [
  [
    "a name is in lower case",
    { name: "My-Job" },
    ["metadata.name", "Invalid", `Invalid value: "My-Job": ${subdomain}`],
  ],
  [
    "a name is no longer than the label it becomes",
    { name: "a".repeat(64) },
    [
      "spec.template.labels",
      "Invalid",
      `Invalid value: "${"a".repeat(64)}": must be no more than 63 bytes`,
    ],
  ],
  [
    "it has a name or the beginning of one",
    {},
    ["metadata.name", "Required", "Required value: name or generateName is required"],
  ],
  [
    "the key of a label has no spaces",
    { name: "a", labels: { "a b": "c" } },
    ["metadata.labels", "Invalid", `Invalid value: "a b": ${labelKey}`],
  ],
  [
    "the value of a label has no spaces",
    { name: "a", labels: { a: "not ok" } },
    ["metadata.labels", "Invalid", `Invalid value: "not ok": ${labelValue}`],
  ],
  [
    "the key of an annotation has no spaces",
    { name: "a", annotations: { "a b": "any text" } },
    ["metadata.annotations", "Invalid", `Invalid value: "a b": ${labelKey}`],
  ],
  [
    "annotations are a quarter of a megabyte at most",
    { name: "a", annotations: { a: "x".repeat(262_144) } },
    ["metadata.annotations", "TooLong", "Too long: may not be more than 262144 bytes"],
  ],
  [
    "a finalizer says whose it is",
    { name: "a", finalizers: ["mine"] },
    [
      "metadata.finalizers[0]",
      "Invalid",
      'Invalid value: "mine": name is neither a standard finalizer name nor is it fully qualified',
    ],
  ],
];

for (const [sentence, metadata, ...causes] of names) {
  test(`a Job is refused: ${sentence}`, async ({ api, namespace }) => {
    const reply = await api.call("POST", paths.jobs(namespace), { body: idleJob(metadata) });
    const about = { kind: "Job", group: "batch", ...(metadata.name && { name: metadata.name }) };
    expectRefusal(reply, invalid(about, ...causes));
  });
}

test("an Indexed Job's name must leave room for an index in a host's name", async ({
  api,
  namespace,
}) => {
  const name = "a".repeat(62);
  const body = idleJob(name, { completionMode: "Indexed", completions: 100 });
  const reply = await api.call("POST", paths.jobs(namespace), { body });
  const message = `Invalid value: "${name}": will not able to create pod with invalid DNS label: ${name}-99`;
  const about = { kind: "Job", group: "batch", name };
  expectRefusal(reply, invalid(about, ["metadata.name", "Invalid", message]));
});

test("the labels of a Job's template are its own, and judged twice", async ({ api, namespace }) => {
  const template = { metadata: { labels: { app: "a b" } }, spec };
  const body = idleJob("a", { template });
  const reply = await api.call("POST", paths.jobs(namespace), { body });
  const message = `Invalid value: "a b": ${labelValue}`;
  expectRefusal(
    reply,
    invalid(
      { kind: "Job", group: "batch", name: "a" },
      ["metadata.labels", "Invalid", message],
      ["spec.template.labels", "Invalid", message],
    ),
  );
});

test("the label that names a Job's Pods is not the user's to set", async ({ api, namespace }) => {
  const labels = { "job-name": "other" };
  const body = idleJob("a", { template: { metadata: { labels }, spec } });
  const { status, body: refused } = await api.call("POST", paths.jobs(namespace), { body });
  expect(status).toBe(422);
  const { causes } = (refused as { details: { causes: object[] } }).details;
  expect(causes).toEqual([
    {
      reason: "FieldValueInvalid",
      field: "spec.template.metadata.labels[job-name]",
      message: expect.stringMatching(/^Invalid value: \{.*"job-name":"other"\}: must be 'a'$/),
    },
  ]);
});

test("a Job whose name is no label is made, with a warning", async ({ api, namespace }) => {
  const path = `${paths.jobs(namespace)}?dryRun=All`;
  const reply = await api.call("POST", path, { body: idleJob("a.b") });
  expect(reply.status).toBe(201);
  expect(warningsOf(reply)).toEqual([
    "metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]",
  ]);
});

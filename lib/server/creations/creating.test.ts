import { afterEach, beforeEach, expect, test } from "vitest";
import type { CreationAnswer } from "#lib/api/creation";
import { Served } from "#lib/server/testing/served";
import { inEnglish } from "#lib/texts/wording";

let served: Served;
beforeEach(async () => {
  served = await Served.start();
  await expect.poll(() => served.dashboard.ready()).toBe(true);
});
afterEach(() => served.close());

const key = "abcdefgh";
const job = `apiVersion: batch/v1
kind: Job
metadata:
  name: echo
spec:
  template:
    spec:
      containers:
        - name: main
          image: busybox
`;
const cronJob = `apiVersion: batch/v1
kind: CronJob
metadata:
  name: nightly
  namespace: shop
  annotations:
    note: kept
spec:
  schedule: "@daily"
`;

async function create(yaml: string, more: object = {}): Promise<CreationAnswer> {
  const body = { yaml, namespace: "default", key, dryRun: false, ...more };
  const response = await served.post("creations", body);
  if (response.status !== 200) throw new Error(await response.text());
  return response.json();
}
const isPost = ({ method, path }: { method: string; path: string }) =>
  method === "POST" && /\/(cron)?jobs$/.test(path);
const posts = () => served.api.requests.filter(isPost);
const results = ({ documents }: CreationAnswer) =>
  documents.map(({ namespace, name, result }) => `${namespace}/${name} ${result}`);

test("a text with a Job and a CronJob makes both, in their order", async () => {
  const answer = await create(`${job}---\n${cronJob}`);
  expect(answer.problems).toEqual([]);
  const uid = served.api.get("jobs", "default", "echo")?.metadata.uid;
  expect(answer.documents).toMatchObject([
    { line: 1, kind: "Job", namespace: "default", name: "echo", result: "created", uid },
    { line: 12, kind: "CronJob", namespace: "shop", name: "nightly", result: "created" },
  ]);
  expect(posts().map(({ path }) => path)).toEqual([
    "/apis/batch/v1/namespaces/default/jobs",
    "/apis/batch/v1/namespaces/shop/cronjobs",
  ]);
  expect(served.api.get("cronjobs", "shop", "nightly")?.metadata.annotations).toEqual({
    note: "kept",
    "batchboard/request": key,
  });
});

test("a dry run asks the API server and makes nothing", async () => {
  expect(results(await create(`${job}---\n${cronJob}`, { dryRun: true }))).toEqual([
    "default/echo valid",
    "shop/nightly valid",
  ]);
  for (const { query } of posts()) {
    expect(Object.fromEntries(query)).toEqual({ dryRun: "All", fieldValidation: "Strict" });
  }
  expect(posts()).toHaveLength(2);
  expect(served.api.collection("jobs").sorted()).toEqual([]);
});

test("S32: the same creation sent again is the same objects; another's name stays another's", async () => {
  await create(`${job}---\n${cronJob}`);
  expect(results(await create(`${job}---\n${cronJob}`))).toEqual([
    "default/echo already",
    "shop/nightly already",
  ]);
  const other = await create(job, { key: "hgfedcba" });
  expect(other.documents[0]).toMatchObject({
    result: "refused",
    problems: [{ line: null, message: 'jobs.batch "echo" already exists' }],
  });
});

test("S32: a name that is generated is completed by the key", async () => {
  const yaml = job.replace("name: echo", "generateName: echo-");
  expect(results(await create(`${yaml}---\n${yaml}`))).toEqual([
    "default/echo-abcdefgh created",
    "default/echo-abcdefgh1 created",
  ]);
  expect(results(await create(`${yaml}---\n${yaml}`))).toEqual([
    "default/echo-abcdefgh already",
    "default/echo-abcdefgh1 already",
  ]);
  expect(JSON.parse(posts()[0]?.body ?? "").metadata).not.toHaveProperty("generateName");
});

test("R25: what lost its answer is read back; where that fails, it is not known", async () => {
  served.api.fault(isPost, "lose", 1);
  expect(results(await create(job))).toEqual(["default/echo created"]);
  expect(posts()).toHaveLength(1);
  served.api.fault(isPost, "reset", 1);
  const { documents } = await create(job.replace("echo", "other"));
  expect(documents[0]?.result).toBe("unknown");
  expect(inEnglish(documents[0]?.problems[0]?.message ?? "")).toMatch(
    /^It is not known whether Job other was created/,
  );
});

test.each([
  ["apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n", 2, /Only Jobs.*this is Secret of v1/],
  ["apiVersion: v1\nkind: List\nitems: []\n", 2, /this is List/],
  ["apiVersion: batch/v2\nkind: Job\nmetadata: {name: s}\n", 2, /this is Job of batch\/v2/],
  ["apiVersion: batch/v1beta1\nkind: CronJob\nmetadata: {name: s}\n", 2, /CronJobs \(batch\/v1\)/],
  ["apiVersion: batch/v1\nkind: Job\nmetadata: {}\n", 3, /needs metadata.name/],
  [
    "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: s\n  namespace: ../x\n",
    5,
    /no namespace name/,
  ],
  ["just a text\n", 1, /no object/],
  ["- kind: Job\n", 1, /no object/],
])("S10: %j is not created, and reaches no cluster", async (yaml, line, message) => {
  const { documents } = await create(yaml);
  expect(documents).toMatchObject([{ result: "refused", uid: null }]);
  const [problem, ...more] = documents[0]?.problems ?? [];
  expect(problem?.line).toBe(line);
  expect(inEnglish(problem?.message ?? "")).toMatch(message);
  expect(more).toEqual([]);
  expect(posts()).toEqual([]);
});

test("while one document is wrong none is created; a dry run judges the others", async () => {
  const yaml = `${job}---\n${job}`;
  const { documents } = await create(yaml);
  expect(documents.map(({ problems }) => problems)).toEqual([
    [{ line: 1, message: "It was not created, for another document is wrong." }],
    [{ line: 15, message: "It stands on line 1 already." }],
  ]);
  expect(posts()).toEqual([]);
  expect(results(await create(yaml, { dryRun: true }))).toEqual([
    "default/echo valid",
    "default/echo refused",
  ]);
});

test("what the API server says stands on the line it is about", async () => {
  const said = [
    {
      status: 422,
      reason: "Invalid",
      message: 'Job.batch "echo" is invalid: two things',
      details: {
        causes: [
          {
            reason: "FieldValueRequired",
            message: "Required value: valid values",
            field: "spec.template.spec.restartPolicy",
          },
          { message: "Invalid value", field: "spec.template.spec.containers[0].image" },
        ],
      },
    },
    {
      status: 400,
      reason: "BadRequest",
      message:
        'Job in version "v1" cannot be handled as a Job: strict decoding error: unknown field "spec.template.spec.containers[0].img", unknown field "spec.foo"',
    },
    {
      status: 400,
      reason: "BadRequest",
      message:
        'Job in version "v1" cannot be handled as a Job: json: cannot unmarshal string into Go struct field JobSpec.spec.template of type int32',
    },
    { status: 403, reason: "Forbidden", message: "admission webhook denied:\n  two lines" },
  ];
  const problems: unknown[] = [];
  for (const fault of said) {
    served.api.fault(isPost, fault, 1);
    const { documents } = await create(job, { dryRun: true });
    expect(documents[0]?.result).toBe("refused");
    problems.push(documents[0]?.problems);
  }
  expect(problems).toEqual([
    [
      { line: 7, message: "spec.template.spec.restartPolicy: Required value: valid values" },
      { line: 10, message: "spec.template.spec.containers[0].image: Invalid value" },
    ],
    [
      { line: 9, message: 'unknown field "spec.template.spec.containers[0].img"' },
      { line: 5, message: 'unknown field "spec.foo"' },
    ],
    [
      {
        line: 6,
        message: "cannot unmarshal string into Go struct field JobSpec.spec.template of type int32",
      },
    ],
    [{ line: null, message: "admission webhook denied:\n  two lines" }],
  ]);
});

test("a busy API server ends it with the time to wait; what was made is made", async () => {
  served.api.fault(({ path }) => path.endsWith("/cronjobs"), {
    status: 429,
    headers: { "retry-after": "3" },
  });
  const body = { yaml: `${job}---\n${cronJob}`, namespace: "default", key, dryRun: false };
  const response = await served.post("creations", body);
  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toBe("3");
  served.api.heal();
  expect(results(await create(body.yaml))).toEqual([
    "default/echo already",
    "shop/nightly created",
  ]);
});

test("where CronJobs are batch/v1beta1, that is what is created", async () => {
  const old = await Served.start();
  try {
    old.api.cronJobs = "v1beta1";
    await expect.poll(() => old.dashboard.ready()).toBe(true);
    const yaml = cronJob.replace("batch/v1", "batch/v1beta1");
    const body = { yaml, namespace: "default", key, dryRun: false };
    const answer = await (await old.post("creations", body)).json();
    expect(answer.documents).toMatchObject([{ result: "created" }]);
    expect(old.api.requests.filter(isPost).map(({ path }) => path)).toEqual([
      "/apis/batch/v1beta1/namespaces/shop/cronjobs",
    ]);
  } finally {
    await old.close();
  }
});

test.each([
  ["a manifest of 257 KiB", { yaml: "x".repeat(257 * 1024) }],
  ["no key", { key: undefined }],
  ["a namespace that leads elsewhere", { namespace: ".." }],
  ["a body of 1 MB", "x".repeat(1_000_000)],
])("S10, S23: %s is refused", async (_, more) => {
  const body =
    typeof more === "string"
      ? more
      : { yaml: job, namespace: "default", key, dryRun: true, ...more };
  const response = await served.post("creations", body);
  expect(response.status).toBe(400);
  expect(posts()).toEqual([]);
});

test("S23: a manifest may be longer than an action", async () => {
  const long = `${job}# ${"x".repeat(200 * 1024)}\n`;
  expect(results(await create(long))).toEqual(["default/echo created"]);
});

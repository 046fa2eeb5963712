import { afterEach, beforeEach, expect, test } from "vitest";
import { Served } from "#lib/server/testing/served";
import { inEnglish } from "#lib/texts/wording";

let served: Served;
let cronJobUid: string;
beforeEach(async () => {
  served = await Served.start();
  await expect.poll(() => served.dashboard.ready()).toBe(true);
  cronJobUid =
    served.api.apply("cronjobs", {
      metadata: { name: "etl" },
      spec: { schedule: "@daily", jobTemplate: { spec: { template } } },
    }).metadata.uid ?? "";
});
afterEach(() => served.close());

const template = { spec: { containers: [{ name: "main", image: "etl:1", args: ["s3cret"] }] } };
const owner = () => ({
  apiVersion: "batch/v1",
  kind: "CronJob",
  name: "etl",
  uid: cronJobUid,
  controller: true,
});

const triggering = (more: object = {}) => ({
  action: "trigger",
  resource: "cronjobs",
  target: { namespace: "default", name: "etl", uid: cronJobUid },
  key: "abcdefgh",
  ...more,
});

/** A Job that has ended, and what runs it again. */
function ended(metadata: object = {}, spec: object = {}) {
  const { uid = "" } = served.api.apply("jobs", {
    metadata: { name: "etl-1", ...metadata },
    spec: { template, ...spec },
    status: { conditions: [{ type: "Complete", status: "True" }] },
  }).metadata;
  return (more: object = {}) => ({
    action: "rerun",
    resource: "jobs",
    target: { namespace: "default", name: "etl-1", uid },
    key: "abcdefgh",
    owner: "drop",
    ...more,
  });
}

const posts = () => served.api.requests.filter((it) => isPost(it) && !it.query.has("dryRun"));
const isPost = ({ method, path }: { method: string; path: string }) =>
  method === "POST" && path === "/apis/batch/v1/namespaces/default/jobs";
const job = (name: string) => served.api.get("jobs", "default", name);
const names = () =>
  served.api
    .collection("jobs")
    .sorted()
    .map(({ metadata }) => metadata.name);

test("S32: a triggered Job is posted once, with a name made of the key, and told back", async () => {
  const response = await served.act(triggering());
  expect(response.status).toBe(200);
  const made = job("etl-manual-abcdefgh");
  expect(await response.json()).toEqual({
    accepted: true,
    already: false,
    made: { namespace: "default", name: "etl-manual-abcdefgh", uid: made?.metadata.uid },
  });
  expect(posts()).toHaveLength(1);
  expect(posts()[0]?.query.get("fieldValidation")).toBe("Strict");
  expect(made?.metadata).toMatchObject({
    annotations: { "cronjob.kubernetes.io/instantiate": "manual" },
    ownerReferences: [owner()],
  });
  expect(made?.spec).toEqual({ template });
});

test("S32: a Job with a name of a person's own is made once, and taken for no other's", async () => {
  const named = (key: string) => triggering({ name: "by-hand", key });
  const [made, again] = [await served.act(named("abcdefgh")), await served.act(named("abcdefgh"))];
  expect([made.status, again.status]).toEqual([200, 200]);
  expect(await again.json()).toMatchObject({ already: true, made: { name: "by-hand" } });
  expect(job("by-hand")?.metadata).toMatchObject({
    annotations: {
      "cronjob.kubernetes.io/instantiate": "manual",
      "batchboard/request": "abcdefgh",
    },
    ownerReferences: [owner()],
  });
  const other = await served.act(named("hgfedcba"));
  expect(other.status).toBe(409);
  expect((await other.json()).message).toBe('jobs.batch "by-hand" already exists');
  expect(names()).toEqual(["by-hand"]);
});

test("S32: a Job with a name of a person's own whose answer was lost is read back", async () => {
  served.api.fault(isPost, "lose");
  const response = await served.act(triggering({ name: "by-hand" }));
  expect(await response.json()).toMatchObject({ already: false, made: { name: "by-hand" } });
  expect(posts()).toHaveLength(1);
});

test.each(["../pods/x", "a/b", "%2e%2e", "Not A Name"])(
  "S10: %s is no name of a Job: nothing is read at a path made of it",
  async (name) => {
    served.api.fault(isPost, "lose");
    const response = await served.act(triggering({ name }));
    expect(response.status).toBeGreaterThanOrEqual(400);
    const paths = served.api.requests.map(({ path }) => path);
    expect(paths.filter((path) => path.includes("/jobs/"))).toEqual([]);
  },
);

test("a person's edits are in the Job, masked values as they were", async () => {
  const args = ["<masked by Batchboard>"];
  const edits = { suspend: true, containers: [{ name: "main", image: "etl:2", args }] };
  expect((await served.act(triggering({ edits }))).status).toBe(200);
  expect(job("etl-manual-abcdefgh")?.spec).toEqual({
    suspend: true,
    template: { spec: { containers: [{ name: "main", image: "etl:2", args: ["s3cret"] }] } },
  });
});

test.each(["trigger", "rerun"])("S32: a double click on %s makes one Job", async (verb) => {
  const again = ended();
  const body = verb === "trigger" ? triggering() : again();
  const before = names().length;
  const answers = await Promise.all([served.act(body), served.act(body)]);
  const said = await Promise.all(answers.map((it) => it.json()));
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(said.map(({ already }) => already).sort()).toEqual([false, true]);
  expect(new Set(said.map(({ made }) => made.uid)).size).toBe(1);
  expect(names()).toHaveLength(before + 1);
});

test.each(["trigger", "rerun"])(
  "S32, R25: %s whose answer was lost after it was done is read back, not sent again",
  async (verb) => {
    const again = ended();
    served.api.fault(isPost, "lose");
    const response = await served.act(verb === "trigger" ? triggering() : again());
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ already: false });
    expect(posts()).toHaveLength(1);
    expect(names()).toHaveLength(2);
  },
);

test.each([
  ["a connection that was cut", "reset"],
  ["an API server that gave up", { status: 504, reason: "Timeout", message: "request timed out" }],
  ["a balancer that lost the API server", { status: 502, message: "bad gateway" }],
] as const)(
  "S32, R25: %s before it was done: that is not known, and trying again makes one Job",
  async (_, fault) => {
    served.api.fault(isPost, fault, 1);
    const response = await served.act(triggering());
    expect(response.status).toBe(502);
    const { code, message, hint } = await response.json();
    expect(code).toBe("unreachable");
    expect(inEnglish(message)).toMatch(
      /^It is not known whether Job etl-manual-abcdefgh was created \(.+\)\.$/,
    );
    expect(hint).toEqual("There is no etl-manual-abcdefgh yet. Trying again makes no second one.");
    expect(posts()).toHaveLength(1);
    expect((await served.act(triggering())).status).toBe(200);
    expect(names()).toEqual(["etl-manual-abcdefgh"]);
  },
);

test("R25: where it cannot be looked for either, no more than that is said", async () => {
  served.api.fault(isPost, "lose");
  served.api.fault(({ path }) => path.endsWith("/jobs/etl-manual-abcdefgh"), "reset");
  const response = await served.act(triggering());
  expect(response.status).toBe(502);
  expect(inEnglish((await response.json()).hint)).toContain("could not be looked for either");
});

test("a Job of that name which somebody else made is no success: the API server's own words", async () => {
  served.api.apply("jobs", { metadata: { name: "etl-manual-abcdefgh" }, spec: {} });
  const response = await served.act(triggering());
  expect(response.status).toBe(409);
  expect((await response.json()).message).toBe('jobs.batch "etl-manual-abcdefgh" already exists');
  expect(posts()).toHaveLength(1);
});

test("S11: of a CronJob that was created again since nothing is started", async () => {
  const target = { namespace: "default", name: "etl", uid: "the-one-before" };
  const response = await served.act(triggering({ target }));
  expect(response.status).toBe(409);
  expect(inEnglish((await response.json()).message)).toContain("created again");
  expect(posts()).toEqual([]);
});

test.each([
  [
    "a webhook's denial",
    403,
    "Forbidden",
    'admission webhook "freeze.example.org" denied the request:\n  no Jobs until Monday,\n  see https://freeze.example.org',
    403,
  ],
  [
    "a quota",
    403,
    "Forbidden",
    'jobs.batch "etl-manual-abcdefgh" is forbidden: exceeded quota: jobs, requested: count/jobs.batch=1, used: count/jobs.batch=5, limited: count/jobs.batch=5',
    403,
  ],
  ["a field that is wrong", 422, "Invalid", 'Job.batch "x" is invalid: spec.parallelism: no', 400],
])("R26: %s is passed on whole, and no Job is made", async (_, status, reason, message, told) => {
  served.api.fault(isPost, { status, reason, message });
  const response = await served.act(triggering());
  expect(response.status).toBe(told);
  expect((await response.json()).message).toBe(message);
  expect(names()).toEqual([]);
});

test("an API server that is too busy is left alone for as long as it asks", async () => {
  const headers = { "retry-after": "7" };
  const message = "too many requests, please try again later";
  served.api.fault(isPost, { status: 429, reason: "TooManyRequests", message, headers });
  const response = await served.act(triggering());
  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toBe("7");
  expect(await response.json()).toMatchObject({ code: "too-many", message });
  expect(posts()).toHaveLength(1);
});

test("S32: a Job run again has the first free name", async () => {
  const again = ended();
  for (const name of ["etl-1-rerun-1", "etl-1-rerun-2"]) {
    served.api.apply("jobs", { metadata: { name }, spec: {} });
  }
  const response = await served.act(again());
  expect(await response.json()).toMatchObject({ already: false, made: { name: "etl-1-rerun-3" } });
  expect(job("etl-1-rerun-3")?.metadata.annotations).toEqual({
    "batchboard/rerun-of": "etl-1",
    "batchboard/request": "abcdefgh",
  });
  const other = await served.act(again({ key: "hgfedcba" }));
  expect((await other.json()).made.name).toBe("etl-1-rerun-4");
});

test("S32: a name that has become free meanwhile does not make a second Job of one request", async () => {
  const again = ended();
  served.api.apply("jobs", { metadata: { name: "etl-1-rerun-1" }, spec: {} });
  expect((await (await served.act(again())).json()).made.name).toBe("etl-1-rerun-2");
  served.api.remove("jobs", "default", "etl-1-rerun-1");
  expect(await (await served.act(again())).json()).toMatchObject({
    already: true,
    made: { name: "etl-1-rerun-2" },
  });
  expect(job("etl-1-rerun-1")).toBeUndefined();
});

test("a Job run again belongs to its CronJob where that is wished", async () => {
  const again = ended({ ownerReferences: [owner()] });
  expect((await served.act(again({ owner: "keep" }))).status).toBe(200);
  expect(job("etl-1-rerun-1")?.metadata).toMatchObject({
    ownerReferences: [owner()],
    annotations: { "cronjob.kubernetes.io/instantiate": "manual" },
  });
  expect((await served.act(again({ key: "hgfedcba" }))).status).toBe(200);
  expect(job("etl-1-rerun-2")?.metadata).not.toHaveProperty("ownerReferences");
});

test.each([
  ["gone", () => served.api.remove("cronjobs", "default", "etl")],
  [
    "created again",
    () => {
      served.api.remove("cronjobs", "default", "etl");
      served.api.apply("cronjobs", { metadata: { name: "etl" }, spec: {} });
    },
  ],
])("a CronJob that is %s gets no Job, which would be deleted at once", async (_, change) => {
  const again = ended({ ownerReferences: [owner()] });
  change();
  const response = await served.act(again({ owner: "keep" }));
  expect(response.status).toBe(409);
  expect(inEnglish((await response.json()).message)).toContain("would be deleted at once");
  expect(posts()).toEqual([]);
});

test("one index of an Indexed Job is run alone, or refused with the reason", async () => {
  const indexes = { completionMode: "Indexed", completions: 5, parallelism: 5 };
  const again = ended({}, indexes);
  expect((await served.act(again({ index: 3 }))).status).toBe(200);
  expect(job("etl-1-rerun-1")?.spec).toMatchObject({ completions: 1, parallelism: 1 });
  const response = await served.act(again({ index: 5, key: "hgfedcba" }));
  expect(response.status).toBe(400);
  expect(inEnglish((await response.json()).message)).toContain("0 to 4");
});

test("where CronJobs are batch/v1beta1 a Job is made of them as well", async () => {
  const old = await Served.start();
  try {
    old.api.cronJobs = "v1beta1";
    await expect.poll(() => old.dashboard.ready()).toBe(true);
    const spec = { schedule: "@daily", jobTemplate: { spec: { template } } };
    const { uid } = old.api.apply("cronjobs", { metadata: { name: "etl" }, spec }).metadata;
    const target = { namespace: "default", name: "etl", uid };
    expect((await old.act(triggering({ target }))).status).toBe(200);
    const made = old.api.get("jobs", "default", "etl-manual-abcdefgh");
    expect(made?.metadata.ownerReferences).toMatchObject([{ apiVersion: "batch/v1beta1", uid }]);
  } finally {
    await old.close();
  }
});

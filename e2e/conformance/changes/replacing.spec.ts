import { expect, test } from "../fixtures.ts";
import { idleCronJob, idleJob, type Metadata, paths, podSpec, shell } from "../objects.ts";
import { badRequest, expectRefusal, failure, invalid, notFound } from "../statuses.ts";

interface Stored {
  readonly metadata: Metadata & {
    readonly uid: string;
    readonly resourceVersion: string;
    readonly creationTimestamp: string;
    readonly generation: number;
  };
  readonly spec: object;
  readonly status: object;
}

const conflict = (because: string) =>
  failure(409, "Conflict", `Operation cannot be fulfilled on cronjobs.batch "a": ${because}`, {
    name: "a",
    group: "batch",
    kind: "cronjobs",
  });

const changed =
  "the object has been modified; please apply your changes to the latest version and try again";

test("a CronJob is replaced by what is sent, and its generation counts that", async ({
  api,
  namespace,
}) => {
  const path = paths.cronJobs(namespace, "a");
  const labelled = idleCronJob(
    { name: "a", labels: { app: "shop" } },
    { startingDeadlineSeconds: 9 },
  );
  const before = (await api.create(paths.cronJobs(namespace), labelled)).body as Stored;
  const body = idleCronJob("a", { schedule: "1 0 1 1 *" });
  const { metadata, spec } = (await api.send("PUT", path, { body })).body as Stored;
  expect(metadata).toMatchObject({
    uid: before.metadata.uid,
    creationTimestamp: before.metadata.creationTimestamp,
    generation: 2,
  });
  expect(metadata).not.toHaveProperty("labels");
  expect(metadata.resourceVersion).not.toBe(before.metadata.resourceVersion);
  expect(spec).toMatchObject({ schedule: "1 0 1 1 *" });
  expect(spec).not.toHaveProperty("startingDeadlineSeconds");
});

test("what changes nothing makes no new version", async ({ api, namespace }) => {
  const before = await api.create(paths.cronJobs(namespace), idleCronJob("a"));
  const path = paths.cronJobs(namespace, "a");
  const { body } = await api.send("PUT", path, { body: idleCronJob("a") });
  expect((body as Stored).metadata.resourceVersion).toBe(
    (before.body as Stored).metadata.resourceVersion,
  );
});

test("who writes of an old version is told to look again", async ({ api, namespace }) => {
  const { body: before } = await api.create(paths.cronJobs(namespace), idleCronJob("a"));
  const path = paths.cronJobs(namespace, "a");
  await api.patch(path, { metadata: { labels: { changed: "yes" } } });
  expectRefusal(await api.call("PUT", path, { body: before }), conflict(changed));
  const now = await api.get(path);
  expect(now.body).toMatchObject({ metadata: { labels: { changed: "yes" } } });
  expect((await api.call("PUT", path, { body: now.body })).status).toBe(200);
});

test("no version, or 0, replaces whatever is there", async ({ api, namespace }) => {
  await api.create(paths.cronJobs(namespace), idleCronJob("a"));
  const path = paths.cronJobs(namespace, "a");
  const zero = { name: "a", resourceVersion: "0", labels: { zero: "yes" } };
  for (const metadata of [{ name: "a" }, zero]) {
    expect((await api.call("PUT", path, { body: idleCronJob(metadata) })).status).toBe(200);
  }
  const odd = { name: "a", resourceVersion: "abc" };
  expectRefusal(
    await api.call("PUT", path, { body: idleCronJob(odd) }),
    failure(500, "", 'strconv.ParseUint: parsing "abc": invalid syntax'),
  );
});

test("who means another object of that name is told so", async ({ api, namespace }) => {
  const { metadata } = (await api.create(paths.cronJobs(namespace), idleCronJob("a")))
    .body as Stored;
  const uid = "00000000-0000-0000-0000-000000000001";
  const { body, status } = await api.call("PUT", paths.cronJobs(namespace, "a"), {
    body: idleCronJob({ name: "a", uid } as Metadata),
  });
  expect(status).toBe(409);
  expect((body as { message: string }).message).toBe(
    `Operation cannot be fulfilled on cronjobs.batch "a": StorageError: invalid object, Code: 4, Key: /registry/cronjobs/${namespace}/a, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`,
  );
});

test("the body names the object of the URL", async ({ api, namespace }) => {
  await api.create(paths.cronJobs(namespace), idleCronJob("a"));
  const path = paths.cronJobs(namespace, "a");
  const refused: readonly [object, string][] = [
    [{ name: "b" }, "the name of the object (b) does not match the name on the URL (a)"],
    [{}, "the name of the object (a based on URL) was undeterminable: name must be provided"],
    [
      { name: "a", namespace: "other" },
      "the namespace of the provided object does not match the namespace sent on the request",
    ],
  ];
  for (const [metadata, message] of refused) {
    const body = idleCronJob(metadata);
    expectRefusal(await api.call("PUT", path, { body }), badRequest(message));
  }
});

test("what is not there is not replaced", async ({ api, namespace }) => {
  expectRefusal(
    await api.call("PUT", paths.cronJobs(namespace, "none"), { body: idleCronJob("none") }),
    notFound("cronjobs", "none", "batch"),
  );
});

test("what the system decides of an object is not its owner's to change", async ({
  api,
  namespace,
}) => {
  const before = (await api.create(paths.cronJobs(namespace), idleCronJob("a"))).body as Stored;
  const metadata = { name: "a", creationTimestamp: "2001-01-01T00:00:00Z", generation: 99 };
  const body = {
    ...idleCronJob(metadata),
    status: { lastScheduleTime: "2020-01-01T00:00:00Z" },
  };
  const after = (await api.send("PUT", paths.cronJobs(namespace, "a"), { body })).body as Stored;
  expect(after.metadata.creationTimestamp).toBe(before.metadata.creationTimestamp);
  expect(after.metadata.generation).toBe(1);
  expect(after.status).toEqual({});
});

test("a status is written by itself, with the labels and without the spec", async ({
  api,
  namespace,
}) => {
  await api.create(paths.cronJobs(namespace), idleCronJob("a"));
  const path = `${paths.cronJobs(namespace, "a")}/status`;
  const body = {
    ...idleCronJob({ name: "a", labels: { app: "shop" } }, { schedule: "9 9 9 9 *" }),
    status: { lastScheduleTime: "2020-01-01T00:00:00Z" },
  };
  const expected = {
    metadata: { labels: { app: "shop" }, generation: 1 },
    spec: { schedule: "0 0 1 1 *" },
    status: { lastScheduleTime: "2020-01-01T00:00:00Z" },
  };
  expect((await api.send("PUT", path, { body })).body).toMatchObject(expected);
  expect((await api.get(path)).body).toMatchObject(expected);
});

test("a Job's counts, once they are wrong, are refused", async ({ api, namespace }) => {
  await api.create(paths.jobs(namespace), idleJob("a"));
  const reply = await api.call("PATCH", `${paths.jobs(namespace, "a")}/status`, {
    body: { status: { failed: -1 } },
    type: "application/merge-patch+json",
  });
  expectRefusal(
    reply,
    invalid(
      { kind: "Job", group: "batch", name: "a" },
      ["status.failed", "Invalid", "Invalid value: -1: must be greater than or equal to 0"],
      ["status.failed", "Invalid", "Invalid value: -1: cannot decrease the failed counter"],
    ),
  );
});

test("a Job that runs keeps its template, its selector, its completions and its mode", async ({
  api,
  namespace,
}) => {
  const running = { suspend: false, parallelism: 0, completions: 3 };
  await api.create(paths.jobs(namespace), idleJob("a", running));
  const refused: readonly [object, string][] = [
    [{ template: { spec: { terminationGracePeriodSeconds: 9 } } }, "spec.template"],
    [{ completions: 4 }, "spec.completions"],
    [{ completionMode: "Indexed" }, "spec.completionMode"],
    [{ backoffLimitPerIndex: 1, completionMode: "Indexed" }, "spec.backoffLimitPerIndex"],
  ];
  for (const [spec, field] of refused) {
    const reply = await api.call("PATCH", paths.jobs(namespace, "a"), {
      body: { spec },
      type: "application/merge-patch+json",
    });
    const { causes } = (reply.body as { details: { causes: object[] } }).details;
    expect(reply.status).toBe(422);
    expect(causes).toContainEqual({
      reason: "FieldValueInvalid",
      field,
      message: expect.stringMatching(/^Invalid value: .*: field is immutable$/s),
    });
  }
});

test("a Job may change how many run, how often it fails and how long it stays", async ({
  api,
  namespace,
}) => {
  await api.create(paths.jobs(namespace), idleJob("a"));
  const spec = {
    parallelism: 4,
    backoffLimit: 2,
    activeDeadlineSeconds: 100,
    ttlSecondsAfterFinished: 9,
  };
  const { body } = await api.patch(paths.jobs(namespace, "a"), { spec });
  expect(body).toMatchObject({ metadata: { generation: 2 }, spec });
});

test("a suspended Job may be sent to other nodes, and to no other image", async ({
  api,
  namespace,
}) => {
  await api.create(paths.jobs(namespace), idleJob("a"));
  const path = paths.jobs(namespace, "a");
  const moved = { template: { spec: { nodeSelector: { disk: "fast" } } } };
  expect((await api.patch(path, { spec: moved })).body).toMatchObject({ spec: moved });
  const containers = podSpec([shell("true", { image: "other" })]);
  const reply = await api.call("PATCH", path, {
    body: { spec: { template: { spec: containers } } },
    type: "application/merge-patch+json",
  });
  expect(reply.body).toMatchObject({
    code: 422,
    reason: "Invalid",
    details: {
      causes: [
        { field: "spec.template.spec", message: expect.stringMatching(/: field is immutable$/) },
      ],
    },
  });
});

test("an Indexed Job's completions change together with its parallelism", async ({
  api,
  namespace,
}) => {
  const spec = { completionMode: "Indexed", completions: 3, parallelism: 3 };
  await api.create(paths.jobs(namespace), idleJob("a", spec));
  const path = paths.jobs(namespace, "a");
  const type = "application/merge-patch+json";
  expectRefusal(
    await api.call("PATCH", path, { body: { spec: { completions: 4 } }, type }),
    invalid({ kind: "Job", group: "batch", name: "a" }, [
      "spec.completions",
      "Invalid",
      "Invalid value: 4: can only be modified in tandem with spec.parallelism",
    ]),
  );
  const both = { completions: 4, parallelism: 4 };
  expect((await api.patch(path, { spec: both })).body).toMatchObject({ spec: both });
});

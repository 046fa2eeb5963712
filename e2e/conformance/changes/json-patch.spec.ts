import { expect, test } from "../fixtures.ts";
import { idleCronJob, paths } from "../objects.ts";
import { badRequest, expectRefusal, failure, invalid, notFound, warningsOf } from "../statuses.ts";

const type = "application/json-patch+json";
const containers = "/spec/jobTemplate/spec/template/spec/containers";

/** What is said of a patch that does not fit, whatever is wrong. */
const unfit = failure(
  422,
  "Invalid",
  "the server rejected our request due to an error in our request",
  {},
);

test("a JSON patch adds, replaces, copies, moves and removes", async ({ api, namespace }) => {
  await api.create(paths.cronJobs(namespace), idleCronJob("a"));
  const body = [
    { op: "add", path: "/metadata/labels", value: { a: "1" } },
    { op: "add", path: "/metadata/labels/example.com~1b", value: "2" },
    { op: "copy", from: "/metadata/labels/a", path: "/metadata/labels/c" },
    { op: "move", from: "/metadata/labels/example.com~1b", path: "/metadata/labels/d" },
    { op: "remove", path: "/metadata/labels/a" },
    { op: "replace", path: "/spec/schedule", value: "2 2 2 2 *" },
  ];
  const patched = await api.send("PATCH", paths.cronJobs(namespace, "a"), { body, type });
  expect(patched.body).toMatchObject({ spec: { schedule: "2 2 2 2 *" } });
  const { metadata } = patched.body as { metadata: { labels: object; generation: number } };
  expect(metadata.labels).toEqual({ c: "1", d: "2" });
  expect(metadata.generation).toBe(2);
});

test("a JSON patch finds its place in a list by number, or at the end", async ({
  api,
  namespace,
}) => {
  await api.create(paths.cronJobs(namespace), idleCronJob("a"));
  const path = paths.cronJobs(namespace, "a");
  const names = async (body: object[]) => {
    const patched = (await api.send("PATCH", path, { body, type })).body;
    const { spec } = patched as {
      spec: { jobTemplate: { spec: { template: { spec: { containers: { name: string }[] } } } } };
    };
    return spec.jobTemplate.spec.template.spec.containers.map(({ name }) => name);
  };
  const added = [
    { op: "add", path: `${containers}/-`, value: { name: "last", image: "busybox" } },
    { op: "add", path: `${containers}/0`, value: { name: "first", image: "busybox" } },
  ];
  expect(await names(added)).toEqual(["first", "main", "last"]);
  expect(await names([{ op: "remove", path: `${containers}/1` }])).toEqual(["first", "last"]);
});

test("a JSON patch happens as a whole or not at all", async ({ api, namespace }) => {
  await api.create(paths.cronJobs(namespace), idleCronJob("a"));
  const path = paths.cronJobs(namespace, "a");
  const rename = { op: "replace", path: "/spec/schedule", value: "2 2 2 2 *" };
  const expected = (value: string) => ({ op: "test", path: "/spec/schedule", value });
  const wrong = await api.call("PATCH", path, { body: [rename, expected("x")], type });
  expectRefusal(wrong, unfit);
  expect((await api.get(path)).body).toMatchObject({ spec: { schedule: "0 0 1 1 *" } });
  const right = await api.call("PATCH", path, { body: [expected("0 0 1 1 *"), rename], type });
  expect(right.body).toMatchObject({ spec: { schedule: "2 2 2 2 *" } });
});

test("a JSON patch that does not fit is refused without a reason", async ({ api, namespace }) => {
  await api.create(paths.cronJobs(namespace), idleCronJob("a"));
  const path = paths.cronJobs(namespace, "a");
  for (const operation of [
    { op: "test", path: "/spec/nope", value: "x" },
    { op: "test", path: "/metadata/resourceVersion", value: "1" },
    { op: "remove", path: "/spec/nope" },
    { op: "remove", path: "/spec/nope/more" },
    { op: "remove", path: `${containers}/9` },
    { op: "remove", path: `${containers}/x` },
    { op: "add", path: "/spec/nope/more", value: 1 },
    { op: "add", path: `${containers}/9`, value: {} },
    { op: "move", from: "/nope", path: "/spec/x" },
    { op: "frob", path: "/spec" },
    { op: "add", value: 1 },
  ]) {
    const reply = await api.call("PATCH", path, { body: [operation], type });
    expect.soft({ operation, body: reply.body }).toEqual({ operation, body: unfit });
  }
});

test("what a JSON patch makes is checked like any object", async ({ api, namespace }) => {
  await api.create(paths.cronJobs(namespace), idleCronJob("a"));
  const path = paths.cronJobs(namespace, "a");
  const set = (field: string, value: unknown) => [{ op: "add", path: field, value }];
  expectRefusal(
    await api.call("PATCH", path, { body: set("/spec/schedule", "x"), type }),
    invalid({ kind: "CronJob", group: "batch", name: "a" }, [
      "spec.schedule",
      "Invalid",
      'Invalid value: "x": expected exactly 5 fields, found 1: [x]',
    ]),
  );
  expectRefusal(
    await api.call("PATCH", path, { body: [{ op: "replace", path: "", value: {} }], type }),
    badRequest("the name of the object (a based on URL) was undeterminable: name must be provided"),
  );
  const unknown = await api.call("PATCH", path, { body: set("/spec/nope", 1), type });
  expect(warningsOf(unknown)).toEqual(['unknown field "spec.nope"']);
  const old = await api.call("PATCH", path, { body: set("/metadata/resourceVersion", "1"), type });
  expect(old.body).toMatchObject({ code: 409, reason: "Conflict" });
});

test("a JSON patch is a list of operations, and not an endless one", async ({ api, namespace }) => {
  await api.create(paths.cronJobs(namespace), idleCronJob("a"));
  const path = paths.cronJobs(namespace, "a");
  expectRefusal(
    await api.call("PATCH", path, { body: { op: "add" }, type }),
    badRequest(
      "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp",
    ),
  );
  expectRefusal(
    await api.call("PATCH", path, { body: "[", type }),
    badRequest("invalid JSON patch"),
  );
  const body = Array.from({ length: 10_001 }, () => ({
    op: "test",
    path: "/kind",
    value: "CronJob",
  }));
  expectRefusal(
    await api.call("PATCH", path, { body, type }),
    failure(
      413,
      "RequestEntityTooLarge",
      "Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001",
    ),
  );
  expect((await api.call("PATCH", path, { body: [], type })).status).toBe(200);
});

test("what is not there is not patched", async ({ api, namespace }) => {
  const body = [{ op: "add", path: "/metadata/labels", value: {} }];
  expectRefusal(
    await api.call("PATCH", paths.cronJobs(namespace, "none"), { body, type }),
    notFound("cronjobs", "none", "batch"),
  );
});

import { expect, test } from "../fixtures.ts";
import { idleCronJob, paths } from "../objects.ts";
import { badRequest, expectRefusal, failure, invalid, notFound } from "../statuses.ts";

const type = "application/merge-patch+json";
const about = { kind: "CronJob", group: "batch", name: "a" };

test.beforeEach(async ({ api, namespace }) => {
  const labelled = idleCronJob({ name: "a", labels: { a: "1", b: "2" } });
  await api.create(paths.cronJobs(namespace), labelled);
});

test("a merge patch changes what it says, and null takes out", async ({ api, namespace }) => {
  const { body } = await api.patch(paths.cronJobs(namespace, "a"), {
    metadata: { labels: { a: null, c: "3" } },
    spec: { suspend: null, timeZone: "UTC" },
  });
  expect(body).toMatchObject({
    metadata: { generation: 2 },
    spec: { schedule: "0 0 1 1 *", suspend: false, timeZone: "UTC" },
  });
  expect((body as { metadata: { labels: object } }).metadata.labels).toEqual({ b: "2", c: "3" });
});

test("a merge patch replaces lists as a whole", async ({ api, namespace }) => {
  const containers = [{ name: "other", image: "busybox:2" }];
  const spec = { jobTemplate: { spec: { template: { spec: { containers } } } } };
  const { body } = await api.patch(paths.cronJobs(namespace, "a"), { spec });
  expect(body).toMatchObject({ spec });
  const answer = body as typeof spec & { spec: typeof spec };
  const [only, ...more] = answer.spec.jobTemplate.spec.template.spec.containers;
  expect(only).not.toHaveProperty("command");
  expect(more).toEqual([]);
});

test("a patch that names a version is only for that", async ({ api, namespace }) => {
  const conflict = failure(
    409,
    "Conflict",
    'Operation cannot be fulfilled on cronjobs.batch "a": the object has been modified; please apply your changes to the latest version and try again',
    { name: "a", group: "batch", kind: "cronjobs" },
  );
  const path = paths.cronJobs(namespace, "a");
  for (const patch of [type, "application/strategic-merge-patch+json"]) {
    const body = { metadata: { resourceVersion: "1" }, spec: { suspend: false } };
    expectRefusal(await api.call("PATCH", path, { body, type: patch }), conflict);
  }
  const { metadata } = (await api.get(path)).body as { metadata: { resourceVersion: string } };
  const { resourceVersion } = metadata;
  const right = { metadata: { resourceVersion }, spec: { timeZone: "UTC" } };
  expect((await api.patch(path, right)).body).toMatchObject({ spec: { timeZone: "UTC" } });
});

test("a patch does not make another object of one", async ({ api, namespace }) => {
  const path = paths.cronJobs(namespace, "a");
  const uid = "00000000-0000-0000-0000-000000000001";
  const refused: readonly [object, object][] = [
    [
      { metadata: { uid } },
      invalid(about, ["metadata.uid", "Invalid", `Invalid value: "${uid}": field is immutable`]),
    ],
    [
      { metadata: { name: "b" } },
      badRequest("the name of the object (b) does not match the name on the URL (a)"),
    ],
    [
      { metadata: { namespace: "other" } },
      badRequest(
        "the namespace of the provided object does not match the namespace sent on the request",
      ),
    ],
  ];
  for (const [body, status] of refused) {
    expectRefusal(await api.call("PATCH", path, { body, type }), status);
  }
  const other = await api.call("PATCH", path, { body: { kind: "Job" }, type });
  expect(other.body).toMatchObject({
    code: 422,
    reason: "Invalid",
    details: { causes: [{ reason: "FieldValueInvalid", field: "patch" }] },
  });
});

test("a patch that is none is refused", async ({ api, namespace }) => {
  const path = paths.cronJobs(namespace, "a");
  const refused: readonly [unknown, string][] = [
    ["{", "invalid JSON patch"],
    ["", "invalid JSON patch"],
    ["null", "Invalid JSON Patch"],
    [
      [],
      "error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}",
    ],
  ];
  for (const [body, message] of refused) {
    expectRefusal(await api.call("PATCH", path, { body, type }), badRequest(message));
  }
  const typed = { body: { spec: { startingDeadlineSeconds: "x" } }, type };
  const { message } = (await api.call("PATCH", path, typed)).body as { message: string };
  expect(message).toMatch(
    /^ "" is invalid: patch: Invalid value: ".*": json: cannot unmarshal string into Go struct field CronJobSpec.spec.startingDeadlineSeconds of type int64$/s,
  );
  expectRefusal(
    await api.call("PATCH", path, { body: { spec: null }, type }),
    invalid(
      about,
      ["spec.jobTemplate.spec.template.spec.containers", "Required", "Required value"],
      [
        "spec.jobTemplate.spec.template.spec.restartPolicy",
        "Required",
        'Required value: valid values: "OnFailure", "Never"',
      ],
      ["spec.schedule", "Required", "Required value"],
    ),
  );
});

test("a patch says in which of the known forms it is", async ({ api, namespace }) => {
  const path = paths.cronJobs(namespace, "a");
  const unknown = failure(415, "UnsupportedMediaType", "415: Unsupported Media Type", {});
  for (const other of ["application/json", "application/yaml", "text/plain"]) {
    expectRefusal(await api.call("PATCH", path, { body: {}, type: other }), unknown);
  }
  const charset = { body: {}, type: `${type}; charset=utf-8` };
  expect((await api.call("PATCH", path, charset)).status).toBe(200);
});

test("a patch that is rehearsed changes nothing", async ({ api, namespace }) => {
  const path = paths.cronJobs(namespace, "a");
  const body = { spec: { schedule: "5 5 5 5 *" } };
  const rehearsed = await api.call("PATCH", `${path}?dryRun=All`, { body, type });
  expect(rehearsed.body).toMatchObject(body);
  expect((await api.get(path)).body).toMatchObject({ spec: { schedule: "0 0 1 1 *" } });
});

test("options of a patch are checked, and what is not there is not patched", async ({
  api,
  namespace,
}) => {
  const options = { kind: "PatchOptions", group: "meta.k8s.io" };
  const path = paths.cronJobs(namespace, "a");
  const manager = "a".repeat(129);
  const refused: readonly [string, object][] = [
    [
      `${path}?fieldManager=${manager}`,
      invalid(options, ["fieldManager", "TooLong", "Too long: may not be more than 128 bytes"]),
    ],
    [
      `${path}?force=true`,
      invalid(options, [
        "force",
        "Forbidden",
        "Forbidden: may not be specified for non-apply patch",
      ]),
    ],
    [paths.cronJobs(namespace, "none"), notFound("cronjobs", "none", "batch")],
  ];
  for (const [target, status] of refused) {
    expectRefusal(await api.call("PATCH", target, { body: {}, type }), status);
  }
});

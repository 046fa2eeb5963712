import { expect, test } from "../fixtures.ts";
import { idleJob, paths } from "../objects.ts";
import { badRequest, expectRefusal, failure, invalid, notFound } from "../statuses.ts";

interface Stored {
  readonly metadata: { readonly uid: string; readonly resourceVersion: string };
}

test("a delete is only for the object it means", async ({ api, namespace }) => {
  await api.create(paths.jobs(namespace), idleJob("a"));
  const path = paths.jobs(namespace, "a");
  const uid = "00000000-0000-0000-0000-000000000001";
  await expect(async () => {
    const { metadata } = (await api.get(path)).body as Stored;
    const refused: readonly [object, string][] = [
      [
        { uid },
        `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
      ],
      [
        { resourceVersion: "1" },
        `the ResourceVersion in the precondition (1) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`,
      ],
    ];
    for (const [preconditions, because] of refused) {
      const message = `Operation cannot be fulfilled on Job.batch "a": ${because}`;
      const details = { name: "a", group: "batch", kind: "Job" };
      const body = { preconditions, propagationPolicy: "Background" };
      expectRefusal(
        await api.call("DELETE", path, { body }),
        failure(409, "Conflict", message, details),
      );
    }
  }, "the controller may write in between").toPass();
  const { metadata } = (await api.get(path)).body as Stored;
  const preconditions = { uid: metadata.uid };
  const body = { preconditions, propagationPolicy: "Background" };
  expect((await api.call("DELETE", path, { body })).status).toBe(200);
});

test("options of a delete are checked", async ({ api, namespace }) => {
  await api.create(paths.jobs(namespace), idleJob("a"));
  const path = paths.jobs(namespace, "a");
  const options = { kind: "DeleteOptions", group: "meta.k8s.io" };
  const policies =
    'Unsupported value: "Later": supported values: "Foreground", "Background", "Orphan", "nil"';
  const refused: readonly [string, unknown, object][] = [
    [
      path,
      { orphanDependents: true, propagationPolicy: "Orphan" },
      invalid(options, [
        "propagationPolicy",
        "Invalid",
        'Invalid value: "Orphan": orphanDependents and deletionPropagation cannot be both set',
      ]),
    ],
    [
      path,
      { propagationPolicy: "Later" },
      invalid(options, ["propagationPolicy", "NotSupported", policies]),
    ],
    [
      `${path}?propagationPolicy=Later`,
      undefined,
      invalid(options, ["propagationPolicy", "NotSupported", policies]),
    ],
    [
      path,
      { dryRun: ["Some"] },
      invalid(options, [
        "dryRun",
        "NotSupported",
        'Unsupported value: ["Some"]: supported values: "All"',
      ]),
    ],
    [
      `${path}?gracePeriodSeconds=x`,
      undefined,
      badRequest('strconv.ParseInt: parsing "x": invalid syntax'),
    ],
    [
      path,
      { gracePeriodSeconds: "x" },
      badRequest(
        "json: cannot unmarshal string into Go struct field DeleteOptions.gracePeriodSeconds of type int64",
      ),
    ],
    [
      path,
      { kind: "Job", apiVersion: "batch/v1" },
      badRequest(
        'no kind "Job" is registered for version "batch/v1" in scheme "pkg/runtime/scheme.go:111"',
      ),
    ],
    [
      path,
      "{",
      badRequest("couldn't get version/kind; json parse error: unexpected end of JSON input"),
    ],
  ];
  for (const [target, body, status] of refused) {
    expectRefusal(await api.call("DELETE", target, body === undefined ? {} : { body }), status);
  }
  expect((await api.call("GET", path)).status).toBe(200);
});

test("a delete that is rehearsed deletes nothing", async ({ api, namespace }) => {
  await api.create(paths.jobs(namespace), idleJob("a"));
  const path = paths.jobs(namespace, "a");
  for (const [target, body] of [
    [path, { dryRun: ["All"], propagationPolicy: "Orphan" }],
    [`${path}?dryRun=All&propagationPolicy=Orphan`, undefined],
  ] as const) {
    const reply = await api.call("DELETE", target, body === undefined ? {} : { body });
    expect(reply.body).toMatchObject({ kind: "Job", metadata: { finalizers: ["orphan"] } });
  }
  const { metadata } = (await api.get(path)).body as Stored;
  expect(metadata).not.toHaveProperty("deletionTimestamp");
});

test("what is not there, or stands for all, is not deleted", async ({ api, namespace }) => {
  expectRefusal(await api.call("DELETE", paths.pods(namespace, "none")), notFound("pods", "none"));
  expectRefusal(
    await api.call("DELETE", paths.namespaces("default")),
    failure(
      403,
      "Forbidden",
      'namespaces "default" is forbidden: this namespace may not be deleted',
      {
        name: "default",
        kind: "namespaces",
      },
    ),
  );
  expectRefusal(
    await api.call("DELETE", `${paths.jobs(namespace)}?fieldSelector=spec.nope%3Dx`),
    badRequest('field label "spec.nope" not supported for Job'),
  );
});

import { expect, test } from "../fixtures.ts";
import { idleCronJob, idleJob, paths, podSpec, shell } from "../objects.ts";
import { badRequest, expectRefusal, invalid, warningsOf } from "../statuses.ts";

const cannot = 'Job in version "v1" cannot be handled as a Job: strict decoding error: ';
const misspelt = {
  ...(idleJob("a", {
    backofflimit: 3,
    template: {
      spec: podSpec([
        shell("true", { env: [{ name: "A", valu: "b" }] }),
        shell("", { name: "b", imag: "c" }),
      ]),
    },
  }) as object),
  extra: {},
};
const unknown = [
  'unknown field "extra"',
  'unknown field "spec.backofflimit"',
  'unknown field "spec.template.spec.containers[0].env[0].valu"',
  'unknown field "spec.template.spec.containers[1].imag"',
];

test("fields that nobody knows are warned of and left out", async ({ api, namespace }) => {
  for (const query of ["", "&fieldValidation=Warn"]) {
    const path = `${paths.jobs(namespace)}?dryRun=All${query}`;
    const reply = await api.call("POST", path, { body: misspelt });
    expect(reply.status).toBe(201);
    expect(warningsOf(reply).toSorted()).toEqual(unknown);
    expect(reply.body).toMatchObject({ spec: { backoffLimit: 6 } });
    expect(reply.body).not.toHaveProperty("extra");
  }
});

test("whoever is strict is refused for unknown fields", async ({ api, namespace }) => {
  const path = `${paths.jobs(namespace)}?fieldValidation=Strict`;
  const reply = await api.call("POST", path, { body: misspelt });
  const { message } = reply.body as { message: string };
  expect(message.startsWith(cannot)).toBe(true);
  expect(message.slice(cannot.length).split(", ").toSorted()).toEqual(unknown);
  expectRefusal(reply, badRequest(message));
});

test("whoever does not care hears nothing of unknown fields", async ({ api, namespace }) => {
  const path = `${paths.jobs(namespace)}?dryRun=All&fieldValidation=Ignore`;
  const reply = await api.call("POST", path, { body: misspelt });
  expect(reply.status).toBe(201);
  expect(warningsOf(reply)).toEqual([]);
});

/** With fields that are there twice, which no object can be. */
const twice = JSON.stringify(idleJob("a"))
  .replace('"kind":"Job"', '"kind":"Job","kind":"Job"')
  .replace('"suspend":true', '"suspend":true,"parallelism":1,"parallelism":2')
  .replace('"name":"main"', '"name":"other","name":"main"');
const duplicates = [
  'duplicate field "kind"',
  'duplicate field "spec.parallelism"',
  'duplicate field "spec.template.spec.containers[0].name"',
];

test("of fields that are there twice the last one counts, with a warning", async ({
  api,
  namespace,
}) => {
  const path = `${paths.jobs(namespace)}?dryRun=All`;
  const reply = await api.call("POST", path, { body: twice });
  expect(reply.body).toMatchObject({
    spec: { parallelism: 2, template: { spec: { containers: [{ name: "main" }] } } },
  });
  expect(warningsOf(reply).toSorted()).toEqual(duplicates);
  const ignored = await api.call("POST", `${path}&fieldValidation=Ignore`, { body: twice });
  expect(ignored.status).toBe(201);
  expect(warningsOf(ignored)).toEqual([]);
});

test("whoever is strict is refused for what is there twice", async ({ api, namespace }) => {
  const path = `${paths.jobs(namespace)}?fieldValidation=Strict`;
  const body = JSON.stringify(idleJob("a")).replace(
    '"suspend"',
    '"nope":1,"suspend":true,"suspend"',
  );
  const reply = await api.call("POST", path, { body });
  const { message } = reply.body as { message: string };
  expect(message.slice(cannot.length).split(", ").toSorted()).toEqual([
    'duplicate field "spec.suspend"',
    'unknown field "spec.nope"',
  ]);
  expectRefusal(reply, badRequest(message));
});

test("fields of YAML that are there twice are told by their line", async ({ api, namespace }) => {
  const body = [
    "apiVersion: batch/v1",
    "kind: Job",
    "metadata: { name: a }",
    "spec:",
    "  suspend: true",
    "  suspend: false",
    "  template:",
    "    spec:",
    "      restartPolicy: Never",
    "      containers: [{ name: main, image: busybox }]",
    "nope: 1",
  ].join("\n");
  const path = `${paths.jobs(namespace)}?dryRun=All`;
  const reply = await api.call("POST", path, { body, type: "application/yaml" });
  expect(reply.body).toMatchObject({ kind: "Job", spec: { suspend: false } });
  expect(warningsOf(reply).toSorted()).toEqual([
    'line 6: key "suspend" already set in map',
    'unknown field "nope"',
  ]);
});

test("fields are known by their exact name", async ({ api, namespace }) => {
  const path = `${paths.jobs(namespace)}?dryRun=All`;
  const reply = await api.call("POST", path, { body: idleJob("a", { Parallelism: 3 }) });
  expect(reply.body).toMatchObject({ spec: { parallelism: 1 } });
  expect(warningsOf(reply)).toEqual(['unknown field "spec.Parallelism"']);
});

test("null is as good as nothing, but for its name", async ({ api, namespace }) => {
  const path = `${paths.jobs(namespace)}?dryRun=All`;
  const body = idleJob("a", { nope: null, parallelism: null });
  const reply = await api.call("POST", path, { body });
  expect(reply.body).toMatchObject({ spec: { parallelism: 1, completions: 1 } });
  expect(warningsOf(reply)).toEqual(['unknown field "spec.nope"']);
});

test("what is of a wrong type is told before what is unknown", async ({ api, namespace }) => {
  const path = `${paths.jobs(namespace)}?fieldValidation=Strict`;
  const body = idleJob("a", { nope: 1, parallelism: "x" });
  const message =
    'Job in version "v1" cannot be handled as a Job: json: cannot unmarshal string into Go struct field JobSpec.spec.parallelism of type int32';
  expectRefusal(await api.call("POST", path, { body }), badRequest(message));
});

test("a change is checked as a new object is", async ({ api, namespace }) => {
  await api.create(paths.cronJobs(namespace), idleCronJob("a"));
  const path = paths.cronJobs(namespace, "a");
  const body = idleCronJob("a", { nope: 1 });
  expect(warningsOf(await api.call("PUT", path, { body }))).toEqual(['unknown field "spec.nope"']);
  expectRefusal(
    await api.call("PUT", `${path}?fieldValidation=Strict`, { body }),
    badRequest(
      'CronJob in version "v1" cannot be handled as a CronJob: strict decoding error: unknown field "spec.nope"',
    ),
  );
  for (const type of ["merge-patch", "strategic-merge-patch"]) {
    const patch = {
      body: '{"spec":{"nope":1,"suspend":true,"suspend":true}}',
      type: `application/${type}+json`,
    };
    const warned = await api.call("PATCH", path, patch);
    expect(warningsOf(warned).toSorted()).toEqual([
      'duplicate field "spec.suspend"',
      'unknown field "spec.nope"',
    ]);
  }
  const strict = await api.call("PATCH", `${path}?fieldValidation=Strict`, {
    body: { spec: { nope: 1 } },
    type: "application/merge-patch+json",
  });
  expect(strict.body).toMatchObject({
    code: 422,
    reason: "Invalid",
    message: expect.stringMatching(
      /^ "" is invalid: patch: Invalid value: ".*": strict decoding error: unknown field "spec.nope"$/s,
    ),
    details: { causes: [{ reason: "FieldValueInvalid", field: "patch" }] },
  });
});

test("fields are checked in one of three ways", async ({ api, namespace }) => {
  const path = `${paths.jobs(namespace)}?fieldValidation=strict`;
  expectRefusal(
    await api.call("POST", path, { body: idleJob("a") }),
    invalid({ kind: "CreateOptions", group: "meta.k8s.io" }, [
      "fieldValidation",
      "NotSupported",
      'Unsupported value: "strict": supported values: "", "Ignore", "Strict", "Warn"',
    ]),
  );
});

import { expect, test } from "../fixtures.ts";
import { idleJob, paths } from "../objects.ts";
import { badRequest, expectRefusal, failure, invalid } from "../statuses.ts";

const unrecognized = (because: string) =>
  badRequest(`the object provided is unrecognized (must be of type Job): ${because}`);
const noKind = "couldn't get version/kind; json parse error: ";
const yaml = "application/yaml";

/** What is said of the text of a Job, with the beginning of the text. */
const malformed: readonly [body: string, fault: string, shown: string][] = [
  ['{"kind":"Job",', "unexpected end of JSON input", '{"kind":"Job",'],
  ["", "unexpected end of JSON input", "<empty>"],
  ["  ", "unexpected end of JSON input", "2020"],
  ["hello", "invalid character 'h' looking for beginning of value", "68656c6c6f"],
  ['{"kind" "Job"}', "invalid character '\"' after object key", '{"kind" "Job"}'],
  ['{"kind":"Job"}x', "invalid character 'x' after top-level value", '{"kind":"Job"}x'],
  ['{"a":1,}', "invalid character '}' looking for beginning of object key string", '{"a":1,}'],
  ["{'a':1}", "invalid character '\\'' looking for beginning of object key string", "{'a':1}"],
  ["[1,2", "unexpected end of JSON input", "5b312c32"],
];

test("what is no JSON is told where it goes wrong", async ({ api, namespace }) => {
  for (const [body, fault, shown] of malformed) {
    expectRefusal(
      await api.call("POST", paths.jobs(namespace), { body }),
      unrecognized(`${noKind}${fault} (${shown})`),
    );
  }
});

test("of a long text only the beginning is shown", async ({ api, namespace }) => {
  const body = `{"kind":"Job","apiVersion":"batch/v1",`;
  expectRefusal(
    await api.call("POST", paths.jobs(namespace), { body }),
    unrecognized(`${noKind}unexpected end of JSON input ({"kind":"Job","apiVersion":"ba ...)`),
  );
});

test("what is JSON and no object is told what it is", async ({ api, namespace }) => {
  const struct =
    'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';
  for (const [body, kind, shown] of [
    ["[]", "array", "5b5d"],
    ["5", "number", "35"],
    ['"x"', "string", "227822"],
    ["true", "bool", "74727565"],
  ]) {
    expectRefusal(
      await api.call("POST", paths.jobs(namespace), { body }),
      unrecognized(
        `${noKind}json: cannot unmarshal ${kind} into Go value of type ${struct} (${shown})`,
      ),
    );
  }
  const empty = invalid(
    { kind: "Job", group: "batch" },
    ["metadata.name", "Required", "Required value: name or generateName is required"],
    ["spec.template.spec.containers", "Required", "Required value"],
    [
      "spec.template.spec.restartPolicy",
      "Required",
      'Required value: valid values: "OnFailure", "Never"',
    ],
  );
  for (const body of ["{}", "null"]) {
    expectRefusal(await api.call("POST", paths.jobs(namespace), { body }), empty);
  }
});

test("an object of another kind or version is told so", async ({ api, namespace }) => {
  const as = (kind: unknown, apiVersion: unknown) => ({ ...idleJob("a"), kind, apiVersion });
  const cannot = (kind: string, version: string, because: string) =>
    badRequest(`${kind} in version "${version}" cannot be handled as a Job: ${because}`);
  const registered = (kind: string, version: string) =>
    `no kind "${kind}" is registered for version "${version}" in scheme "pkg/runtime/scheme.go:111"`;
  const refused: readonly [object, object][] = [
    [
      as("CronJob", "batch/v1"),
      cannot("CronJob", "v1", "converting (v1.CronJob) to (batch.Job): unknown conversion"),
    ],
    [as("Thing", "batch/v1"), cannot("Thing", "v1", registered("Thing", "batch/v1"))],
    [as("Job", "batch/v2"), cannot("Job", "v2", registered("Job", "batch/v2"))],
    [as("Job", "v1"), cannot("Job", "v1", registered("Job", "v1"))],
    [
      as("Job", "a/b/c"),
      unrecognized('unexpected GroupVersion string: a/b/c ({"apiVersion":"a/b/c","kind":" ...)'),
    ],
  ];
  for (const [body, status] of refused) {
    expectRefusal(await api.call("POST", paths.jobs(namespace), { body }), status);
  }
  const unsaid = { body: as(undefined, undefined) };
  const made = await api.call("POST", `${paths.jobs(namespace)}?dryRun=All`, unsaid);
  expect(made.body).toMatchObject({ kind: "Job", apiVersion: "batch/v1" });
});

test("a body may be YAML", async ({ api, namespace }) => {
  const body = [
    "apiVersion: batch/v1",
    "kind: Job",
    "metadata: { name: a, labels: { day: 'yes' } }",
    "spec:",
    "  suspend: true",
    "  template:",
    "    spec: { restartPolicy: Never, containers: [{ name: main, image: busybox }] }",
    "---",
    "kind: Ignored",
  ].join("\n");
  const created = await api.call("POST", paths.jobs(namespace), { body, type: yaml });
  expect(created.status).toBe(201);
  expect(created.body).toMatchObject({ metadata: { name: "a", labels: { day: "yes" } } });
  const json = JSON.stringify(idleJob("b"));
  expect((await api.call("POST", paths.jobs(namespace), { body: json, type: yaml })).status).toBe(
    201,
  );
});

test("what is no YAML is refused, and what explodes", async ({ api, namespace }) => {
  const bomb = ["a: &a [x,x,x,x,x,x,x,x,x]"];
  for (const [one, next] of ["ab", "bc", "cd", "de", "ef", "fg"].map((pair) => [...pair])) {
    bomb.push(`${next}: &${next} [${Array.from({ length: 9 }, () => `*${one}`).join(",")}]`);
  }
  for (const [body, message] of [
    ["a: b: c", "yaml: mapping values are not allowed in this context (613a20623a2063)"],
    ["a:\n\t- b", "yaml: line 2: found character that cannot start any token (613a0a092d2062)"],
    [
      bomb.join("\n"),
      "yaml: document contains excessive aliasing (613a202661205b782c782c782c782c782c782c782c782c785d0a623a2026 ...)",
    ],
  ]) {
    expectRefusal(
      await api.call("POST", paths.jobs(namespace), { body, type: yaml }),
      unrecognized(message as string),
    );
  }
  const text = await api.call("POST", paths.jobs(namespace), { body: "a: b" });
  expectRefusal(
    text,
    unrecognized(`${noKind}invalid character 'a' looking for beginning of value (613a2062)`),
  );
});

test("a body says in which of the known forms it is", async ({ api, namespace }) => {
  const unknown = failure(
    415,
    "UnsupportedMediaType",
    "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf",
  );
  for (const type of ["text/plain", "application/xml", "application/x-www-form-urlencoded"]) {
    const reply = await api.call("POST", paths.jobs(namespace), { body: idleJob("a"), type });
    expectRefusal(reply, unknown);
  }
  for (const type of ["application/json; charset=utf-8", "Application/JSON"]) {
    const path = `${paths.jobs(namespace)}?dryRun=All`;
    expect((await api.call("POST", path, { body: idleJob("a"), type })).status).toBe(201);
  }
});

test("values of a query are checked", async ({ api, namespace }) => {
  const parse = (text: string, fault: string) =>
    badRequest(`strconv.ParseInt: parsing "${text}": ${fault}`);
  const refused: readonly [string, object][] = [
    ["limit=x", parse("x", "invalid syntax")],
    ["timeoutSeconds=x", parse("x", "invalid syntax")],
    ["timeoutSeconds=99999999999999999999", parse("99999999999999999999", "value out of range")],
    [
      "resourceVersion=x",
      badRequest(
        'invalid resource version: resourceVersion: Invalid value: "x": strconv.ParseUint: parsing "x": invalid syntax',
      ),
    ],
    [
      "labelSelector=a%3D%3D%3Db",
      badRequest("unable to parse requirement: found '=', expected: identifier"),
    ],
    ["fieldSelector=spec.nope%3Dx", badRequest('field label "spec.nope" not supported for Job')],
  ];
  for (const [query, status] of refused) {
    expectRefusal(await api.call("GET", `${paths.jobs(namespace)}?${query}`), status);
  }
  const unknown = await api.call("GET", `${paths.jobs(namespace)}?foo=bar`);
  expect(unknown.body).toMatchObject({ kind: "JobList" });
});

import { expect, test } from "vitest";
import {
  cronJob,
  cronJobs,
  job,
  jobs,
  jsonPatch,
  mergePatch,
  podSpec,
  pods,
  Served,
  strategicMergePatch,
} from "./testing/served.ts";

function shop(spec: object = {}): Served {
  const served = new Served();
  served.create(jobs, job("a", spec));
  return served;
}

const patch = (served: Served, body: unknown, type = mergePatch, url = `${jobs}/a`) =>
  served.call("PATCH", url, { body, type });

test("suspending is a patch; the generation counts changes of the spec, the version every change", () => {
  const served = shop();
  const { resourceVersion } = served.call("GET", `${jobs}/a`).body.metadata;
  const suspended = patch(served, { spec: { suspend: true } }).body;
  expect(suspended).toMatchObject({ spec: { suspend: true }, metadata: { generation: 2 } });
  expect(Number(suspended.metadata.resourceVersion)).toBeGreaterThan(Number(resourceVersion));
  const again = patch(served, { spec: { suspend: true } }).body;
  expect(again.metadata).toEqual(suspended.metadata);
  const labelled = patch(served, { metadata: { labels: { team: "x" } } }).body;
  expect(labelled.metadata).toMatchObject({
    generation: 2,
    labels: { team: "x", "job-name": "a" },
  });
});

test("a merge patch's null removes, and what is removed has its default again", () => {
  const served = shop({ backoffLimit: 2 });
  expect(patch(served, { spec: { backoffLimit: null } }).body.spec.backoffLimit).toBe(6);
});

test("a strategic merge patch merges containers by name and adds to what is there", () => {
  const served = new Served();
  served.create(
    cronJobs,
    cronJob("c", {
      jobTemplate: {
        spec: {
          template: {
            spec: {
              restartPolicy: "Never",
              containers: [
                { name: "one", image: "i:1", env: [{ name: "A", value: "1" }] },
                { name: "two", image: "i:1" },
              ],
            },
          },
        },
      },
    }),
  );
  const containers = (list: object[]) => ({
    spec: { jobTemplate: { spec: { template: { spec: { containers: list } } } } },
  });
  const send = (list: object[]) =>
    patch(served, containers(list), strategicMergePatch, `${cronJobs}/c`).body.spec.jobTemplate.spec
      .template.spec.containers;
  const merged = send([{ name: "one", image: "i:2", env: [{ name: "B", value: "2" }] }]);
  expect(merged).toMatchObject([
    {
      name: "one",
      image: "i:2",
      env: [
        { name: "B", value: "2" },
        { name: "A", value: "1" },
      ],
    },
    { name: "two", image: "i:1" },
  ]);
  expect(send([{ $patch: "delete", name: "two" }])).toMatchObject([{ name: "one" }]);
  expect(send([{ $patch: "replace" }, { name: "new", image: "i" }])).toMatchObject([
    { name: "new" },
  ]);
  const keyless = patch(served, containers([{ image: "i" }]), strategicMergePatch, `${cronJobs}/c`);
  expect(keyless.body.message).toBe("map: map[image:i] does not contain declared merge key: name");
});

test("a JSON patch is all or nothing", () => {
  const served = shop();
  const applied = patch(
    served,
    [
      { op: "test", path: "/spec/suspend", value: false },
      { op: "replace", path: "/spec/suspend", value: true },
      { op: "add", path: "/metadata/annotations", value: { "a/b": "1" } },
      { op: "copy", from: "/metadata/annotations/a~1b", path: "/metadata/annotations/c" },
      { op: "remove", path: "/metadata/annotations/a~1b" },
    ],
    jsonPatch,
  );
  expect(applied.body).toMatchObject({
    spec: { suspend: true },
    metadata: { annotations: { c: "1" } },
  });
  for (const operation of [
    { op: "test", path: "/spec/suspend", value: false },
    { op: "remove", path: "/spec/nope" },
    { op: "replace", path: "/spec/nope/x", value: 1 },
    { op: "bend", path: "/spec" },
  ]) {
    const refused = patch(served, [operation], jsonPatch);
    expect(refused.body).toMatchObject({
      code: 422,
      message: "the server rejected our request due to an error in our request",
    });
  }
});

test.each([
  ['{"spec":', mergePatch, 400, "invalid JSON patch"],
  [
    "[]",
    mergePatch,
    400,
    "error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}",
  ],
  [
    "{}",
    jsonPatch,
    400,
    "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp",
  ],
  ["{}", "application/json", 415, "415: Unsupported Media Type"],
  [
    "{}",
    "application/apply-patch+yaml",
    415,
    "the embedded cluster does not simulate server-side apply; use kubectl apply without --server-side",
  ],
  [
    '{"metadata":{"name":"b"}}',
    mergePatch,
    400,
    "the name of the object (b) does not match the name on the URL (a)",
  ],
  [
    '{"metadata":{"uid":"x"}}',
    mergePatch,
    422,
    'Job.batch "a" is invalid: metadata.uid: Invalid value: "x": field is immutable',
  ],
  [
    '{"spec":{"completions":2}}',
    mergePatch,
    422,
    'Job.batch "a" is invalid: spec.completions: Invalid value: 2: field is immutable',
  ],
  [
    '{"spec":{"parallelism":"x"}}',
    strategicMergePatch,
    422,
    ' "" is invalid: patch: Invalid value: "map[spec:map[parallelism:x]]": unrecognized type: int32',
  ],
  [
    '{"spec":{"template":{"spec":{"hostname":5}}}}',
    strategicMergePatch,
    422,
    ' "" is invalid: patch: Invalid value: "map[spec:map[template:map[spec:map[hostname:5]]]]": cannot convert int64 to string',
  ],
])("the patch %s as %s is answered %i", (body, type, code, message) => {
  const refused = patch(shop(), body, type);
  expect({ code: refused.status, message: refused.body.message }).toEqual({ code, message });
});

test("a Job's template stays, but for where and with what a suspended one will run", () => {
  const change = (served: Served, spec: object) =>
    patch(served, { spec: { template: { spec } } }).body;
  const running = shop();
  expect(change(running, { nodeSelector: { disk: "ssd" } })).toMatchObject({
    code: 422,
    details: { causes: [{ field: "spec.template", reason: "FieldValueInvalid" }] },
  });
  const suspended = shop({ suspend: true });
  expect(change(suspended, { nodeSelector: { disk: "ssd" } }).metadata.generation).toBe(2);
  expect(change(suspended, { restartPolicy: "OnFailure" }).code).toBe(422);
});

test("completions of an Indexed Job change together with parallelism alone", () => {
  const served = shop({ completionMode: "Indexed", completions: 3, parallelism: 3 });
  expect(patch(served, { spec: { completions: 5 } }).body.message).toMatch(
    /can only be modified in tandem with spec\.parallelism$/,
  );
  expect(patch(served, { spec: { completions: 5, parallelism: 5 } }).status).toBe(200);
});

test("a replace names the version it was decided on, or none", () => {
  const served = shop();
  const present = served.call("GET", `${jobs}/a`).body;
  const { resourceVersion: _, ...unversioned } = present.metadata;
  const put = (metadata: object, spec: object = {}) =>
    served.call("PUT", `${jobs}/a`, {
      body: { ...present, metadata, spec: { ...present.spec, ...spec } },
    });
  expect(put(present.metadata, { suspend: true }).status).toBe(200);
  expect(put(present.metadata, { suspend: false }).body).toMatchObject({
    code: 409,
    reason: "Conflict",
    message:
      'Operation cannot be fulfilled on jobs.batch "a": the object has been modified; please apply your changes to the latest version and try again',
  });
  expect(put(unversioned, { suspend: false }).status).toBe(200);
  expect(put({ ...unversioned, name: "b" }).body.code).toBe(400);
  expect(put({ ...unversioned, uid: "other" }).body.code).toBe(409);
});

test("status is changed by its own path, which changes nothing else", () => {
  const served = shop();
  expect(patch(served, { status: { active: 3 } }).body.status).toEqual({});
  const changed = patch(
    served,
    { status: { active: 3, startTime: "2026-03-10T12:00:01Z" }, spec: { suspend: true } },
    mergePatch,
    `${jobs}/a/status`,
  ).body;
  expect(changed).toMatchObject({
    status: { active: 3 },
    spec: { suspend: false },
    metadata: { generation: 1 },
  });
});

test("no controller may say of a Job what cannot be", () => {
  const served = shop();
  const said = patch(
    served,
    {
      status: {
        startTime: "2026-03-10T12:00:00Z",
        conditions: [{ type: "Complete", status: "True" }],
        active: 1,
      },
    },
    mergePatch,
    `${jobs}/a/status`,
  );
  expect(said.body.details.causes.map(({ message }: { message: string }) => message)).toEqual([
    "Required value: completionTime is required for Complete jobs",
    "Invalid value: cannot set Complete=True condition without the SuccessCriteriaMet=true condition",
    "Invalid value: 1: active>0 is invalid for finished job",
  ]);
});

test("a Pod keeps its spec, but for images, gates and a shorter deadline", () => {
  const served = new Served();
  served.create(pods, {
    metadata: { name: "p" },
    spec: { ...podSpec, schedulingGates: [{ name: "x/wait" }] },
  });
  const change = (spec: object) => patch(served, { spec }, mergePatch, `${pods}/p`);
  expect(change({ schedulingGates: null, activeDeadlineSeconds: 60 }).status).toBe(200);
  expect(change({ activeDeadlineSeconds: 90 }).body.message).toMatch(
    /must be less than or equal to previous value$/,
  );
  expect(change({ restartPolicy: "Always" }).body.message).toMatch(
    /^Pod "p" is invalid: spec: Forbidden: pod updates may not change fields other than/,
  );
  expect(change({ schedulingGates: [{ name: "x/again" }] }).status).toBe(422);
});

test("a Pod is bound to a node once", () => {
  const served = new Served();
  served.create(pods, { metadata: { name: "p" }, spec: podSpec });
  const bind = (node: string) =>
    served.call("POST", `${pods}/p/binding`, {
      body: { metadata: { name: "p" }, target: { kind: "Node", name: node } },
    });
  expect(bind("one").status).toBe(201);
  expect(served.call("GET", `${pods}/p`).body).toMatchObject({
    spec: { nodeName: "one" },
    status: { conditions: [{ type: "PodScheduled", status: "True" }] },
  });
  expect(bind("two").body).toMatchObject({ code: 409, reason: "Conflict" });
});

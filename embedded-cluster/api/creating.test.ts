import { expect, test } from "vitest";
import { cronJob, cronJobs, job, jobs, podSpec, pods, Served } from "./testing/served.ts";

test("a Job comes back with its uid, its defaults and the labels its Pods will be found by", () => {
  const served = new Served();
  const { metadata, spec, status } = served.create(jobs, job("hello"));
  expect(metadata).toMatchObject({
    name: "hello",
    namespace: "shop",
    generation: 1,
    creationTimestamp: "2026-03-10T12:00:00Z",
    labels: { "job-name": "hello", "batch.kubernetes.io/controller-uid": metadata.uid },
  });
  expect(metadata.uid).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect(spec).toMatchObject({
    completions: 1,
    parallelism: 1,
    backoffLimit: 6,
    completionMode: "NonIndexed",
    suspend: false,
    podReplacementPolicy: "TerminatingOrFailed",
    selector: { matchLabels: { "batch.kubernetes.io/controller-uid": metadata.uid } },
    template: {
      metadata: {
        labels: {
          "job-name": "hello",
          "batch.kubernetes.io/job-name": "hello",
          "controller-uid": metadata.uid,
          "batch.kubernetes.io/controller-uid": metadata.uid,
        },
      },
      spec: { dnsPolicy: "ClusterFirst", terminationGracePeriodSeconds: 30 },
    },
  });
  expect(spec.template.spec.containers[0]).toMatchObject({
    imagePullPolicy: "IfNotPresent",
    terminationMessagePolicy: "File",
    resources: {},
  });
  expect(status).toEqual({});
});

test("1.20 has CronJobs in v1beta1 alone, and Jobs with the labels of its time", () => {
  const served = new Served({ kubernetesApi: "1.20" });
  const beta = "/apis/batch/v1beta1/namespaces/shop/cronjobs";
  expect(served.create(beta, cronJob("tick")).apiVersion).toBe("batch/v1beta1");
  expect(served.call("GET", cronJobs).status).toBe(404);
  const { metadata, spec } = served.create(jobs, job("hello"));
  expect(spec.selector).toEqual({ matchLabels: { "controller-uid": metadata.uid } });
  expect(Object.keys(spec.template.metadata.labels)).toEqual(["job-name", "controller-uid"]);
});

test("lists and maps of nothing are left out, and structs are not", () => {
  const served = new Served();
  const metadata = { annotations: {}, labels: {}, finalizers: [] };
  const container = { name: "main", image: "busybox", args: [], env: [], securityContext: {} };
  const template = { spec: { ...podSpec, containers: [container], nodeSelector: {} } };
  const created = served.create(jobs, job("bare", { template }, metadata));
  expect(created.metadata).not.toHaveProperty("annotations");
  expect(created.metadata).not.toHaveProperty("finalizers");
  expect(created.spec.template.spec).not.toHaveProperty("nodeSelector");
  const [read] = created.spec.template.spec.containers;
  expect(read).toMatchObject({ securityContext: {}, resources: {} });
  expect(read).not.toHaveProperty("args");
  expect(read).not.toHaveProperty("env");
});

test("volumes of what is known of a Pod are filled in", () => {
  const served = new Served();
  const namespace = { path: "namespace", fieldRef: { fieldPath: "metadata.namespace" } };
  const projected = {
    sources: [{ serviceAccountToken: { path: "token" } }, { downwardAPI: { items: [namespace] } }],
  };
  const volumes = [
    { name: "a", downwardAPI: { items: [namespace] } },
    { name: "b", projected },
  ];
  const spec = { ...podSpec, volumes, automountServiceAccountToken: false };
  const [a, b] = served.create(pods, { metadata: { name: "p" }, spec }).spec.volumes;
  const fieldRef = { apiVersion: "v1", fieldPath: "metadata.namespace" };
  expect(a.downwardAPI).toEqual({ items: [{ path: "namespace", fieldRef }], defaultMode: 420 });
  expect(b.projected).toEqual({
    sources: [
      { serviceAccountToken: { path: "token", expirationSeconds: 3600 } },
      { downwardAPI: { items: [{ path: "namespace", fieldRef }] } },
    ],
    defaultMode: 420,
  });
});

test("there are no Services, and none can be made", () => {
  const served = new Served();
  const services = "/api/v1/namespaces/shop/services";
  expect(served.call("GET", services).body).toMatchObject({ kind: "ServiceList", items: [] });
  const body = { metadata: { name: "web" } };
  expect(served.call("POST", services, { body }).body.message).toBe(
    "the server does not allow this method on the requested resource",
  );
});

test("generateName gives each object a name of its own", () => {
  const served = new Served();
  const names = [1, 2, 3].map(
    () => served.create(jobs, { ...job(""), metadata: { generateName: "run-" } }).metadata.name,
  );
  expect(new Set(names).size).toBe(3);
  for (const name of names) expect(name).toMatch(/^run-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
});

test("what a creator may not decide is taken from them", () => {
  const served = new Served();
  const { metadata, status } = served.create(jobs, {
    ...job("hello", {}, { uid: "mine", generation: 9, creationTimestamp: "2001-01-01T00:00:00Z" }),
    status: { succeeded: 7 },
  });
  expect(metadata).toMatchObject({ generation: 1, creationTimestamp: "2026-03-10T12:00:00Z" });
  expect(metadata.uid).not.toBe("mine");
  expect(status).toEqual({});
});

test("dryRun=All answers as if it were created, and stores nothing", () => {
  const served = new Served();
  const dry = served.call("POST", `${jobs}?dryRun=All`, { body: job("hello") });
  expect(dry.status).toBe(201);
  expect(dry.body.metadata.resourceVersion).toBeUndefined();
  expect(served.call("GET", `${jobs}/hello`).status).toBe(404);
});

test("what kubectl create sends is protobuf, and zeros in it are kept where they mean something", () => {
  const served = new Served();
  // `kubectl create job manual --from=cronjob/tick`, with backoffLimit 0 in the template.
  const sent =
    "azhzAAoPCghiYXRjaC92MRIDSm9iEoEDCoYBCgZtYW51YWwSABoAIgAqADIAOABCAGIrCiFjcm9uam9iLmt1YmVybmV0ZXMuaW8vaW5zdGFudGlhdGUSBm1hbnVhbGpBCgdDcm9uSm9iGgR0aWNrIiQzNzc0ODQwMi0xYjk4LTRmNGEtYjg2Yy05NjA2OTAxMjM5MWMqCGJhdGNoL3YxMAES6wEy5gEKHQoAEgAaACIAKgAyADgAQgBaCwoDYXBwEgR0aWNrEsQBCgkKAWUSBBICCgASdQoBYxIMYnVzeWJveDoxLjI4GgRkYXRlKgAyDQoAEAAYUCIDVENQKgA6BgoBQRIBYkIPCg0KA2NwdRIGCgQxMDBtahQvZGV2L3Rlcm1pbmF0aW9uLWxvZ3IMSWZOb3RQcmVzZW50gAEAiAEAkAEAogEERmlsZRoFTmV2ZXIgHjIMQ2x1c3RlckZpcnN0QgBKAFIAWABgAGgAcgCCAQCKAQCaARFkZWZhdWx0LXNjaGVkdWxlcsIBADgAGgggACgAMAA6ABoAIgA=";
  const type = "application/vnd.kubernetes.protobuf";
  const { status, body } = served.call("POST", jobs, { body: Buffer.from(sent, "base64"), type });
  expect(status).toBe(201);
  expect(body.metadata).toMatchObject({
    name: "manual",
    annotations: { "cronjob.kubernetes.io/instantiate": "manual" },
    ownerReferences: [{ kind: "CronJob", name: "tick", controller: true }],
  });
  expect(body.spec).toMatchObject({ backoffLimit: 0, suspend: false });
  expect(body.spec.template.spec).toMatchObject({
    containers: [
      { command: ["date"], env: [{ name: "A", value: "b" }], ports: [{ containerPort: 80 }] },
    ],
    volumes: [{ name: "e", emptyDir: {} }],
  });
  const broken = served.call("POST", jobs, { body: Buffer.from("k8s\0\xff\xff", "latin1"), type });
  expect(broken.body).toMatchObject({ code: 400, reason: "BadRequest" });
});

/** Why an object is refused: its Status's message without the object's name, and its causes' fields. */
function refusal(url: string, body: unknown, type?: string) {
  const called = new Served().call("POST", url, { body, ...(type && { type }) });
  const { message, details = {} } = called.body;
  return {
    code: called.status,
    message: String(message).replace(/^\S+ "[^"]*" is invalid: /, ""),
    fields: (details.causes ?? []).map(({ field }: { field: string }) => field),
  };
}

/** A Job with a `hostPath` volume, mounted so. */
function hostPath(hostPath: object, mount: object = {}) {
  const [container] = podSpec.containers;
  const volumeMounts = [{ name: "v", mountPath: "/v", ...mount }];
  const containers = [{ ...container, volumeMounts }];
  return job("a", {
    template: { spec: { ...podSpec, containers, volumes: [{ name: "v", hostPath }] } },
  });
}

test("a hostPath without a type is written with the empty one", () => {
  const { body } = new Served().call("POST", jobs, { body: hostPath({ path: "/a" }) });
  expect(body.spec.template.spec.volumes).toEqual([
    { name: "v", hostPath: { path: "/a", type: "" } },
  ]);
});

test.each([
  [
    job("a", { parallelism: -1 }),
    "spec.parallelism: Invalid value: -1: must be greater than or equal to 0",
  ],
  [
    job("a", { backoffLimit: -1 }),
    "spec.backoffLimit: Invalid value: -1: must be greater than or equal to 0",
  ],
  [
    job("a", { template: { spec: { ...podSpec, restartPolicy: "Always" } } }),
    'spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
  ],
  [
    job("a", { backoffLimitPerIndex: 1 }),
    "spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode",
  ],
  [
    job("a", { completionMode: "Indexed", parallelism: 2 }),
    "spec.completions: Required value: when completion mode is Indexed",
  ],
  [
    job("a", { completionMode: "X" }),
    'spec.completionMode: Unsupported value: "X": supported values: "NonIndexed", "Indexed"',
  ],
  [
    job("a", { template: { spec: { restartPolicy: "Never" } } }),
    "spec.template.spec.containers: Required value",
  ],
  [
    job("x".repeat(64)),
    `spec.template.labels: Invalid value: "${"x".repeat(64)}": must be no more than 63 bytes`,
  ],
  [
    job("a", { completionMode: "Indexed", successPolicy: { rules: [{ succeededCount: 1 }] } }),
    "spec.successPolicy: Forbidden: the embedded cluster does not simulate this field",
  ],
  [
    job("a", { podFailurePolicy: { rules: [] } }),
    "spec.podFailurePolicy: Forbidden: the embedded cluster does not simulate this field",
  ],
  [
    job("a", { managedBy: "kueue.x-k8s.io/multikueue" }),
    "spec.managedBy: Forbidden: the embedded cluster does not simulate other controllers than kubernetes.io/job-controller",
  ],
  [
    job("a", {
      template: { spec: { ...podSpec, volumes: [{ name: "v", nfs: { server: "s", path: "/" } }] } },
    }),
    "spec.template.spec.volumes[0].nfs: Forbidden: the embedded cluster does not simulate volumes of this type",
  ],
  [
    hostPath({}),
    '[spec.template.spec.volumes[0].hostPath.path: Required value, spec.template.spec.containers[0].volumeMounts[0].name: Not found: "v"]',
  ],
  [
    hostPath({ path: "/a/../b" }),
    `[spec.template.spec.volumes[0].hostPath.path: Invalid value: "/a/../b": must not contain '..', spec.template.spec.containers[0].volumeMounts[0].name: Not found: "v"]`,
  ],
  [
    hostPath({ path: "/a", type: "Folder" }),
    '[spec.template.spec.volumes[0].hostPath.type: Unsupported value: "Folder": supported values: "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket", spec.template.spec.containers[0].volumeMounts[0].name: Not found: "v"]',
  ],
  [
    hostPath({ path: "/a", type: "Socket" }),
    "spec.template.spec.volumes[0].hostPath.type: Forbidden: the embedded cluster simulates files and directories alone",
  ],
  [
    hostPath({ path: "/a" }, { subPath: "/b" }),
    'spec.template.spec.containers[0].volumeMounts.subPath: Invalid value: "/b": must be a relative path',
  ],
  [
    hostPath({ path: "/a" }, { subPathExpr: "$(A)" }),
    "spec.template.spec.containers[0].volumeMounts[0].subPathExpr: Forbidden: the embedded cluster does not simulate this field",
  ],
])("a Job is refused in the API server's words (%#)", (body, message) => {
  expect(refusal(jobs, body)).toMatchObject({ code: 422, message });
});

test.each([
  [
    { schedule: "0 0 * * 7" },
    'spec.schedule: Invalid value: "0 0 * * 7": end of range (7) above maximum (6): 7',
  ],
  [{ schedule: "" }, "spec.schedule: Required value"],
  [
    { timeZone: "Mars/Base" },
    'spec.timeZone: Invalid value: "Mars/Base": unknown time zone Mars/Base',
  ],
  [{ timeZone: "" }, 'spec.timeZone: Invalid value: "": timeZone must be nil or non-empty string'],
  [
    { schedule: "TZ=UTC 0 0 * * *" },
    'spec.schedule: Invalid value: "TZ=UTC 0 0 * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead',
  ],
  [
    { concurrencyPolicy: "Never" },
    'spec.concurrencyPolicy: Unsupported value: "Never": supported values: "Allow", "Forbid", "Replace"',
  ],
  [
    { startingDeadlineSeconds: -1 },
    "spec.startingDeadlineSeconds: Invalid value: -1: must be greater than or equal to 0",
  ],
])("a CronJob with %j is refused in the API server's words", (spec, message) => {
  expect(refusal(cronJobs, cronJob("a", spec))).toMatchObject({ code: 422, message });
});

test("the name of a CronJob has 52 characters at most", () => {
  const { message, fields } = refusal(cronJobs, cronJob("x".repeat(53)));
  expect(message).toMatch(/must be no more than 52 characters$/);
  expect(fields).toEqual(["metadata.name"]);
  expect(new Served().create(cronJobs, cronJob("x".repeat(52))).kind).toBe("CronJob");
});

test("every cause is told, each once", () => {
  const { message, fields } = refusal(pods, {
    metadata: { name: "A" },
    spec: { containers: [{ image: "i" }, { name: "c", image: "" }], restartPolicy: "Nope" },
  });
  expect(fields).toEqual([
    "metadata.name",
    "spec.containers[0].name",
    "spec.containers[1].image",
    "spec.restartPolicy",
  ]);
  expect(message).toMatch(/^\[metadata\.name: Invalid value: "A": a lowercase RFC 1123 subdomain/);
});

const cannot = 'Job in version "v1" cannot be handled as a Job';

test.each([
  [
    job("a", { parallelism: "two" }),
    `${cannot}: json: cannot unmarshal string into Go struct field JobSpec.spec.parallelism of type int32`,
  ],
  [
    job("a", { parallelism: 1.5 }),
    `${cannot}: json: cannot unmarshal number 1.5 into Go struct field JobSpec.spec.parallelism of type int32`,
  ],
  [
    job("a", { suspend: "yes" }),
    `${cannot}: json: cannot unmarshal string into Go struct field JobSpec.spec.suspend of type bool`,
  ],
  [
    job("a", { template: { spec: { containers: {} } } }),
    `${cannot}: json: cannot unmarshal object into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container`,
  ],
  [
    { ...job("a"), kind: "CronJob", apiVersion: "batch/v1" },
    'CronJob in version "v1" cannot be handled as a Job: converting (v1.CronJob) to (batch.Job): unknown conversion',
  ],
  [
    job("a", {}, { namespace: "other" }),
    "the namespace of the provided object does not match the namespace sent on the request",
  ],
  [
    '{"metadata":',
    'the object provided is unrecognized (must be of type Job): couldn\'t get version/kind; json parse error: unexpected end of JSON input ({"metadata":)',
  ],
])("a body that is no Job is told in the decoder's words (%#)", (body, message) => {
  expect(refusal(jobs, body)).toMatchObject({ code: 400, message });
});

test("YAML is as good as JSON, and nothing else is", () => {
  const yaml =
    "metadata: {name: a}\nspec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}}";
  const served = new Served();
  expect(served.call("POST", jobs, { body: yaml, type: "application/yaml" }).status).toBe(201);
  expect(refusal(jobs, "a: b: c", "application/yaml")).toMatchObject({
    code: 400,
    message:
      "the object provided is unrecognized (must be of type Job): yaml: mapping values are not allowed in this context (613a20623a2063)",
  });
  expect(refusal(jobs, "x", "text/plain").code).toBe(415);
});

test("unknown fields are warned of, refused or ignored as fieldValidation says", () => {
  const served = new Served();
  const body = (name: string) => ({ ...job(name, { bar: 1 }), foo: 1 });
  const warned = served.call("POST", jobs, { body: body("a") });
  expect(warned.status).toBe(201);
  expect(warned.headers.warning).toEqual([
    '299 - "unknown field \\"spec.bar\\""',
    '299 - "unknown field \\"foo\\""',
  ]);
  expect(warned.body.foo).toBeUndefined();
  const strict = served.call("POST", `${jobs}?fieldValidation=Strict`, { body: body("b") });
  expect(strict.body.message).toBe(
    `${cannot}: strict decoding error: unknown field "spec.bar", unknown field "foo"`,
  );
  const ignored = served.call("POST", `${jobs}?fieldValidation=Ignore`, { body: body("c") });
  expect([ignored.status, ignored.headers.warning]).toEqual([201, undefined]);
});

test("a Pod needs the service account and the classes it names", () => {
  const pod = (spec: object) => ({ metadata: { name: "p" }, spec: { ...podSpec, ...spec } });
  expect(refusal(pods, pod({ serviceAccountName: "robot" }))).toMatchObject({
    code: 403,
    message:
      'pods "p" is forbidden: error looking up service account shop/robot: serviceaccount "robot" not found',
  });
  expect(refusal(pods, pod({ priorityClassName: "high" })).message).toBe(
    'pods "p" is forbidden: no PriorityClass with name high was found',
  );
});

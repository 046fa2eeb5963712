import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  cronJobs,
  events,
  jobs,
  namespaces,
  pods,
  UnreadableObject,
} from "#lib/kubernetes/resources";

const metadata = { name: "a", namespace: "default", uid: "u", resourceVersion: "1" };

describe("an object keeps what is read and nothing else", () => {
  it("of its metadata", () => {
    const { metadata: kept } = jobs.reduce({
      metadata: {
        ...metadata,
        managedFields: [{ manager: "kubectl" }],
        selfLink: "/x",
        labels: { app: "web" },
        annotations: {
          "kubectl.kubernetes.io/last-applied-configuration": "{}",
          "batch.kubernetes.io/job-completion-index": "3",
          "batchboard/suspended-reason": "a freeze",
        },
        ownerReferences: [
          {
            apiVersion: "batch/v1",
            kind: "Job",
            name: "j",
            uid: "ju",
            controller: true,
            blocks: 1,
          },
        ],
      },
    });
    expect(kept).toEqual({
      ...metadata,
      labels: { app: "web" },
      annotations: {
        "batch.kubernetes.io/job-completion-index": "3",
        "batchboard/suspended-reason": "a freeze",
      },
      ownerReferences: [
        { apiVersion: "batch/v1", kind: "Job", name: "j", uid: "ju", controller: true },
      ],
    });
  });

  it("of its spec: never a container's environment or arguments", () => {
    const container = { name: "c", image: "busybox", env: [{ name: "A", value: "canary" }] };
    const template = { spec: { containers: [{ ...container, args: ["canary"] }] } };
    const reduced = [
      pods.reduce({ metadata, spec: template.spec }),
      jobs.reduce({ metadata, spec: { completions: 2, template } }),
      cronJobs("v1").reduce({ metadata, spec: { jobTemplate: { spec: { template } } } }),
    ];
    expect(JSON.stringify(reduced)).not.toContain("canary");
    expect(JSON.stringify(reduced)).toContain("busybox");
  });

  it("of who wrote a CronJob what: his name, the time, and whether it was spec.suspend", () => {
    const time = "2026-03-10T12:00:00Z";
    const fieldsV1 = { "f:spec": { "f:suspend": {}, "f:schedule": {} }, "f:status": {} };
    const other = { manager: "m", time, fieldsV1: { "f:spec": { "f:schedule": {} } } };
    const managedFields = [{ manager: "kubectl", operation: "Update", time, fieldsV1 }, other];
    const reduced = cronJobs("v1").reduce({ metadata: { ...metadata, managedFields } });
    expect(reduced.metadata.managedFields).toEqual([
      { manager: "kubectl", time, fieldsV1: { "f:spec": { "f:suspend": {} } } },
      { manager: "m", time, fieldsV1: { "f:spec": {} } },
    ]);
  });

  it("of a container's resources: a Pod's limit of memory, and no object where there is none", () => {
    const limits = { cpu: "1", memory: "24Gi" };
    const containers = [
      { name: "limited", resources: { limits, requests: limits } },
      { name: "free", resources: {} },
      { name: "half", resources: { limits: { cpu: "1" } } },
    ];
    const pod = pods.reduce({ metadata, spec: { containers, initContainers: containers } });
    const kept = [
      { name: "limited", resources: { limits: { memory: "24Gi" } } },
      { name: "free" },
      { name: "half" },
    ];
    expect(pod.spec).toEqual({ containers: kept, initContainers: kept });
    const { containers: one, initContainers: other } = pod.spec ?? {};
    expect(one?.[0]?.resources).toBe(other?.[0]?.resources);
    const job = jobs.reduce({ metadata, spec: { template: { spec: { containers } } } });
    const names = [{ name: "limited" }, { name: "free" }, { name: "half" }];
    expect(job.spec).toEqual({ template: { spec: { containers: names } } });
  });

  it("of what says when a Job has failed, and whose it is", () => {
    const spec = {
      backoffLimit: 6,
      backoffLimitPerIndex: 1,
      maxFailedIndexes: 5,
      managedBy: "example.com/fleet",
      template: { spec: { restartPolicy: "OnFailure" } },
    };
    expect(jobs.reduce({ metadata, spec }).spec).toEqual(spec);
    const schedulingGates = [{ name: "example.com/budget" }];
    expect(pods.reduce({ metadata, spec: { schedulingGates } }).spec).toEqual({ schedulingGates });
  });

  it("where null is as good as absent", () => {
    const job = jobs.reduce({
      metadata,
      spec: { completions: null, selector: null },
      status: null,
    });
    expect(job).toEqual({ metadata, spec: {} });
  });
});

test.each([
  [null],
  [undefined],
  ["text"],
  [[]],
  [{}],
  [{ metadata: null }],
  [{ metadata: { name: "a" } }],
  [{ metadata: { uid: "u" } }],
  [{ metadata: { name: 7, uid: "u" } }],
  [{ metadata: { name: "", uid: "u" } }],
])("an object that cannot be told from others is refused: %j", (raw) => {
  expect(() => pods.reduce(raw)).toThrow(UnreadableObject);
});

test("labels may be called like the parts of objects", () => {
  const raw = JSON.parse(
    `{"metadata": {"name": "a", "uid": "u", "labels": {"__proto__": "x", "constructor": "y", "n": 7},
      "annotations": {"__proto__": {"polluted": "yes"}}}}`,
  );
  const { labels } = jobs.reduce(raw).metadata;
  expect(Object.entries(labels ?? {})).toEqual([
    ["__proto__", "x"],
    ["constructor", "y"],
  ]);
  expect(({} as { polluted?: string }).polluted).toBeUndefined();
});

test("an object of any shape is reduced or refused, and its text is never run or kept by accident", () => {
  const names = [
    ...["metadata", "spec", "status", "name", "uid", "labels", "annotations", "ownerReferences"],
    ...["conditions", "containers", "containerStatuses", "state", "terminated", "selector"],
    ...["matchExpressions", "jobTemplate", "template", "active", "__proto__", "toString"],
  ];
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 6, withCrossShrink: true },
      fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.double()),
      fc.array(tie("tree"), { maxLength: 4 }),
      fc
        .array(fc.tuple(fc.constantFrom(...names), tie("tree")), { maxLength: 8 })
        .map((entries) => JSON.parse(`{${entries.map(pair).join(",")}}`)),
    ),
  }));
  const pair = ([key, value]: [string, unknown]) =>
    `${JSON.stringify(key)}:${JSON.stringify(value) ?? "null"}`;
  const resources = [jobs, pods, cronJobs("v1"), events, namespaces];
  fc.assert(
    fc.property(tree, fc.boolean(), (raw, named) => {
      const object =
        named && typeof raw === "object" && raw !== null && !Array.isArray(raw)
          ? { ...raw, metadata }
          : raw;
      for (const resource of resources) {
        try {
          const reduced = resource.reduce(object);
          expect(reduced.metadata.uid).not.toBe("");
          expect(JSON.parse(JSON.stringify(reduced))).toBeTruthy();
        } catch (error) {
          expect(error).toBeInstanceOf(UnreadableObject);
        }
      }
    }),
    { numRuns: 1000 },
  );
  expect(Object.keys(Object.prototype)).toEqual([]);
});

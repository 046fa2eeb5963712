import { expect, test } from "vitest";
import type { JobManifest, JobManifestSpec } from "#lib/server/actions/job-manifest";
import { singleIndex } from "#lib/server/actions/single-index";

const containers = [
  { name: "main", env: [{ name: "MODE", value: "full" }] },
  { name: "told", env: [{ name: "JOB_COMPLETION_INDEX", value: "own" }] },
];
const indexed: JobManifestSpec = {
  completionMode: "Indexed",
  completions: 20,
  parallelism: 5,
  backoffLimit: 6,
  template: { spec: { initContainers: [{ name: "init" }], containers } },
};

function run(spec: JobManifestSpec, index = 7): JobManifestSpec {
  const metadata = { name: "x", namespace: "data" };
  const job: JobManifest = { apiVersion: "batch/v1", kind: "Job", metadata, spec };
  return singleIndex(job, index).spec;
}

const mark = { "batch.kubernetes.io/job-completion-index": "7" };
const variable = { name: "JOB_COMPLETION_INDEX", value: "7" };

test("one index is a Job of one Pod that finds its index where an Indexed Job puts it", () => {
  expect(run(indexed)).toEqual({
    completions: 1,
    parallelism: 1,
    backoffLimit: 6,
    template: {
      metadata: { labels: mark, annotations: mark },
      spec: {
        initContainers: [{ name: "init", env: [variable] }],
        containers: [
          { name: "main", env: [{ name: "MODE", value: "full" }, variable] },
          // The Job controller leaves it as it is, too.
          { name: "told", env: [{ name: "JOB_COMPLETION_INDEX", value: "own" }] },
        ],
      },
    },
  });
});

test("what counts for an index counts for the Job; what is about several indexes is gone", () => {
  const spec = run({
    ...indexed,
    backoffLimit: 2_147_483_647,
    backoffLimitPerIndex: 1,
    maxFailedIndexes: 3,
    successPolicy: { rules: [{ succeededIndexes: "0" }] },
    podFailurePolicy: {
      rules: [
        { action: "FailIndex", onExitCodes: { operator: "In", values: [42] } },
        { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget" }] },
      ],
    },
  });
  expect(spec).toMatchObject({
    backoffLimit: 1,
    podFailurePolicy: {
      rules: [
        { action: "FailJob", onExitCodes: { operator: "In", values: [42] } },
        { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget" }] },
      ],
    },
  });
  for (const field of [
    "completionMode",
    "backoffLimitPerIndex",
    "maxFailedIndexes",
    "successPolicy",
  ]) {
    expect(spec).not.toHaveProperty(field);
  }
});

test.each<[string, JobManifestSpec, number, RegExp]>([
  ["a Job without indexes", { completions: 3 }, 1, /no Indexed Job/],
  ["an index beyond the last", indexed, 20, /0 to 19; 20 is none/],
  [
    "Pods that find each other by name",
    { ...indexed, template: { spec: { subdomain: "peers", containers } } },
    1,
    /sets subdomain/,
  ],
  [
    "a host name of its own",
    { ...indexed, template: { spec: { hostname: "peer", containers } } },
    1,
    /sets hostname/,
  ],
])("%s is refused with the reason", (_, spec, index, message) => {
  expect(() => run(spec, index)).toThrow(
    expect.objectContaining({ code: "invalid", message: expect.stringMatching(message) }),
  );
});

import { expect, test } from "../fixtures.ts";
import { idleJob, paths, podSpec, shell } from "../objects.ts";
import {
  badRequest,
  type Cause,
  expectRefusal,
  invalid,
  label,
  negative,
  warningsOf,
} from "../statuses.ts";

/** The spec of a Job around changes of its Pod. */
const template = (more: object) => ({
  template: { spec: { ...podSpec([shell("true")]), ...more } },
});

/** What is said of a Job called `a` with this spec. */
const specs: readonly [string, object, ...Cause[]][] = [
  [
    "numbers that cannot be negative are told all at once",
    {
      parallelism: -1,
      completions: -2,
      backoffLimit: -3,
      activeDeadlineSeconds: -4,
      ttlSecondsAfterFinished: -5,
    },
    ["spec.parallelism", "Invalid", `Invalid value: -1: ${negative}`],
    ["spec.completions", "Invalid", `Invalid value: -2: ${negative}`],
    ["spec.activeDeadlineSeconds", "Invalid", `Invalid value: -4: ${negative}`],
    ["spec.backoffLimit", "Invalid", `Invalid value: -3: ${negative}`],
    ["spec.ttlSecondsAfterFinished", "Invalid", `Invalid value: -5: ${negative}`],
  ],
  [
    "an Indexed Job of a parallelism needs completions",
    { completionMode: "Indexed", parallelism: 2 },
    ["spec.completions", "Required", "Required value: when completion mode is Indexed"],
  ],
  [
    "an Indexed Job runs a hundred thousand Pods at most",
    { completionMode: "Indexed", completions: 1, parallelism: 100_001 },
    [
      "spec.parallelism",
      "Invalid",
      "Invalid value: 100001: must be less than or equal to 100000 when completion mode is Indexed",
    ],
  ],
  [
    "a completion mode is one of two",
    { completionMode: "Sometimes" },
    [
      "spec.completionMode",
      "NotSupported",
      'Unsupported value: "Sometimes": supported values: "NonIndexed", "Indexed"',
    ],
  ],
  [
    "limits per index need indexes",
    { backoffLimitPerIndex: 1, maxFailedIndexes: 2 },
    ["spec.backoffLimitPerIndex", "Invalid", "Invalid value: 1: requires indexed completion mode"],
    ["spec.maxFailedIndexes", "Invalid", "Invalid value: 2: requires indexed completion mode"],
  ],
  [
    "as many indexes may fail as there are, and only with a limit for each",
    { completionMode: "Indexed", completions: 3, maxFailedIndexes: 4 },
    ["spec.backoffLimitPerIndex", "Required", "Required value: when maxFailedIndexes is specified"],
    [
      "spec.maxFailedIndexes",
      "Invalid",
      "Invalid value: 4: must be less than or equal to completions",
    ],
  ],
  [
    "Pods are replaced by one of two policies",
    { podReplacementPolicy: "Maybe" },
    [
      "spec.podReplacementPolicy",
      "NotSupported",
      'Unsupported value: "Maybe": supported values: "Failed", "TerminatingOrFailed"',
    ],
  ],
  [
    "a Job's Pods are not always restarted",
    template({ restartPolicy: "Always" }),
    [
      "spec.template.spec.restartPolicy",
      "Required",
      'Required value: valid values: "OnFailure", "Never"',
    ],
  ],
  [
    "a Job says whether its Pods are restarted",
    template({ restartPolicy: undefined }),
    [
      "spec.template.spec.restartPolicy",
      "Required",
      'Required value: valid values: "OnFailure", "Never"',
    ],
  ],
  [
    "an unknown restart policy is none for a Pod and none for a Job",
    template({ restartPolicy: "Sometimes" }),
    [
      "spec.template.spec.restartPolicy",
      "NotSupported",
      'Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"',
    ],
    [
      "spec.template.spec.restartPolicy",
      "NotSupported",
      'Unsupported value: "Sometimes": supported values: "OnFailure", "Never"',
    ],
  ],
  [
    "a Job has a template with containers",
    { template: undefined },
    ["spec.template.spec.containers", "Required", "Required value"],
    [
      "spec.template.spec.restartPolicy",
      "Required",
      'Required value: valid values: "OnFailure", "Never"',
    ],
  ],
  [
    "a selector of one's own needs manualSelector, and labels that match",
    { manualSelector: true, selector: { matchLabels: { a: "b" } } },
    [
      "spec.template.metadata.labels",
      "Invalid",
      "Invalid value: null: `selector` does not match template `labels`",
    ],
  ],
  [
    "a Pod's deadline is at least a second",
    template({ activeDeadlineSeconds: 0 }),
    [
      "spec.template.spec.activeDeadlineSeconds",
      "Invalid",
      "Invalid value: 0: must be between 1 and 2147483647, inclusive",
    ],
  ],
];

for (const [sentence, spec, ...causes] of specs) {
  test(`a Job is refused: ${sentence}`, async ({ api, namespace }) => {
    const reply = await api.call("POST", paths.jobs(namespace), { body: idleJob("a", spec) });
    expectRefusal(reply, invalid({ kind: "Job", group: "batch", name: "a" }, ...causes));
  });
}

test("a grace period that is negative is warned of, and taken for a second", async ({
  api,
  namespace,
}) => {
  const body = idleJob("a", template({ terminationGracePeriodSeconds: -1 }));
  const reply = await api.call("POST", `${paths.jobs(namespace)}?dryRun=All`, { body });
  expect(warningsOf(reply)).toEqual([
    "spec.template.spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1",
  ]);
});

test("a deadline of no seconds, and one of zero retries, are fine", async ({ api, namespace }) => {
  const spec = { activeDeadlineSeconds: 0, backoffLimit: 0, parallelism: 0 };
  const path = `${paths.jobs(namespace)}?dryRun=All`;
  const reply = await api.call("POST", path, { body: idleJob("a", spec) });
  expect(reply.body).toMatchObject({ spec });
  expect((reply.body as { spec: object }).spec).not.toHaveProperty("completions");
});

const types: readonly [string, object, string][] = [
  [
    "a number is no text",
    { parallelism: "1" },
    "string into Go struct field JobSpec.spec.parallelism of type int32",
  ],
  [
    "a whole number has no fraction",
    { parallelism: 1.5 },
    "number 1.5 into Go struct field JobSpec.spec.parallelism of type int32",
  ],
  [
    "a number has 32 bits",
    { parallelism: 3e9 },
    "number 3000000000 into Go struct field JobSpec.spec.parallelism of type int32",
  ],
  [
    "true is no text",
    { suspend: "true" },
    "string into Go struct field JobSpec.spec.suspend of type bool",
  ],
  [
    "a list is no object",
    template({ containers: {} }),
    "object into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container",
  ],
  [
    "a command is a list of words",
    template({ containers: [{ ...shell("true"), command: "sh -c true" }] }),
    "string into Go struct field Container.spec.template.spec.containers.command of type []string",
  ],
  [
    "an object is no list",
    { template: [] },
    "array into Go struct field JobSpec.spec.template of type v1.PodTemplateSpec",
  ],
];

for (const [sentence, spec, cannot] of types) {
  test(`a Job is not understood: ${sentence}`, async ({ api, namespace }) => {
    const reply = await api.call("POST", paths.jobs(namespace), { body: idleJob("a", spec) });
    const message = `Job in version "v1" cannot be handled as a Job: json: cannot unmarshal ${cannot}`;
    expectRefusal(reply, badRequest(message));
  });
}

test("a container's name is a label of at most 63 characters", async ({ api, namespace }) => {
  const containers = [shell("true", { name: "Main_1" }), shell("true", { name: "a".repeat(64) })];
  const body = idleJob("a", template({ containers }));
  const at = "spec.template.spec.containers";
  const long = `Invalid value: "${"a".repeat(64)}": must be no more than 63 characters`;
  expectRefusal(
    await api.call("POST", paths.jobs(namespace), { body }),
    invalid(
      { kind: "Job", group: "batch", name: "a" },
      [`${at}[0].name`, "Invalid", `Invalid value: "Main_1": ${label}`],
      [`${at}[1].name`, "Invalid", long],
    ),
  );
});

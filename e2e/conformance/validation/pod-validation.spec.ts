import { expect, test } from "../fixtures.ts";
import { idlePod, paths, shell } from "../objects.ts";
import {
  badRequest,
  type Cause,
  expectRefusal,
  failure,
  invalid,
  label,
  labelKey,
  subdomain,
  warningsOf,
} from "../statuses.ts";

const container = (more: object) => ({ containers: [shell("true", more)] });

const specs: readonly [string, object, ...Cause[]][] = [
  ["it has containers", { containers: [] }, ["spec.containers", "Required", "Required value"]],
  [
    "a volume is of one kind, and says of what",
    {
      volumes: [
        { name: "v", emptyDir: {}, configMap: { name: "x" } },
        { name: "V_", secret: {} },
        { name: "w", configMap: {} },
      ],
    },
    [
      "spec.volumes[0].configMap",
      "Forbidden",
      "Forbidden: may not specify more than 1 volume type",
    ],
    ["spec.volumes[1].secret.secretName", "Required", "Required value"],
    ["spec.volumes[1].name", "Invalid", `Invalid value: "V_": ${label}`],
    ["spec.volumes[2].configMap.name", "Required", "Required value"],
  ],
  [
    "a toleration makes sense",
    {
      tolerations: [
        { operator: "Nope" },
        { operator: "Exists", value: "x", key: "a" },
        { effect: "Bad", key: "a" },
        { key: "a", operator: "Exists", tolerationSeconds: 5 },
      ],
    },
    [
      "spec.tolerations[0].operator",
      "Invalid",
      'Invalid value: "Nope": operator must be Exists when `key` is empty, which means "match all values and all keys"',
    ],
    [
      "spec.tolerations[0].operator",
      "NotSupported",
      'Unsupported value: "Nope": supported values: "Equal", "Exists"',
    ],
    [
      "spec.tolerations[1].operator",
      "Invalid",
      "Invalid value: \"x\": value must be empty when `operator` is 'Exists'",
    ],
    [
      "spec.tolerations[2].effect",
      "NotSupported",
      'Unsupported value: "Bad": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
    ],
    [
      "spec.tolerations[3].effect",
      "Invalid",
      "Invalid value: \"\": effect must be 'NoExecute' when `tolerationSeconds` is set",
    ],
  ],
  [
    "names it refers to could be names",
    { nodeSelector: { "a b": "c" }, hostname: "A_", subdomain: "B_", nodeName: "C_" },
    ["spec.nodeSelector", "Invalid", `Invalid value: "a b": ${labelKey}`],
    ["spec.nodeName", "Invalid", `Invalid value: "C_": ${subdomain}`],
    ["spec.hostname", "Invalid", `Invalid value: "A_": ${label}`],
    ["spec.subdomain", "Invalid", `Invalid value: "B_": ${label}`],
  ],
  [
    "DNS is asked by one of four policies",
    { dnsPolicy: "Nope" },
    [
      "spec.dnsPolicy",
      "NotSupported",
      'Unsupported value: "Nope": supported values: "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"',
    ],
  ],
];

for (const [sentence, spec, ...causes] of specs) {
  test(`a Pod is refused: ${sentence}`, async ({ api, namespace }) => {
    const reply = await api.call("POST", paths.pods(namespace), { body: idlePod("a", spec) });
    expectRefusal(reply, invalid({ kind: "Pod", name: "a" }, ...causes));
  });
}

test("a quantity is a number with a unit", async ({ api, namespace }) => {
  const body = idlePod("a", container({ resources: { limits: { memory: "lots" } } }));
  const message =
    "Pod in version \"v1\" cannot be handled as a Pod: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
  expectRefusal(await api.call("POST", paths.pods(namespace), { body }), badRequest(message));
});

test("what a Pod refers to must be there", async ({ api, namespace }) => {
  const refused: readonly [object, string][] = [
    [
      { serviceAccountName: "nobody" },
      `error looking up service account ${namespace}/nobody: serviceaccount "nobody" not found`,
    ],
    [{ priorityClassName: "none" }, "no PriorityClass with name none was found"],
    [{ runtimeClassName: "none" }, 'pod rejected: RuntimeClass "none" not found'],
    [
      { priority: 5 },
      "the integer value of priority (5) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name",
    ],
  ];
  for (const [spec, because] of refused) {
    expectRefusal(
      await api.call("POST", paths.pods(namespace), { body: idlePod("a", spec) }),
      failure(403, "Forbidden", `pods "a" is forbidden: ${because}`, { kind: "pods", name: "a" }),
    );
  }
});

test("what is allowed and hardly meant is warned of", async ({ api, namespace }) => {
  const body = idlePod("a.b", {
    imagePullSecrets: [{}],
    ...container({
      env: [
        { name: "A", value: "1" },
        { name: "A", value: "2" },
      ],
      ports: [{ containerPort: 80 }, { containerPort: 80 }],
      resources: { requests: { memory: "1500m" } },
    }),
  });
  const reply = await api.call("POST", `${paths.pods(namespace)}?dryRun=All`, { body });
  expect(reply.status).toBe(201);
  expect(warningsOf(reply).toSorted()).toEqual([
    "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]",
    'spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply',
    "spec.containers[0].ports[1]: duplicate port definition with spec.containers[0].ports[0]",
    'spec.containers[0].resources.requests[memory]: fractional byte value "1500m" is invalid, must be an integer',
    'spec.imagePullSecrets[0].name: invalid empty name ""',
  ]);
});

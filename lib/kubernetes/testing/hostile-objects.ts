import type { ApiObject } from "#lib/kubernetes/testing/collection";

/** Texts that must stay text: markup and addresses that run, characters that hide, turn or end it. */
export const hostileTexts = {
  markup: [
    '<img src=x onerror="window.pwned=1">',
    "<script>window.pwned=1</script>",
    "<svg/onload=window.pwned=1>",
    "<x-hostile>x</x-hostile>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
    "javascript:window.pwned=1",
    "data:text/html,<script>window.pwned=1</script>",
    "[a](javascript:window.pwned=1)",
    "</script></style></textarea></title><img src=x onerror=window.pwned=1>",
    "{{constructor.constructor('window.pwned=1')()}}",
  ].join(" "),
  controls:
    "a\u0000b\u202Ec\u2066d\u200Be\u200Df\uFEFFg\u001b]8;;https://evil.example\u0007h\u001b[2Ji\r\nj\u2028k\u00ADl",
} as const;

/** Those of `hostileTexts.controls` that would hide or turn what stands around them. */
export const unseenCharacters: readonly string[] = [
  ..."\u0000\u001b\u00AD\u200B\u2028\u202E\u2066\uFEFF",
];

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The object with every leaf replaced; names of fields stay. */
function everyLeaf(value: Json, replace: (leaf: string | number | boolean) => Json): Json {
  if (value === null) return null;
  if (Array.isArray(value)) return value.map((item) => everyLeaf(item, replace));
  if (typeof value === "object") {
    const entries = Object.entries(value).map(([key, item]) => [key, everyLeaf(item, replace)]);
    return Object.fromEntries(entries);
  }
  return replace(value);
}

/** Keys that are somebody's names for things everywhere else, as own keys. */
const prototypeKeys: Json = JSON.parse(
  '{"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}},"prototype":"x","toString":"x","hasOwnProperty":"x","valueOf":"x"}',
);
const prototypeLabels: Json = JSON.parse(
  '{"__proto__":"polluted","constructor":"x","prototype":"x","toString":"x","hasOwnProperty":"x"}',
);

/** What may be wrong with an object, each as a change of a whole one. */
const mangling: Readonly<Record<string, (whole: { [key: string]: Json }) => Json>> = {
  markup: (whole) =>
    everyLeaf(whole, (leaf) => (typeof leaf === "string" ? hostileTexts.markup : leaf)),
  controls: (whole) =>
    everyLeaf(whole, (leaf) => (typeof leaf === "string" ? hostileTexts.controls : leaf)),
  nulls: (whole) => everyLeaf(whole, () => null),
  "no-parts": (whole) => Object.fromEntries(Object.keys(whole).map((key) => [key, null])),
  types: (whole) =>
    everyLeaf(whole, (leaf) => (typeof leaf === "string" ? { x: [leaf] } : `${leaf} <b>`)),
  shapes: (whole) =>
    Object.fromEntries(
      Object.entries(whole).map(([key, part]) => [
        key,
        Object.fromEntries(
          Object.entries(part ?? {}).map(([name, value]) => [
            name,
            Array.isArray(value) ? { 0: "x", length: -1 } : [value],
          ]),
        ),
      ]),
    ),
  huge: (whole) => everyLeaf(whole, (leaf) => (typeof leaf === "number" ? Number.MAX_VALUE : leaf)),
  negative: (whole) => everyLeaf(whole, (leaf) => (typeof leaf === "number" ? -1e15 : leaf)),
  keys: ({ metadata, spec, status }) => ({
    metadata: {
      ...(metadata as object),
      labels: prototypeLabels,
      annotations: prototypeLabels,
    },
    spec: Object.assign(JSON.parse(JSON.stringify(spec)), { "": "x" }, { nested: prototypeKeys }),
    status: { ...(status as object), nested: prototypeKeys },
  }),
  "many-labels": ({ metadata, ...rest }) => ({
    ...rest,
    metadata: { ...(metadata as object), labels: labelled(10_000, "x") },
  }),
  "1.5mb": ({ metadata, ...rest }) => ({
    ...rest,
    metadata: { ...(metadata as object), annotations: labelled(30, "x".repeat(50_000)) },
  }),
};

function labelled(count: number, value: string): Json {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`label-${i}`, value]));
}

/** What can be wrong with an object; each is the name of one. */
export const hostileNames = Object.keys(mangling);

const time = "2026-03-10T11:59:00Z";
const container = {
  name: "main",
  image: "busybox",
  command: ["sh"],
  env: [{ name: "A", value: "b" }],
};
const template = { metadata: { labels: { app: "a" } }, spec: { containers: [container] } };
const metadata = {
  labels: { app: "a" },
  annotations: { "kubernetes.io/description": "a" },
  finalizers: ["a"],
  ownerReferences: [
    { apiVersion: "batch/v1", kind: "CronJob", name: "a", uid: "a", controller: true },
  ],
};
const condition = {
  type: "Failed",
  status: "True",
  reason: "BackoffLimitExceeded",
  message: "it failed",
  lastTransitionTime: time,
};
const jobSpec = {
  parallelism: 1,
  completions: 2,
  completionMode: "Indexed",
  backoffLimit: 6,
  activeDeadlineSeconds: 9,
  ttlSecondsAfterFinished: 100,
  suspend: false,
  selector: {
    matchLabels: { app: "a" },
    matchExpressions: [{ key: "a", operator: "In", values: ["a"] }],
  },
  template,
};
const terminated = {
  exitCode: 1,
  signal: 9,
  reason: "Error",
  message: "it failed",
  startedAt: time,
  finishedAt: time,
};

/** One of each with every field that is read of it. */
const whole = {
  cronjobs: {
    metadata,
    spec: {
      schedule: "*/5 * * * *",
      timeZone: "Europe/Berlin",
      suspend: false,
      concurrencyPolicy: "Forbid",
      startingDeadlineSeconds: 10,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
      jobTemplate: { spec: jobSpec },
    },
    status: {
      active: [{ name: "a", uid: "a" }],
      lastScheduleTime: time,
      lastSuccessfulTime: time,
    },
  },
  jobs: {
    metadata,
    spec: jobSpec,
    status: {
      active: 1,
      ready: 1,
      succeeded: 1,
      failed: 1,
      terminating: 1,
      startTime: time,
      completionTime: time,
      completedIndexes: "0",
      failedIndexes: "1",
      conditions: [condition],
    },
  },
  pods: {
    metadata,
    spec: {
      nodeName: "node-1",
      initContainers: [{ ...container, name: "before", restartPolicy: "Always" }],
      containers: [container],
      ephemeralContainers: [{ ...container, name: "debug" }],
      readinessGates: [{ conditionType: "a" }],
    },
    status: {
      phase: "Failed",
      reason: "Evicted",
      message: "the node was low on memory",
      podIP: "10.0.0.1",
      podIPs: [{ ip: "10.0.0.1" }],
      nominatedNodeName: "node-2",
      startTime: time,
      qosClass: "BestEffort",
      conditions: [condition],
      containerStatuses: [
        {
          name: "main",
          ready: false,
          started: false,
          restartCount: 3,
          image: "busybox",
          state: { waiting: { reason: "CrashLoopBackOff", message: "back-off" }, terminated },
          lastState: { terminated },
        },
      ],
    },
  },
} as const;

/** A whole object of the resource, mangled; its name is what is wrong with it. */
export function hostileObject(
  plural: "cronjobs" | "jobs" | "pods",
  name: string,
  namespace: string,
): ApiObject {
  const mangled = mangling[name]?.(
    structuredClone(whole[plural]) as unknown as { [key: string]: Json },
  );
  const { metadata: mangledMetadata, ...rest } = mangled as { [key: string]: Json };
  const more = typeof mangledMetadata === "object" ? mangledMetadata : {};
  return { ...rest, metadata: { ...more, name, namespace } } as unknown as ApiObject;
}

/** An event about an object, with the text in every field of its own that holds one. */
export function hostileEvent(
  text: string,
  name: string,
  about: ApiObject,
  kind: string,
): ApiObject {
  return {
    metadata: { name, namespace: about.metadata.namespace ?? "", uid: `event-${name}` },
    type: text,
    reason: text,
    message: text,
    action: text,
    count: Number.MAX_VALUE,
    firstTimestamp: text,
    lastTimestamp: time,
    source: { component: text, host: text },
    reportingComponent: text,
    reportingInstance: text,
    involvedObject: {
      kind,
      name: about.metadata.name,
      namespace: about.metadata.namespace ?? "",
      uid: about.metadata.uid ?? "",
      fieldPath: text,
    },
  } as unknown as ApiObject;
}

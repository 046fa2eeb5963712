import { expect, test } from "vitest";
import { type LogQuery, wholeLog } from "#lib/api/log-query";
import type { ContainerStatus, Pod } from "#lib/kubernetes/types";
import { sourcesOf } from "#lib/server/logs/log-source";
import { succeedingSources } from "#lib/server/logs/log-succession";

const query = wholeLog("default", { kind: "job", name: "etl" });
const ofPod: LogQuery = { ...query, target: { kind: "pod", name: "a" } };

interface Parts {
  readonly created?: string;
  readonly index?: string;
  readonly labels?: Record<string, string>;
  readonly job?: string;
  readonly annotated?: string;
  readonly status?: Partial<ContainerStatus>;
  readonly spec?: Pod["spec"];
}

function pod(name: string, parts: Parts = {}): Pod {
  const { created = "2026-03-10T12:00:00Z", index, job = "etl", annotated, labels } = parts;
  return {
    metadata: {
      name,
      namespace: "default",
      uid: `uid-${name}`,
      resourceVersion: "1",
      creationTimestamp: created,
      ...(labels ? { labels } : {}),
      annotations: {
        ...(index ? { "batch.kubernetes.io/job-completion-index": index } : {}),
        ...(annotated ? { "kubectl.kubernetes.io/default-container": annotated } : {}),
      },
      ownerReferences: [{ kind: "Job", name: job, uid: `uid-${job}`, controller: true }],
    },
    spec: parts.spec ?? { containers: [{ name: "main" }, { name: "second" }] },
    status: {
      phase: "Running",
      containerStatuses: [{ name: "main", restartCount: 0, ...parts.status }],
    },
  };
}

const running = { running: { startedAt: "2026-03-10T12:00:05Z" } };
const ended = { terminated: { exitCode: 1, startedAt: "2026-03-10T12:00:01Z" } };
const many: Pod["spec"] = {
  initContainers: [{ name: "prepare" }, { name: "proxy", restartPolicy: "Always" }],
  containers: [{ name: "main" }, { name: "second" }],
  ephemeralContainers: [{ name: "debug" }],
};

test("without a name it is the container kubectl would choose", () => {
  const sources = sourcesOf([pod("a"), pod("b", { annotated: "second" })], query);
  expect(sources.map(({ origin }) => `${origin.pod}/${origin.container}`)).toEqual([
    "a/main",
    "b/second",
  ]);
});

test("`*` is every container, each with its role", () => {
  const sources = sourcesOf([pod("a", { spec: many })], { ...query, container: "*" });
  expect(Object.fromEntries(sources.map(({ origin }) => [origin.container, origin.role]))).toEqual({
    prepare: "init",
    proxy: "sidecar",
    main: "container",
    second: "container",
    debug: "ephemeral",
  });
});

test("of many Pods those that have the named container are read; of one the API server decides", () => {
  const pods = [pod("a"), pod("b", { spec: many })];
  const named = { container: "debug" };
  expect(sourcesOf(pods, { ...query, ...named }).map(({ origin }) => origin.pod)).toEqual(["b"]);
  expect(sourcesOf([pod("a")], { ...ofPod, ...named })).toHaveLength(1);
});

const instances = (status: Partial<ContainerStatus>, over: Partial<LogQuery>) =>
  sourcesOf([pod("a", { status })], { ...ofPod, container: "main", ...over }).map(
    ({ origin, previous }) => `${origin.instance}${previous ? " previous" : ""}`,
  );
const restarted = { restartCount: 2, state: running, lastState: ended };
const crashed = { restartCount: 2, state: { waiting: {} }, lastState: ended };

test.each([
  ["current", restarted, ["2"]],
  ["previous", restarted, ["1 previous"]],
  ["all", restarted, ["1 previous", "2"]],
  ["current", crashed, ["2"]],
  ["previous", crashed, ["2 previous"]],
  ["all", crashed, ["2"]],
  ["all", { restartCount: 0, state: running }, ["0"]],
  ["all", { restartCount: 3, state: running }, ["3"]],
  // The API server then says that there is none.
  ["previous", { restartCount: 0, state: running }, ["0 previous"]],
] as const)("%s instances of %j are %j", (which, status, expected) => {
  expect(instances(status, { instances: which })).toEqual(expected);
});

test("of many Pods only those that were restarted have a previous log", () => {
  const pods = [pod("a", { status: { restartCount: 0, state: running } })];
  expect(sourcesOf(pods, { ...query, instances: "previous" })).toEqual([]);
});

test.each([1e300, Number.POSITIVE_INFINITY, Number.NaN, -1, 0.5, "many", null])(
  "a Pod that claims %j restarts has one instance, and does not hold up the process",
  (restartCount) => {
    const claims = { restartCount: restartCount as number, state: running, lastState: ended };
    const before = { isKnown: () => false, open: new Set(["another"]) };
    const sources = succeedingSources([pod("a", { status: claims })], query, before);
    expect(sources.map(({ origin }) => origin.instance)).toEqual([0]);
  },
);

test("an instance's key is short, and no other has it", () => {
  const pods = [pod("a", { spec: many, status: restarted }), pod("b", { spec: many })];
  const keys = sourcesOf(pods, { ...query, container: "*", instances: "all" }).map(
    ({ origin }) => origin.key,
  );
  expect(new Set(keys).size).toBe(11);
  for (const key of keys) expect(key).toMatch(/^[\w-]{10}$/);
});

test("an origin tells index, Job, attempt and start", () => {
  const first = pod("z", { index: "3", created: "2026-03-10T12:00:00Z" });
  const other = pod("y", { labels: { "batch.kubernetes.io/job-completion-index": "4" } });
  const second = pod("x", { index: "3", created: "2026-03-10T12:05:00Z", status: restarted });
  const [a, b, c] = sourcesOf([second, other, first], query).map(({ origin }) => origin);
  expect([a, b, c].map((origin) => origin?.pod)).toEqual(["y", "z", "x"]);
  expect(c).toMatchObject({
    index: 3,
    job: "etl",
    attempt: 2,
    instance: 2,
    started: "2026-03-10T12:00:05Z",
  });
  expect(b).toMatchObject({ index: 3, attempt: 1, started: null });
  expect(a).toMatchObject({ index: 4, attempt: 1 });
});

test("attempts are counted within a Job", () => {
  const pods = [
    pod("a", { job: "one" }),
    pod("b", { job: "two", created: "2026-03-10T13:00:00Z" }),
    pod("c", { job: "two", created: "2026-03-10T14:00:00Z" }),
  ];
  expect(sourcesOf(pods, query).map(({ origin }) => origin.attempt)).toEqual([1, 1, 2]);
});

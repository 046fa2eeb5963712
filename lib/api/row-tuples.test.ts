import fc from "fast-check";
import { expect, test } from "vitest";
import type { TableName } from "#lib/api/frames";
import { packRow, unpackFrame, unpackRow } from "#lib/api/row-tuples";

const text = fc.oneof(fc.constantFrom("", "echo", "echo-1", "__proto__", "a\u0000b"), fc.string());
/** As the API server writes it, and as nobody should. */
const instant = fc.oneof(
  fc.constant(null),
  fc
    .integer({ min: -10_000_000_000, max: 250_000_000_000 })
    .map((seconds) => new Date(seconds * 1000).toISOString().replace(".000Z", "Z")),
  fc.constantFrom(
    "2026-03-10T12:00:00.5Z",
    "2026-03-10T12:00:00+01:00",
    "2026-02-30T12:00:00Z",
    "2026-03-10T24:00:00Z",
    "soon",
    "",
  ),
);
const uid = fc.uuid();
const object = {
  namespace: text,
  name: text,
  created: instant,
  owner: fc.option(fc.record({ kind: text, name: text, uid })),
  deleting: fc.boolean(),
};
const selectors = fc.constantFrom("own", "own of 1.20", "another", "");
const selectorOf = (uid: string, which: string) =>
  ({
    own: `batch.kubernetes.io/controller-uid=${uid}`,
    "own of 1.20": `controller-uid=${uid}`,
    another: "batch.kubernetes.io/controller-uid=another",
  })[which] ?? which;
const template = { containers: text, images: text, selector: selectors };
const rows = {
  cronjobs: fc.record({
    ...object,
    ...template,
    schedule: text,
    timeZone: fc.option(text),
    suspend: fc.option(fc.boolean()),
    active: fc.nat(),
    lastSchedule: instant,
  }),
  jobs: fc.record({
    ...object,
    ...template,
    status: text,
    completions: text,
    started: instant,
    completed: instant,
    suspend: fc.boolean(),
  }),
  pods: fc.record({
    ...object,
    ready: text,
    status: text,
    restarts: fc.nat(),
    restarted: instant,
    ip: text,
    node: text,
    nominatedNode: text,
    readinessGates: text,
    defaultContainer: fc.option(text),
    index: fc.option(fc.nat()),
    failures: fc.option(fc.nat()),
    ended: fc.constantFrom("Succeeded", "Failed", null),
    exitCode: fc.option(fc.nat()),
  }),
};

test.each(Object.keys(rows) as TableName[])("a row of %s arrives as it was sent", (table) => {
  fc.assert(
    fc.property(rows[table], uid, (chance, uid) => {
      const { selector, ...rest } = chance as typeof chance & { selector?: string };
      const row = {
        ...rest,
        uid,
        ...(selector === undefined ? {} : { selector: selectorOf(uid, selector) }),
      };
      const travelled = JSON.parse(JSON.stringify(packRow(table, row as never)));
      expect(unpackRow(table, travelled)).toEqual(row);
    }),
    { numRuns: 2_000 },
  );
});

test("P5: an ordinary Job takes less than 200 bytes, one of a CronJob not much more", () => {
  const uid = "4f9c1e0a-1d3b-4b83-9d3f-0d6f1f6d6a01";
  const job = {
    namespace: "payments",
    name: "settle-29924640",
    uid,
    created: "2026-03-10T12:00:00Z",
    owner: null,
    deleting: false,
    containers: "main",
    images: "registry.example.org/settle:1.4",
    selector: `batch.kubernetes.io/controller-uid=${uid}`,
    status: "Complete",
    completions: "1/1",
    started: "2026-03-10T12:00:00Z",
    completed: "2026-03-10T12:00:07Z",
    suspend: false,
  };
  expect(JSON.stringify(packRow("jobs", job)).length).toBeLessThan(200);
  const owner = { kind: "CronJob", name: "settle", uid };
  expect(JSON.stringify(packRow("jobs", { ...job, owner })).length).toBeLessThan(240);
});

test("a Pod of no Indexed Job takes no byte for what only theirs have", () => {
  const pod = {
    namespace: "shop",
    name: "web-1",
    uid: "u1",
    created: null,
    owner: null,
    deleting: false,
    ready: "1/1",
    status: "Running",
    restarts: 0,
    restarted: null,
    ip: "",
    node: "",
    nominatedNode: "",
    readinessGates: "",
    defaultContainer: "main",
    index: null,
    failures: null,
    ended: null,
    exitCode: null,
  };
  expect(packRow("pods", pod).at(-1)).toBe("main");
  const indexed = { ...pod, index: 0, ended: "Failed", exitCode: 137 } as const;
  expect(packRow("pods", indexed).slice(-4)).toEqual([0, null, 0, 137]);
  expect(unpackRow("pods", packRow("pods", pod))).toEqual(pod);
  expect(unpackRow("pods", packRow("pods", indexed))).toEqual(indexed);
});

test("frames without rows are what they were", () => {
  const beat = { type: "heartbeat", now: "2026-03-10T12:00:00Z" } as const;
  expect(unpackFrame(beat)).toEqual(beat);
  expect(unpackFrame({ ...beat, type: "delta" })).toEqual({ ...beat, type: "delta" });
});

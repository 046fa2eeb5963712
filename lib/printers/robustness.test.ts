import fc from "fast-check";
import { expect, it } from "vitest";
import { cronJobs, jobs, pods } from "#lib/kubernetes/resources";
import type { Column } from "#lib/printers/column";
import { cronJobColumns, jobColumns, podColumns } from "#lib/printers/columns";
import { cronJobDetail, printCronJob } from "#lib/printers/cronjob";
import { jobDetail, printJob } from "#lib/printers/job";
import { printPod } from "#lib/printers/pod";
import { podDetail } from "#lib/printers/pod-detail";
import golden from "./testdata/golden-cells.json" with { type: "json" };

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What an object is stored under; the API server never leaves it out. */
const identity = new Set(["metadata.name", "metadata.namespace", "metadata.uid"]);

/** Every other field below metadata, spec and status, as a path into the object. */
function fields(value: Json, path: string[] = []): string[][] {
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, child]) => [
    ...(path.length > 0 && !Array.isArray(value) ? [[...path, key]] : []),
    ...fields(child, [...path, key]),
  ]);
}

/** The object with one field left out (undefined) or replaced. */
function withField(value: Json, [key = "", ...rest]: string[], put: Json | undefined): Json {
  if (Array.isArray(value)) {
    return value.map((child, index) =>
      String(index) === key ? withField(child, rest, put) : child,
    );
  }
  const object = value as { [key: string]: Json };
  if (rest.length > 0) return { ...object, [key]: withField(object[key] ?? null, rest, put) };
  const { [key]: _, ...others } = object;
  return put === undefined ? others : { ...others, [key]: put };
}

/** A golden object with some field missing, null, of another type, or holding what nobody expects. */
const mangled = fc.constantFrom(...golden.cases).chain(({ kind, object }) => {
  const json = JSON.parse(JSON.stringify(object)) as Json;
  const odd = [undefined, null, true, [], {}, [null], "", "line\nbreak", Number.MAX_VALUE];
  return fc.record({
    kind: fc.constant(kind),
    object: fc
      .tuple(
        fc.constantFrom(...fields(json).filter((path) => !identity.has(path.join(".")))),
        fc.oneof(
          fc.constantFrom<Json | undefined>(...odd),
          fc.string({ unit: "binary" }),
          fc.integer(),
        ),
      )
      .map(([path, put]) => withField(json, path, put)),
  });
});

const now = Date.parse("2026-03-10T12:00:00Z");

function cells<Row>(columns: readonly Column<Row, string>[], row: Row, other: Row): string[] {
  for (const column of columns) expect(column.compare(row, other, now)).not.toBeNaN();
  return columns.map((column) => column.text(row, now));
}

const bare = { metadata: { name: "bare", namespace: "demo", uid: "bare" } };

function printed(kind: string, object: unknown): string[] {
  if (kind === "CronJob") {
    const { reduce } = cronJobs("v1");
    cronJobDetail(reduce(object));
    return cells(cronJobColumns, printCronJob(reduce(object)), printCronJob(reduce(bare)));
  }
  if (kind === "Job") {
    jobDetail(jobs.reduce(object));
    return cells(jobColumns, printJob(jobs.reduce(object)), printJob(jobs.reduce(bare)));
  }
  podDetail(pods.reduce(object));
  return cells(podColumns, printPod(pods.reduce(object)), printPod(pods.reduce(bare)));
}

it("S24: prints one line of text for whatever fields an object lacks or holds", () => {
  fc.assert(
    fc.property(mangled, ({ kind, object }) => {
      const [name, ...rest] = printed(kind, object);
      expect(name).not.toMatch(/[\n\r\f]/);
      for (const text of rest) expect(text).not.toMatch(/[\n\r\f]|NaN|undefined|null|\[object/);
    }),
    { numRuns: 2000 },
  );
});

const instant = fc.option(fc.constantFrom("2026-03-10T11:00:00Z", "2026-03-10T11:59:00Z", "x"));
const small = fc.option(fc.integer({ min: 0, max: 12 }));

/** Rows that are alike enough for every column to find some of them equal. */
const jobRows = fc.array(
  fc
    .record({ started: instant, completed: instant, succeeded: small, wanted: small, wide: small })
    .map(({ started, completed, succeeded, wanted, wide }) =>
      printJob(
        jobs.reduce({
          ...bare,
          spec: { completions: wanted, parallelism: wide },
          status: { succeeded, startTime: started, completionTime: completed },
        }),
      ),
    ),
  { minLength: 3, maxLength: 3 },
);
const podRows = fc.array(
  fc
    .record({ ready: fc.array(fc.boolean(), { maxLength: 12 }), created: instant })
    .map(({ ready, created }) =>
      printPod(
        pods.reduce({
          metadata: { ...bare.metadata, creationTimestamp: created },
          spec: { containers: ready.map((_, i) => ({ name: `c${i}` })) },
          status: {
            containerStatuses: ready.map((on, i) => ({
              name: `c${i}`,
              ready: on,
              restartCount: i,
            })),
          },
        }),
      ),
    ),
  { minLength: 3, maxLength: 3 },
);

/** Antisymmetric and transitive: only then is what a sort makes of it the same for every order. */
function expectOrder<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): void {
  for (const { id, compare } of columns) {
    const sign = (a: Row, b: Row) => Math.sign(compare(a, b, now));
    for (const a of rows) {
      for (const b of rows) {
        expect([id, sign(a, b) + sign(b, a)]).toEqual([id, 0]);
        for (const c of rows) {
          if (sign(a, b) <= 0 && sign(b, c) <= 0) expect([id, sign(a, c)]).not.toEqual([id, 1]);
        }
      }
    }
  }
}

it("sorts by every column as by an order", () => {
  fc.assert(
    fc.property(jobRows, (rows) => expectOrder(jobColumns, rows)),
    { numRuns: 300 },
  );
  fc.assert(
    fc.property(podRows, (rows) => expectOrder(podColumns, rows)),
    { numRuns: 300 },
  );
});

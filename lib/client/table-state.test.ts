import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Delta } from "#lib/api/frames";
import { type JobRow, keyOf } from "#lib/api/rows";
import { applyFrame, type WatchData } from "#lib/client/table-state";
import { jobRow, snapshot } from "#lib/client/testing/watch-data";

const now = "2026-03-10T12:00:00Z";

function viewOf(...jobs: JobRow[]): WatchData {
  const data = applyFrame(null, snapshot({ tables: { jobs } }));
  if (!data) throw new Error("a snapshot gives data");
  return data;
}

function delta(rows: readonly JobRow[], gone: readonly string[] = []): Delta {
  return { type: "delta", now, tables: { jobs: { rows, gone } } };
}

const keys = (data: WatchData | null) => data?.tables.jobs?.map(keyOf);

describe("applyFrame", () => {
  it("keeps rows in kubectl's byte order of namespace/name, wherever new ones belong", () => {
    const a = jobRow({ uid: "a", namespace: "a", name: "x" });
    const data = viewOf(a, jobRow({ uid: "c", namespace: "c", name: "job-2" }));
    const more = [
      jobRow({ uid: "d", namespace: "c", name: "job-10" }),
      jobRow({ uid: "b", namespace: "a-b", name: "x" }),
      jobRow({ uid: "e", namespace: "d", name: "x" }),
    ];
    expect(keys(applyFrame(data, delta(more)))).toEqual([
      "a-b/x",
      "a/x",
      "c/job-10",
      "c/job-2",
      "d/x",
    ]);
  });

  it("keeps the identity of every row that says the same, through deltas and new snapshots", () => {
    const [a, b] = [jobRow({ uid: "a", name: "a" }), jobRow({ uid: "b", name: "b" })];
    const data = viewOf(a, b);
    const changed = applyFrame(data, delta([{ ...b, completions: "1/1" }]));
    expect(changed?.tables.jobs?.[0]).toBe(a);
    expect(changed?.tables.jobs?.[1]?.completions).toBe("1/1");
    const again = applyFrame(data, snapshot({ tables: { jobs: [{ ...a }, { ...b }] } }));
    expect(again?.tables.jobs).toBe(data.tables.jobs);
  });

  it("shows a re-created object of the same name as a new row in the old one's place", () => {
    const data = viewOf(jobRow({ uid: "old", status: "Failed" }));
    for (const gone of [["old"], []]) {
      const after = applyFrame(data, delta([jobRow({ uid: "new" })], gone));
      expect(after?.tables.jobs).toEqual([jobRow({ uid: "new" })]);
    }
  });

  it("moves a row that is told under another name to where that belongs", () => {
    const [a, b] = [jobRow({ uid: "a", name: "a" }), jobRow({ uid: "b", name: "b" })];
    expect(keys(applyFrame(viewOf(a, b), delta([{ ...a, name: "c" }])))).toEqual([
      "default/b",
      "default/c",
    ]);
  });

  it("leaves a re-created row alone when the old one's deletion is told late", () => {
    const data = viewOf(jobRow({ uid: "new" }));
    expect(applyFrame(data, delta([], ["old"]))?.tables.jobs).toBe(data.tables.jobs);
  });

  it("takes states and counts of a delta and leaves the rest as it was", () => {
    const data = viewOf(jobRow());
    const stale = { state: "stale", since: now, message: "refused", retryAt: null } as const;
    const after = applyFrame(data, { type: "delta", now, states: { jobs: stale } });
    expect(after).toEqual({ ...data, states: { jobs: stale } });
  });

  it("forgets the object behind an object view when it is deleted", () => {
    const detail = { kind: "job", value: { uid: "a" } } as never;
    const data = applyFrame(null, snapshot({ detail }));
    expect(applyFrame(data, { type: "delta", now, counts: snapshot().counts })?.detail).toBe(
      detail,
    );
    expect(applyFrame(data, { type: "delta", now, detail: null })?.detail).toBeNull();
  });

  describe("when a new connection begins before our server has listed anew", () => {
    const [a, b] = [jobRow({ uid: "a", name: "a" }), jobRow({ uid: "b", name: "b" })];
    const detail = { kind: "job", value: { uid: "a" } } as never;
    const unlisted = snapshot({
      now: "2026-03-10T12:10:00Z",
      tables: { jobs: [] },
      states: { jobs: { state: "syncing", listed: 0, total: null } },
      counts: { cronjobs: null, jobs: null, pods: null },
    });
    const listed: Delta = { type: "delta", now, counts: snapshot().counts, detail: null };

    it("keeps the rows and the object, and says since when they are old", () => {
      const data = applyFrame(null, snapshot({ tables: { jobs: [a, b] }, detail }));
      const after = applyFrame(data, unlisted);
      expect(after?.tables.jobs).toBe(data?.tables.jobs);
      expect(after?.detail).toBe(detail);
      expect(after?.unconfirmed).toEqual({ jobs: { since: now, uids: ["a", "b"] } });
      // Another connection of the same kind makes them no younger.
      expect(applyFrame(after, unlisted)?.unconfirmed.jobs?.since).toBe(now);
    });

    it("drops what the complete list lacks, and only then", () => {
      const half = applyFrame(applyFrame(viewOf(a, b), unlisted), delta([{ ...a }]));
      expect(half?.tables.jobs).toEqual([a, b]);
      expect(half?.unconfirmed.jobs?.uids).toEqual(["b"]);
      const whole = applyFrame(half, listed);
      expect(whole?.tables.jobs).toEqual([a]);
      expect(whole?.unconfirmed).toEqual({});
    });

    it("forgets the object when the complete list lacks it", () => {
      const data = applyFrame(null, snapshot({ tables: { jobs: [a] }, detail }));
      const { detail: _same, ...unchanged } = listed;
      const after = applyFrame(applyFrame(data, unlisted), unchanged);
      expect(after?.tables.jobs).toEqual([]);
      expect(after?.detail).toBeNull();
    });

    it("believes what is told where a part may not be listed, and calls nothing old", () => {
      const jobs = { state: "forbidden", message: "no", verb: "list" } as const;
      const counts = { cronjobs: null, jobs: null, pods: null };
      const again = applyFrame(
        viewOf(a, b),
        snapshot({ tables: { jobs: [a] }, states: { jobs }, counts }),
      );
      expect(again?.tables.jobs).toEqual([a]);
      expect(again?.unconfirmed).toEqual({});
      const refused = applyFrame(applyFrame(viewOf(a, b), unlisted), {
        type: "delta",
        now,
        states: { jobs },
      });
      expect(refused?.tables.jobs).toEqual([]);
      expect(refused?.unconfirmed).toEqual({});
    });

    it("makes rows that were old already no younger", () => {
      const since = "2026-03-10T11:00:00Z";
      const jobs = { state: "stale", since, message: "refused", retryAt: null } as const;
      const old = applyFrame(viewOf(a), { type: "delta", now, states: { jobs } });
      expect(applyFrame(old, unlisted)?.unconfirmed.jobs?.since).toBe(since);
    });

    it("believes an empty list that is complete", () => {
      expect(applyFrame(viewOf(a), snapshot({ tables: { jobs: [] } }))?.tables.jobs).toEqual([]);
    });
  });

  it("ignores a delta before the first snapshot", () => {
    expect(applyFrame(null, delta([jobRow()]))).toBeNull();
  });

  it("shows after any deltas what a fresh snapshot would show", () => {
    const name = fc.constantFrom("a", "a-b", "b", "job-10", "job-2");
    const step = fc.record({
      namespace: fc.constantFrom("n", "n-1"),
      name,
      what: fc.constantFrom("create", "change", "delete", "touch"),
    });
    fc.assert(
      fc.property(fc.array(fc.array(step, { maxLength: 6 }), { maxLength: 12 }), (batches) => {
        const cluster = new Map<string, JobRow>();
        let uids = 0;
        let data = applyFrame(null, snapshot({ tables: { jobs: [] } }));
        for (const batch of batches) {
          const rows = new Map<string, JobRow>();
          const gone = new Set<string>();
          for (const { namespace, name, what } of batch) {
            const key = `${namespace}/${name}`;
            const old = cluster.get(key);
            if (old && (what === "delete" || what === "create")) {
              cluster.delete(key);
              rows.delete(old.uid);
              gone.add(old.uid);
            }
            if (what === "delete" || (!old && what !== "create")) continue;
            const row =
              old && what !== "create"
                ? { ...old, completions: what === "touch" ? old.completions : `${++uids}/1` }
                : jobRow({ namespace, name, uid: `uid-${++uids}` });
            cluster.set(key, row);
            rows.set(row.uid, row);
          }
          data = applyFrame(data, delta([...rows.values()], [...gone]));
        }
        const fresh = applyFrame(null, snapshot({ tables: { jobs: [...cluster.values()] } }));
        expect(data?.tables).toEqual(fresh?.tables);
      }),
    );
  });
});

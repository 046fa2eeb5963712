import { describe, expect, it } from "vitest";
import type { Scope } from "#lib/api/scope";
import { narrowData } from "#lib/client/narrow-data";
import { applyFrame, type WatchData } from "#lib/client/table-state";
import { jobRow, snapshot } from "#lib/client/testing/watch-data";

const jobs = ["a", "b", "c"].map((namespace) => jobRow({ namespace, uid: namespace }));
const all = applyFrame(
  null,
  snapshot({
    namespaces: "*",
    tables: { jobs },
    counts: { cronjobs: 1, jobs: 3, pods: 7 },
    states: { jobs: { state: "live" } },
  }),
) as WatchData;
const list = (namespaces: string | readonly string[], more: object = {}) =>
  ({ view: "jobs", namespaces, selector: "", ...more }) as Scope;
const everywhere = list("*");

describe("what a list knows of some of its namespaces", () => {
  it("is their rows, and how many there are of these alone", () => {
    const b = narrowData(all, everywhere, list(["b"]));
    expect(b?.tables).toEqual({ jobs: [jobs[1]] });
    expect(b?.tables.jobs?.[0]).toBe(jobs[1]);
    expect(b?.namespaces).toEqual(["b"]);
    expect(b?.counts).toEqual({ cronjobs: null, jobs: 1, pods: null });
    expect(b?.heard).toBe(all.heard);
    expect(narrowData(all, everywhere, list(["b"]))?.tables.jobs).toBe(b?.tables.jobs);
    expect(narrowData(all, everywhere, list(["a", "c"]))?.tables.jobs).toHaveLength(2);
  });

  it("is no count where labels are asked for", () => {
    const [from, to] = ["*", ["b"]].map((namespaces) => list(namespaces, { selector: "app=web" }));
    expect(narrowData(all, from as Scope, to as Scope)?.counts.jobs).toBeNull();
  });

  const syncing = { state: "syncing", listed: 3, total: null } as const;
  it.each<[string, WatchData, Scope, Scope]>([
    ["other objects are asked for", all, everywhere, list(["b"], { view: "pods" })],
    ["other labels are asked for", all, everywhere, list(["b"], { selector: "app=web" })],
    ["more is asked for", all, list(["a"]), list(["a", "b"])],
    ["the default is less", { ...all, namespaces: ["a"] }, list("default"), list(["b"])],
    ["what is asked for is the default", all, everywhere, list("default")],
    ["one object is asked for", all, everywhere, { view: "job", namespace: "b", name: "echo" }],
    ["its list is under way", { ...all, states: { jobs: syncing } }, everywhere, list(["b"])],
    [
      "it was not counted",
      { ...all, counts: { ...all.counts, jobs: null } },
      everywhere,
      list(["b"]),
    ],
    [
      "one of them stands apart",
      { ...all, apart: { jobs: [{ namespace: "b", state: syncing }] } },
      everywhere,
      list(["b"]),
    ],
    [
      "its rows are those of an earlier connection",
      { ...all, unconfirmed: { jobs: { since: all.heard, uids: [] } } },
      everywhere,
      list(["b"]),
    ],
  ])("is nothing where %s", (_, data, from, to) => {
    expect(narrowData(data, from, to)).toBeNull();
  });
});

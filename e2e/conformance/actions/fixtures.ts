import { type Batchboard, enter } from "../../batchboard.ts";
import { startDashboard } from "../../dashboard.ts";
import { test as base, expect, type Thing } from "../workloads.ts";

interface WorkerFixtures {
  /** On the cluster under test. */
  batchboard: Batchboard;
}

export const test = base.extend<object, WorkerFixtures>({
  batchboard: [
    async ({ cluster }, use) => {
      const dashboard = await startDashboard(["--kubeconfig", cluster.kubeconfig]);
      await use(await enter(dashboard));
      await dashboard.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

export { expect };

export function targetOf({ metadata }: Thing) {
  return { namespace: String(metadata.namespace), name: metadata.name, uid: metadata.uid };
}

/** Annotations of ours that kubectl does not write. */
const own = /^batchboard\//;

/**
 * An object without what differs between two of a kind: names, uids, times, versions, the names of
 * those who wrote it, and what Batchboard notes beside.
 */
export function comparable(object: Thing, names: Readonly<Record<string, string>>): unknown {
  // The object's own name first, for another may be its beginning.
  const known = { [object.metadata.name]: "NAME", [object.metadata.uid]: "UID", ...names };
  const text = (value: string) => {
    const named = Object.entries(known).reduce(
      (rest, [from, to]) => rest.replaceAll(from, to),
      value,
    );
    return named.replace(/^\d{4}-\d\d-\d\dT[\d:]+Z$/, "TIME");
  };
  const without = (value: unknown, path: string): unknown => {
    if (typeof value === "string") return text(value);
    if (Array.isArray(value)) return value.map((item) => without(item, `${path}[]`));
    if (typeof value !== "object" || value === null) return value;
    const kept = Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
      const at = `${path}.${key}`;
      if (/^\.metadata\.(resourceVersion|generation|managedFields)$/.test(at)) return [];
      if (path === ".metadata.annotations" && own.test(key)) return [];
      return [[text(key), without(item, at)]];
    });
    return kept.length === 0 && path === ".metadata.annotations"
      ? undefined
      : Object.fromEntries(kept);
  };
  return JSON.parse(JSON.stringify(without(object, "")));
}

/** Which fields the writers set, each without its name; in one second their order is left to chance. */
export function fieldsSet({ metadata }: Thing): readonly string[] {
  const entries = (metadata.managedFields ?? []) as readonly {
    readonly fieldsV1: object;
    readonly operation: string;
  }[];
  return entries.map(({ fieldsV1, operation }) => JSON.stringify({ fieldsV1, operation })).sort();
}

import type { Accepted, Action, ActionPlan } from "#lib/api/actions";
import type { Creation, CreationAnswer } from "#lib/api/creation";
import type { ApiError } from "#lib/api/errors";
import type { Remains } from "#lib/api/remains";
import type { RightsAnswer } from "#lib/api/rights";
import { routes } from "#lib/api/routes";
import { type RunningDashboard, startDashboard } from "../../dashboard.ts";
import { test as base, expect, type Thing } from "../workloads.ts";

/** What an endpoint answered. */
export interface Answered<T> {
  readonly status: number;
  readonly body: T;
}

/** A Batchboard on the cluster under test, asked as its own pages ask it. */
export interface Batchboard {
  act(action: Action): Promise<Answered<Accepted & ApiError>>;
  plan(action: Action): Promise<Answered<ActionPlan & ApiError>>;
  create(creation: Creation): Promise<Answered<CreationAnswer & ApiError>>;
  rights(query: string): Promise<RightsAnswer>;
  remains(query: string): Promise<Remains>;
}

interface WorkerFixtures {
  batchboard: Batchboard;
}

export const test = base.extend<object, WorkerFixtures>({
  batchboard: [
    async ({ cluster }, use) => {
      const dashboard = await startDashboard(["--kubeconfig", cluster.kubeconfig]);
      await use(await logIn(dashboard));
      await dashboard.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

export { expect };

async function logIn({ origin, link }: RunningDashboard): Promise<Batchboard> {
  const entered = await fetch(link, { redirect: "manual" });
  const cookie = entered.headers.get("set-cookie")?.split(";")[0] ?? "";
  const headers = { cookie, origin, "sec-fetch-site": "same-origin" };
  const sent = { ...headers, "content-type": "application/json", "x-batchboard-action": "1" };
  const post = async <T>(route: string, body: unknown): Promise<Answered<T>> => {
    const init = { method: "POST", headers: sent, body: JSON.stringify(body) };
    const response = await fetch(origin + route, init);
    return { status: response.status, body: (await response.json()) as T };
  };
  const get = async <T>(route: string, query: string): Promise<T> =>
    (await (await fetch(`${origin}${route}?${query}`, { headers })).json()) as T;
  return {
    act: (action) => post(routes.actions, action),
    plan: (action) => post(routes.plan, action),
    create: (creation) => post(routes.creations, creation),
    rights: (query) => get(routes.rights, query),
    remains: (query) => get(routes.remains, query),
  };
}

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

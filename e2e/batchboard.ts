import { setTimeout as delay } from "node:timers/promises";
import type { Accepted, Action, ActionPlan } from "#lib/api/actions";
import type { Creation, CreationAnswer } from "#lib/api/creation";
import type { ApiError } from "#lib/api/errors";
import type { Remains } from "#lib/api/remains";
import type { RightsAnswer } from "#lib/api/rights";
import { routes } from "#lib/api/routes";
import type { RunningDashboard } from "./dashboard.ts";

/** What an endpoint answered. */
export interface Answered<T> {
  readonly status: number;
  /** The `Retry-After` header. */
  readonly retryAfter: string | null;
  readonly body: T;
}

/** A Batchboard that is asked as its own pages ask it, without a browser. */
export interface Batchboard {
  act(action: Action): Promise<Answered<Accepted & ApiError>>;
  plan(action: Action): Promise<Answered<ActionPlan & ApiError>>;
  create(creation: Creation): Promise<Answered<CreationAnswer & ApiError>>;
  rights(query: string): Promise<RightsAnswer>;
  remains(query: string): Promise<Remains>;
}

/** Opens the link once, and keeps the session; resolves once the cluster has answered. */
export async function enter({ origin, link }: RunningDashboard): Promise<Batchboard> {
  while (!(await fetch(`${origin}/readyz`)).ok) await delay(50);
  const entered = await fetch(link, { redirect: "manual" });
  const cookie = entered.headers.get("set-cookie")?.split(";")[0] ?? "";
  const headers = { cookie, origin, "sec-fetch-site": "same-origin" };
  const sent = { ...headers, "content-type": "application/json", "x-batchboard-action": "1" };
  const post = async <T>(route: string, body: unknown): Promise<Answered<T>> => {
    const init = { method: "POST", headers: sent, body: JSON.stringify(body) };
    const response = await fetch(origin + route, init);
    const retryAfter = response.headers.get("retry-after");
    return { status: response.status, retryAfter, body: (await response.json()) as T };
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

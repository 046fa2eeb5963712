import {
  type Apart,
  type ClusterInfo,
  type ResourceState,
  type ResourceStates,
  type Snapshot,
  type TableName,
  tableNames,
} from "#lib/api/frames";
import type { Scope } from "#lib/api/scope";
import { noCronJobs } from "#lib/server/discovery";
import { countsOf, instant } from "#lib/server/feed";
import type { Feeds, InformerPool } from "#lib/server/informer-pool";
import type { View } from "#lib/server/view";

interface PartsContext {
  readonly pool: InformerPool;
  readonly contextNamespace: string;
  readonly cluster: () => ClusterInfo;
}

/** The namespaces a scope comes to: those it names, or what the flags and the rights make of it. */
export async function chosenNamespaces(
  scope: Scope,
  {
    fallback,
    pool,
    contextNamespace,
  }: Pick<PartsContext, "pool" | "contextNamespace"> & {
    readonly fallback: "*" | readonly string[];
  },
): Promise<Snapshot["namespaces"]> {
  if ("name" in scope) return [scope.namespace];
  if (scope.namespaces !== "default") return scope.namespaces;
  if (fallback !== "*") return fallback;
  return (await pool.allowsAll(decisiveOf(scope))) ? "*" : [contextNamespace];
}

/** The resource whose rights decide how much is shown; of the others it is said that they may not be listed. */
function decisiveOf({ view }: Scope): string {
  return view === "overview" ? "jobs" : view;
}

/** What a frame holds beside the tables, each as JSON. */
export function viewParts(
  { pool, contextNamespace, cluster }: PartsContext,
  view: Pick<View, "detail">,
  namespaces: Snapshot["namespaces"],
  feeds: Feeds | null,
): Readonly<Record<string, string>> {
  const choices = namespaceChoices(pool, feeds, contextNamespace);
  const counts = countsOf(feeds ?? { cronjobs: null, jobs: null, pods: null });
  return {
    cluster: JSON.stringify(cluster()),
    namespaces: JSON.stringify(namespaces),
    choices: JSON.stringify(choices),
    states: JSON.stringify(
      viewStates(pool, feeds, [...new Set([contextNamespace, ...choices.names])]),
    ),
    apart: JSON.stringify(apartOf(feeds)),
    counts: JSON.stringify(counts),
    detail: JSON.stringify(view.detail()),
  };
}

/** How well each resource is followed; all alike while it is not known what the cluster serves. */
function viewStates(
  { discovery, namespaces }: InformerPool,
  feeds: Feeds | null,
  known: readonly string[],
): ResourceStates {
  if (discovery.state.state === "asking") {
    const { since, message, retryAt } = discovery.state;
    const state: ResourceState =
      message === null
        ? { state: "syncing", listed: 0, total: null }
        : {
            state: "stale",
            since: instant(since),
            message,
            retryAt: retryAt === null ? null : instant(retryAt),
          };
    return { cronjobs: state, jobs: state, pods: state };
  }
  const told = (name: TableName, state: ResourceState): ResourceState =>
    state.state === "forbidden" ? { ...state, readable: namespaces.readable(name, known) } : state;
  const syncing: ResourceState = { state: "syncing", listed: 0, total: null };
  return {
    cronjobs: told("cronjobs", feeds?.cronjobs?.state ?? { state: "error", message: noCronJobs }),
    jobs: told("jobs", feeds?.jobs.state ?? syncing),
    pods: told("pods", feeds?.pods.state ?? syncing),
  };
}

/** The tables that are followed in some namespaces only. */
function apartOf(feeds: Feeds | null): Apart {
  const entries = tableNames.map((name) => [name, feeds?.[name]?.apart ?? []] as const);
  return Object.fromEntries(entries.filter(([, apart]) => apart.length > 0));
}

/** Resources whose cluster-wide list was refused although single namespaces would do. */
export function refusedResources(
  scope: Scope,
  namespaces: Snapshot["namespaces"],
  feeds: Feeds | null,
): TableName[] {
  const asked = "namespaces" in scope ? scope.namespaces : "chosen";
  if (asked === "*") return [];
  return tableNames.filter((name) => {
    const feed = feeds?.[name];
    if (!feed?.clusterWide || feed.state.state !== "forbidden") return false;
    // With all namespaces by default, only the view's own resource decides to ask for less.
    return namespaces !== "*" || name === decisiveOf(scope);
  });
}

/** The namespaces a viewer may choose: all there are, or those that are known otherwise. */
function namespaceChoices(
  pool: InformerPool,
  feeds: Feeds | null,
  contextNamespace: string,
): Snapshot["choices"] {
  const { names } = pool.namespaces;
  if (names) return { names: sorted(names), complete: true };
  const seen = new Set([contextNamespace]);
  for (const feed of feeds ? [feeds.cronjobs, feeds.jobs, feeds.pods] : []) {
    for (const namespace of feed?.namespaces() ?? []) seen.add(namespace);
  }
  return { names: sorted(seen), complete: false };
}

function sorted(names: Iterable<string>): string[] {
  return [...names].sort((a, b) => (a < b ? -1 : 1));
}

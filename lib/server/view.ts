import type { Detail, TableName } from "#lib/api/frames";
import type { Scope } from "#lib/api/scope";
import { controllerOf } from "#lib/kubernetes/owner-reference";
import { matches, type Requirement } from "#lib/kubernetes/selector";
import type { Change } from "#lib/kubernetes/store";
import type { KubernetesObject } from "#lib/kubernetes/types";
import { cronJobDetail } from "#lib/printers/cronjob";
import { jobDetail } from "#lib/printers/job";
import { podDetail } from "#lib/printers/pod-detail";
import { encodedRow } from "#lib/server/encoded-row";
import type { Feed, FeedListener } from "#lib/server/feed";
import type { Feeds } from "#lib/server/informer-pool";
import { ChosenTable, ListTable, type TableSource } from "#lib/server/table-source";

/** What one scope shows of the feeds. */
export interface View {
  readonly tables: readonly TableSource[];
  /** The table of a list; null for the view of an object. */
  readonly list: Pick<ListTable<KubernetesObject>, "name" | "first"> | null;
  detail(): Detail | null;
  /** Stops listening to the feeds. */
  close(): void;
}

/**
 * Opens the view of a scope; `touched` is called after each change that may show in it, `settled` once
 * its rows are here, or known not to come. Until then a list follows nothing else: the first list of
 * each resource takes the whole process, and the rows somebody waits for come first.
 */
export function openView(
  scope: Scope,
  selector: readonly Requirement[],
  feeds: Feeds,
  touched: () => void,
  settled: () => void,
): View {
  if ("name" in scope) {
    const view = openObjectView(scope, feeds, touched);
    settled();
    return view;
  }
  const { view: name } = scope;
  if (name === "overview") return openOverview(feeds, touched, settled);
  const open = <T extends KubernetesObject>(feed: Feed<T> | null, encode: (object: T) => string) =>
    openListView({ name, feed, selector, encode, feeds, touched, settled });
  switch (name) {
    case "cronjobs":
      return open(feeds.cronjobs, encodedRow.cronjobs);
    case "jobs":
      return open(feeds.jobs, encodedRow.jobs);
    case "pods":
      return open(feeds.pods, encodedRow.pods);
  }
}

/** All three, of which no row is sent: what is said of them stands beside. */
function openOverview(feeds: Feeds, touched: () => void, settled: () => void): View {
  const stops = others(feeds, null).map((feed) =>
    feed.subscribe({ changes: touched, state: touched }),
  );
  settled();
  return { tables: [], list: null, detail: () => null, close: () => stopAll(stops) };
}

function openListView<T extends KubernetesObject>(list: {
  readonly name: TableName;
  readonly feed: Feed<T> | null;
  readonly selector: readonly Requirement[];
  readonly encode: (object: T) => string;
  readonly feeds: Feeds;
  touched(): void;
  settled(): void;
}): View {
  const { name, feed, selector, encode, feeds, touched, settled } = list;
  const admits = (object: T) =>
    (feed?.admits(object) ?? false) && matches(selector, object.metadata.labels ?? {});
  const table = new ListTable<T>(name, () => feed?.objects() ?? [], admits, encode);
  const stops: ((() => void) | undefined)[] = [];
  let waits = true;
  const look = () => {
    if (!waits || feed?.state.state === "syncing") return;
    waits = false;
    for (const other of others(feeds, feed)) {
      stops.push(other.subscribe({ changes: touched, state: touched }));
    }
    settled();
  };
  stops.push(
    feed?.subscribe({
      changes(changes: readonly Change<T>[]) {
        table.take(changes);
        touched();
      },
      state() {
        look();
        touched();
      },
    }),
  );
  look();
  return { tables: [table], list: table, detail: () => null, close: () => stopAll(stops) };
}

function openObjectView(
  { view, namespace, name }: Extract<Scope, { name: string }>,
  feeds: Feeds,
  touched: () => void,
): View {
  const cronJob = () => feeds.cronjobs?.get(namespace, name);
  const job = () => feeds.jobs.get(namespace, name);
  const pod = () => feeds.pods.get(namespace, name);
  const ownerJob = () => owner(feeds.jobs, pod());
  const ownerCronJob = () => feeds.cronjobs && owner(feeds.cronjobs, job());
  const jobsOf = function* () {
    const parent = cronJob();
    if (parent) yield* feeds.jobs.controlledBy(parent.metadata.uid);
  };

  const tables: TableSource[] = [];
  let detail: () => Detail | null;
  switch (view) {
    case "cronjob":
      tables.push(
        new ChosenTable("cronjobs", () => some(cronJob()), encodedRow.cronjobs),
        new ChosenTable("jobs", jobsOf, encodedRow.jobs),
        new ChosenTable(
          "pods",
          function* () {
            for (const child of jobsOf()) yield* feeds.pods.controlledBy(child.metadata.uid);
          },
          encodedRow.pods,
        ),
      );
      detail = () => {
        const found = cronJob();
        return found ? { kind: "cronjob", value: cronJobDetail(found) } : null;
      };
      break;
    case "job":
      tables.push(
        new ChosenTable("cronjobs", () => some(ownerCronJob()), encodedRow.cronjobs),
        new ChosenTable("jobs", () => some(job()), encodedRow.jobs),
        new ChosenTable(
          "pods",
          () => feeds.pods.controlledBy(job()?.metadata.uid ?? ""),
          encodedRow.pods,
        ),
      );
      detail = () => {
        const found = job();
        return found ? { kind: "job", value: jobDetail(found) } : null;
      };
      break;
    case "pod":
      tables.push(
        new ChosenTable("jobs", () => some(ownerJob()), encodedRow.jobs),
        new ChosenTable("pods", () => some(pod()), encodedRow.pods),
      );
      detail = () => {
        const found = pod();
        return found ? { kind: "pod", value: podDetail(found) } : null;
      };
      break;
  }

  // Owner and children live in the object's namespace: changes elsewhere cannot show here.
  const near: FeedListener<KubernetesObject> = {
    changes(changes) {
      if (changes.some(({ object }) => object.metadata.namespace === namespace)) touched();
    },
    state: touched,
  };
  const stops = others(feeds, null).map((feed) => feed.subscribe(near));
  return { tables, list: null, detail, close: () => stopAll(stops) };
}

/** The feeds besides `own`: their objects are counted, joined or shown as owners. */
function others(feeds: Feeds, own: unknown): Pick<Feed<KubernetesObject>, "subscribe">[] {
  return [feeds.cronjobs, feeds.jobs, feeds.pods].filter(
    (feed) => feed !== null && feed !== own,
  ) as Pick<Feed<KubernetesObject>, "subscribe">[];
}

function owner<T extends KubernetesObject>(
  feed: Feed<T>,
  child: KubernetesObject | undefined,
): T | undefined {
  const reference = child && controllerOf(child.metadata);
  return reference ? feed.byUid(reference.uid) : undefined;
}

function some<T>(object: T | null | undefined): T[] {
  return object ? [object] : [];
}

function stopAll(stops: readonly ((() => void) | undefined)[]): void {
  for (const stop of stops) stop?.();
}

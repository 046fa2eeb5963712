import type { Snapshot } from "#lib/api/frames";
import type { Scope } from "#lib/api/scope";
import { controllerOf } from "#lib/kubernetes/owner-reference";
import { matches, type Requirement } from "#lib/kubernetes/selector";
import type { KubernetesObject, Workload } from "#lib/kubernetes/types";
import { AsideTables } from "#lib/server/aside-tables";
import { derivations } from "#lib/server/derivations";
import type { Asked } from "#lib/server/derived-asides";
import type { Feed } from "#lib/server/feed";
import type { Feeds, InformerPool } from "#lib/server/informer-pool";
import type { Clock } from "#lib/time/clock";

/** What each Job of a healthy CronJob brings says nothing that the Job itself does not. */
const cronJobEvents =
  "involvedObject.kind=CronJob,reason!=SuccessfulCreate,reason!=SawCompletedJob,reason!=SuccessfulDelete";
const jobEvents = "involvedObject.kind=Job,type=Warning";
/** Of the namespace of one object all are followed: those of its owner and its children are among them. */
const allEvents = "";

interface AsidesContext {
  readonly pool: InformerPool;
  readonly clock: Clock;
  readonly serverNow: () => number;
  readonly onError: (error: unknown) => void;
}

/** Opens what stands beside the rows of a view; `touched` is called when there may be something to tell. */
export function openAsides(
  scope: Scope,
  selector: readonly Requirement[],
  namespaces: Snapshot["namespaces"],
  feeds: Feeds,
  { pool, clock, serverNow, onError }: AsidesContext,
  touched: () => void,
): AsideTables {
  const { asked, chosen } = askedBy(scope, selector, feeds);
  // A cluster that takes its time over these keeps no row waiting.
  const of = namespaces === "*" ? null : namespaces;
  const tables = new AsideTables({
    feeds,
    asked,
    derivations,
    clock,
    now: serverNow,
    touched,
    failed: onError,
    queued: () => {
      const follow = (feed: Feed<Workload> | null) => feed && tables.followWorkloads(feed);
      // Where it cannot be asked the queue is told, and not what Kueue says of its turn.
      pool.workloads(of).then(follow, () => {});
    },
  });
  for (const events of chosen) {
    pool.events(of, events).then((feed) => tables.followEvents(feed), onError);
  }
  return tables;
}

function askedBy(
  scope: Scope,
  selector: readonly Requirement[],
  feeds: Feeds,
): { readonly asked: Asked; readonly chosen: readonly string[] } {
  if ("name" in scope) return { asked: askedByObject(scope, feeds), chosen: [allEvents] };
  if (scope.view === "overview") {
    return { asked: { attention: true }, chosen: [cronJobEvents, jobEvents] };
  }
  const isShown = <T extends KubernetesObject>(feed: Feed<T> | null, object: T) =>
    (feed?.admits(object) ?? false) && matches(selector, object.metadata.labels ?? {});
  switch (scope.view) {
    case "cronjobs":
      return { asked: { outlook: (it) => isShown(feeds.cronjobs, it) }, chosen: [cronJobEvents] };
    case "jobs":
      return { asked: { reason: (it) => isShown(feeds.jobs, it) }, chosen: [jobEvents] };
    case "pods":
      return { asked: {}, chosen: [] };
  }
}

function askedByObject(
  { view, namespace, name }: Extract<Scope, { name: string }>,
  feeds: Feeds,
): Asked {
  const isNamed = ({ metadata }: KubernetesObject) =>
    metadata.namespace === namespace && metadata.name === name;
  const ownerOf = (object: KubernetesObject | undefined) =>
    object && controllerOf(object.metadata)?.uid;
  const jobOfPod = (uid: string) => {
    const owner = ownerOf(feeds.pods.byUid(uid));
    return owner === undefined ? undefined : feeds.jobs.byUid(owner);
  };
  switch (view) {
    case "cronjob": {
      const cronJob = () => feeds.cronjobs?.get(namespace, name)?.metadata.uid;
      const isRun = (job: KubernetesObject | undefined) =>
        job !== undefined && ownerOf(job) === cronJob();
      return {
        outlook: isNamed,
        history: isNamed,
        reason: isRun,
        events: (uid) => uid === cronJob() || isRun(feeds.jobs.byUid(uid) ?? jobOfPod(uid)),
      };
    }
    case "job":
      return {
        reason: isNamed,
        events(uid) {
          const job = feeds.jobs.byUid(uid) ?? jobOfPod(uid);
          return job !== undefined && isNamed(job);
        },
      };
    case "pod":
      return {
        podReason: isNamed,
        events: (uid) => uid === feeds.pods.get(namespace, name)?.metadata.uid,
      };
  }
}

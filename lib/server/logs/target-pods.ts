import type { LogQuery, LogTarget } from "#lib/api/log-query";
import type { Client } from "#lib/kubernetes/client";
import { listPages } from "#lib/kubernetes/list-pages";
import { controllerOf } from "#lib/kubernetes/owner-reference";
import { jobs, pods, type Resource } from "#lib/kubernetes/resources";
import { matches, parseSelector } from "#lib/kubernetes/selector";
import type { Job, KubernetesObject, Pod } from "#lib/kubernetes/types";
import { formatLabelSelector } from "#lib/printers/label-selector";
import { conditionOf } from "#lib/runs/job-condition";
import { RequestError } from "#lib/server/api-error";
import { type Discovery, servedCronJobs } from "#lib/server/discovery";
import type { Feed } from "#lib/server/feed";
import type { Feeds, InformerPool } from "#lib/server/informer-pool";
import { byAge } from "#lib/server/logs/log-source";
import { text } from "#lib/texts/text";

export interface TargetContext {
  readonly client: Client;
  readonly pool: InformerPool;
}

/** What a target was found to be. */
export interface TargetPods {
  /** The target's own; empty for a selector. */
  readonly uid: string;
  readonly pods: readonly Pod[];
  /** The Jobs these Pods are of, the newest first; empty for a target that is none of Jobs. */
  readonly jobs: readonly Job[];
  /** No other Pod will be one of them. */
  readonly complete: boolean;
}

/**
 * The Pods a target has now.
 *
 * @throws RequestError, StatusError, ConnectionError when the target is not there, or cannot be
 * looked for.
 */
export async function findPods(
  context: TargetContext,
  query: LogQuery,
  signal: AbortSignal,
): Promise<Pod[]> {
  return [...(await findTarget(context, query, null, signal)).pods];
}

/**
 * One look at a target: from what is followed for a view, else by asking for it. `known` are the
 * feeds of its namespace, where somebody has them. Throws as `findPods`.
 */
export async function findTarget(
  { client, pool }: TargetContext,
  { namespace, target, uid }: LogQuery,
  known: Feeds | null,
  signal: AbortSignal,
): Promise<TargetPods> {
  const named = <T extends KubernetesObject>(
    resource: Resource<T>,
    name: string,
    feed: Feed<T> | null,
  ) => namedObject({ client, resource, namespace, name, uid, feed }, signal);
  // The feeds may have to wait for an answer about our rights: one Pod needs none of them.
  if (target.kind === "pod") {
    const pod = await named(pods, target.name, known?.pods ?? null);
    return { uid: pod.metadata.uid, pods: [pod], jobs: [], complete: true };
  }
  const feeds = known ?? (await pool.feeds([namespace]));
  if (target.kind === "selector") {
    const found = await selected(client, feeds.pods, namespace, target, signal);
    return { uid: "", pods: found, jobs: [], complete: false };
  }
  const podsOf = (job: Job) => {
    if (isLive(feeds.pods)) return [...feeds.pods.controlledBy(job.metadata.uid)];
    const labels = formatLabelSelector(job.spec?.selector);
    return owned(client, pods, namespace, job, labels === "<error>" ? "" : labels, signal);
  };
  if (target.kind !== "cronjob") {
    const job = await named(jobs, target.name, feeds.jobs);
    const found = await podsOf(job);
    return { uid: job.metadata.uid, pods: found, jobs: [job], complete: hasEnded(job) };
  }
  await firstAnswer(pool.discovery, signal);
  const cronJob = await named(servedCronJobs(pool.discovery.state), target.name, feeds.cronjobs);
  const all = isLive(feeds.jobs)
    ? [...feeds.jobs.controlledBy(cronJob.metadata.uid)]
    : await owned(client, jobs, namespace, cronJob, "", signal);
  const runs = all.sort((a, b) => byAge(b, a)).slice(0, target.runs);
  const found = await Promise.all(runs.map(podsOf));
  return { uid: cronJob.metadata.uid, pods: found.flat(), jobs: runs, complete: false };
}

/** Resolves once the cluster has said which CronJobs it serves, or could not be asked. */
function firstAnswer(discovery: Discovery, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const { state } = discovery;
      if (state.state === "asking" && state.message === null) return;
      stop();
      signal.removeEventListener("abort", leave);
      resolve();
    };
    const leave = () => {
      stop();
      reject(signal.reason);
    };
    const stop = discovery.subscribe(look);
    signal.addEventListener("abort", leave, { once: true });
    look();
  });
}

/** The controller makes no more Pods for it. */
export function hasEnded(job: Job): boolean {
  return Boolean(conditionOf(job, "Complete") ?? conditionOf(job, "Failed"));
}

/** Somebody follows it, and what is held is the present. */
export function isLive<T extends KubernetesObject>(feed: Feed<T>): boolean {
  return feed.count !== null && feed.state.state === "live";
}

interface Named<T extends KubernetesObject> {
  readonly client: Client;
  readonly resource: Resource<T>;
  readonly namespace: string;
  readonly name: string;
  /** Empty for whichever there is. */
  readonly uid: string;
  readonly feed: Feed<T> | null;
}

async function namedObject<T extends KubernetesObject>(
  { client, resource, namespace, name, uid, feed }: Named<T>,
  signal: AbortSignal,
): Promise<T> {
  const isWanted = (object: T) => uid === "" || object.metadata.uid === uid;
  const followed = feed && isLive(feed) ? feed.get(namespace, name) : undefined;
  if (followed && isWanted(followed)) return followed;
  const found = await client.get(resource, namespace, name, signal);
  if (isWanted(found)) return found;
  const { kind } = resource;
  throw new RequestError(
    "not-found",
    text("{kind} {name} in {namespace} was deleted; another {kind} has taken its name.", {
      kind,
      name,
      namespace,
    }),
    text("Open the new {kind} for its log.", { kind }),
  );
}

async function selected(
  client: Client,
  feed: Feed<Pod>,
  namespace: string,
  { selector }: Extract<LogTarget, { kind: "selector" }>,
  signal: AbortSignal,
): Promise<readonly Pod[]> {
  if (!isLive(feed)) return listed(client, pods, namespace, selector, signal);
  const requirements = parseSelector(selector);
  if (!Array.isArray(requirements)) throw new RequestError("invalid", requirements.message);
  return [...feed.objects()].filter(({ metadata }) => matches(requirements, metadata.labels ?? {}));
}

async function owned<T extends KubernetesObject>(
  client: Client,
  resource: Resource<T>,
  namespace: string,
  owner: KubernetesObject,
  labels: string,
  signal: AbortSignal,
): Promise<T[]> {
  const all = await listed(client, resource, namespace, labels, signal);
  return all.filter(({ metadata }) => controllerOf(metadata)?.uid === owner.metadata.uid);
}

async function listed<T>(
  client: Client,
  resource: Resource<T>,
  namespace: string,
  labels: string,
  signal: AbortSignal,
): Promise<T[]> {
  const labelSelector = labels === "" ? undefined : labels;
  const listing = { client, resource, namespace, labelSelector, arrived: () => {} };
  return (await listPages(listing, signal, () => {})).items;
}

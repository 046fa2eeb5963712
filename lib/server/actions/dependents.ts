import type { Action } from "#lib/api/actions";
import type { Client } from "#lib/kubernetes/client";
import { listPages } from "#lib/kubernetes/list-pages";
import { controllerOf } from "#lib/kubernetes/owner-reference";
import { jobs, pods, type Resource } from "#lib/kubernetes/resources";
import { ConnectionError, StatusError } from "#lib/kubernetes/status-error";
import type { Job, KubernetesObject, Pod } from "#lib/kubernetes/types";
import type { Feed } from "#lib/server/feed";
import type { InformerPool } from "#lib/server/informer-pool";

/** What an object owns, directly and by what it owns; null where it cannot be listed. */
export interface Owned {
  readonly jobs: readonly Job[] | null;
  readonly pods: readonly Pod[] | null;
}

export interface Owner {
  readonly resource: Action["resource"];
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/**
 * What an object owns now: from what is followed for a view, else from a list that is made for it.
 * Pods whose Job is gone already count by that Job's name, which is made of the CronJob's.
 */
export async function ownedBy(
  pool: InformerPool,
  client: Client,
  owner: Owner,
  signal: AbortSignal,
): Promise<Owned> {
  if (owner.resource === "pods") return { jobs: [], pods: [] };
  const feeds = await pool.feeds([owner.namespace]);
  const all = <T extends KubernetesObject>(resource: Resource<T>, feed: Feed<T>) =>
    followed(feed) ?? listed(client, resource, owner.namespace, signal);
  const allPods = await all(pods, feeds.pods);
  if (owner.resource === "jobs") {
    return { jobs: [], pods: allPods?.filter((it) => isOf(it, owner.uid)) ?? null };
  }
  const allJobs = await all(jobs, feeds.jobs);
  if (!allJobs) return { jobs: null, pods: null };
  const own = new Set(allJobs.filter((it) => isOf(it, owner.uid)));
  const ownUids = new Set([...own].map(({ metadata }) => metadata.uid));
  const otherUids = new Set(allJobs.map(({ metadata }) => metadata.uid));
  const isOwned = (pod: Pod) => {
    const job = controllerOf(pod.metadata);
    if (job?.kind !== "Job") return false;
    if (ownUids.has(job.uid)) return true;
    return !otherUids.has(job.uid) && isRunName(job.name, owner.name);
  };
  return { jobs: [...own], pods: allPods?.filter(isOwned) ?? null };
}

/** Named by the controller after its time, or by Batchboard after a key. */
function isRunName(job: string, cronJob: string): boolean {
  return (
    job.startsWith(`${cronJob}-`) &&
    /^(\d+|manual-[a-z0-9]{8})$/.test(job.slice(cronJob.length + 1))
  );
}

function isOf({ metadata }: KubernetesObject, uid: string): boolean {
  return controllerOf(metadata)?.uid === uid;
}

/** Null where nobody looks at it, or what is held may be old. */
function followed<T extends KubernetesObject>(feed: Feed<T>): readonly T[] | null {
  return feed.count !== null && feed.state.state === "live" ? [...feed.objects()] : null;
}

async function listed<T>(
  client: Client,
  resource: Resource<T>,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly T[] | null> {
  try {
    const listing = { client, resource, namespace, arrived: () => {} };
    return (await listPages(listing, signal, () => {})).items;
  } catch (error) {
    if (error instanceof StatusError || error instanceof ConnectionError) return null;
    throw error;
  }
}

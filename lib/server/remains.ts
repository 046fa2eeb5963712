import type { Remains } from "#lib/api/remains";
import type { Client } from "#lib/kubernetes/client";
import type { Resource } from "#lib/kubernetes/resources";
import { StatusError } from "#lib/kubernetes/status-error";
import type { KubernetesObject } from "#lib/kubernetes/types";
import { type Owned, type Owner, ownedBy } from "#lib/server/actions/dependents";
import type { InformerPool } from "#lib/server/informer-pool";

/**
 * What is left of something that was deleted. One that was created again under its name is another.
 *
 * @throws StatusError, ConnectionError
 */
export async function remainsOf(
  pool: InformerPool,
  client: Client,
  resource: Resource<KubernetesObject>,
  owner: Owner,
  signal: AbortSignal,
): Promise<Remains> {
  const [object, owned] = await Promise.all([
    client.get(resource, owner.namespace, owner.name, signal).catch((error: unknown) => {
      if (error instanceof StatusError && error.code === 404) return null;
      throw error;
    }),
    ownedBy(pool, client, owner, signal),
  ]);
  const own = object?.metadata.uid === owner.uid ? object : null;
  const terminating = own?.metadata.deletionTimestamp != null;
  return {
    object: own === null ? "gone" : terminating ? "terminating" : "there",
    finalizers: terminating ? [...(own?.metadata.finalizers ?? [])] : [],
    jobs: owned.jobs?.length ?? null,
    pods: owned.pods?.length ?? null,
    held: heldOf(owned),
  };
}

/** The finalizers of those that are being deleted, each with how many it holds; the most first. */
function heldOf({ jobs, pods }: Owned): Remains["held"] {
  const counts = new Map<string, number>();
  for (const { metadata } of [...(jobs ?? []), ...(pods ?? [])]) {
    if (metadata.deletionTimestamp == null) continue;
    for (const finalizer of metadata.finalizers ?? []) {
      counts.set(finalizer, (counts.get(finalizer) ?? 0) + 1);
    }
  }
  return [...counts]
    .map(([finalizer, count]) => ({ finalizer, count }))
    .sort((a, b) => b.count - a.count || (a.finalizer < b.finalizer ? -1 : 1));
}

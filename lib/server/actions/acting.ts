import type { Action, ActionTarget } from "#lib/api/actions";
import type { Client } from "#lib/kubernetes/client";
import { jobs, pods, type Resource } from "#lib/kubernetes/resources";
import type { CronJob, KubernetesObject } from "#lib/kubernetes/types";
import { RequestError } from "#lib/server/api-error";
import { text } from "#lib/texts/text";

/** On whose behalf, and when, something is changed. */
export interface Acting {
  readonly client: Client;
  /** CronJobs in the version the cluster serves. @throws RequestError where it serves none. */
  readonly cronJobs: () => Resource<CronJob>;
  /** The viewer's name; null where nobody tells it. */
  readonly who: () => Promise<string | null>;
  /** The API server's present, in milliseconds since the epoch. */
  readonly now: () => number;
}

/** What an action is about, as a resource. @throws RequestError */
export function resourceOf(acting: Acting, plural: Action["resource"]): Resource<KubernetesObject> {
  if (plural === "jobs") return jobs;
  return plural === "pods" ? pods : acting.cronJobs();
}

/**
 * The whole object that was meant.
 *
 * @throws RequestError `conflict` where it was created again since.
 */
export async function readTarget<T extends { readonly metadata: { readonly uid: string } }>(
  { client }: Acting,
  resource: Resource<unknown>,
  target: ActionTarget,
): Promise<T> {
  // The API server sends what was asked for.
  const found = (await client.getRaw(resource, target.namespace, target.name)) as T;
  if (found.metadata.uid !== target.uid) throw recreated(resource, target);
  return found;
}

export function recreated({ kind }: Resource<unknown>, target: ActionTarget): RequestError {
  return new RequestError(
    "conflict",
    text(
      "{kind} {name} in {namespace} was deleted and created again; the new one was left as it is.",
      { kind, name: target.name, namespace: target.namespace },
    ),
    text("Look at the new one first."),
  );
}

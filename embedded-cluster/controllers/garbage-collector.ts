import type { DeleteOptions } from "../api-client.ts";
import type { ApiObject, OwnerReference } from "../objects.ts";
import { type Controller, type ControllerContext, type Followed, queueOf } from "./context.ts";
import { removeFinalizer } from "./finalizer.ts";
import { keyOf } from "./informer.ts";
import type { Queue } from "./queue.ts";
import { refusedAs, unlessGone } from "./refusal.ts";

type Owning = Exclude<Followed, "namespaces">;

/** What can own and be owned; an owner of any other kind is taken to be there. */
const plurals: Readonly<Record<string, Owning>> = {
  CronJob: "cronjobs",
  Job: "jobs",
  Pod: "pods",
  ConfigMap: "configmaps",
  Secret: "secrets",
  ServiceAccount: "serviceaccounts",
};

const orphanFinalizer = "orphan";
const foregroundFinalizer = "foregroundDeletion";

const has = ({ metadata }: ApiObject, finalizer: string) =>
  metadata.finalizers?.includes(finalizer) ?? false;

const isDeleted = ({ metadata }: ApiObject) => metadata.deletionTimestamp !== undefined;

const isWaitingForDependents = (object: ApiObject) =>
  isDeleted(object) && has(object, foregroundFinalizer);

/** Deletes what has lost all its owners, and carries out foreground and orphan deletions. */
export class GarbageCollector implements Controller {
  readonly #context: ControllerContext;
  readonly #queue: Queue;

  constructor(context: ControllerContext) {
    const { informers } = context;
    this.#context = context;
    this.#queue = queueOf(context, "garbage-collector", (key) => this.#sync(key));
    for (const plural of Object.values(plurals)) {
      informers[plural].listen((now, before) => this.#changed(plural, now, before));
    }
  }

  start(): void {
    this.#queue.start();
  }

  stop(): Promise<void> {
    return this.#queue.stop();
  }

  #changed(plural: Owning, now: ApiObject | undefined, before: ApiObject | undefined): void {
    const owners = (object: ApiObject | undefined) => object?.metadata.ownerReferences ?? [];
    // An owner that waits for this one looks again when it is gone or not its own any more.
    for (const reference of owners(before)) {
      const owner = this.#cached(reference, before?.metadata.namespace);
      if (owner && isWaitingForDependents(owner)) this.#addOwner(reference, owner);
    }
    if (!now) {
      for (const [kind, dependent] of this.#dependents(before?.metadata.uid ?? "")) {
        this.#add(kind, dependent);
      }
      return;
    }
    const isOwned = owners(now).some((reference) => {
      const owner = this.#cached(reference, now.metadata.namespace);
      return owner === undefined || isWaitingForDependents(owner);
    });
    const isMarked = has(now, orphanFinalizer) || has(now, foregroundFinalizer);
    if (isDeleted(now) ? isMarked : isOwned) this.#add(plural, now);
  }

  #add(plural: Owning, object: ApiObject): void {
    this.#queue.add(`${plural} ${keyOf(object)}`);
  }

  #addOwner({ kind }: OwnerReference, owner: ApiObject): void {
    const plural = plurals[kind];
    if (plural) this.#add(plural, owner);
  }

  #cached({ kind, name, uid }: OwnerReference, namespace = ""): ApiObject | undefined {
    const plural = plurals[kind];
    const owner = plural && this.#context.informers[plural].get(`${namespace}/${name}`);
    return owner?.metadata.uid === uid ? owner : undefined;
  }

  #dependents(uid: string): [Owning, ApiObject][] {
    return Object.values(plurals).flatMap((plural) =>
      this.#context.informers[plural]
        .dependents(uid)
        .map((dependent): [Owning, ApiObject] => [plural, dependent]),
    );
  }

  async #sync(key: string): Promise<undefined> {
    const [plural, name = ""] = key.split(" ") as [Owning, string];
    const object = this.#context.informers[plural].get(name);
    if (!object) return;
    if (isWaitingForDependents(object)) return this.#deleteDependents(plural, object);
    if (isDeleted(object)) return this.#orphanDependents(plural, object);
    await this.#collect(plural, object);
  }

  /** Foreground: every dependent goes, and then the owner, unless it need not wait for the rest. */
  async #deleteDependents(plural: Owning, owner: ApiObject): Promise<undefined> {
    const { uid } = owner.metadata;
    const dependents = this.#dependents(uid);
    const blocks = ([, { metadata }]: [Owning, ApiObject]) =>
      metadata.ownerReferences?.some((one) => one.uid === uid && one.blockOwnerDeletion === true);
    for (const [kind, dependent] of dependents) this.#add(kind, dependent);
    if (dependents.some(blocks)) return;
    await removeFinalizer(this.#context.client, plural, owner, foregroundFinalizer);
  }

  async #orphanDependents(plural: Owning, owner: ApiObject): Promise<undefined> {
    if (!has(owner, orphanFinalizer)) return;
    const { uid } = owner.metadata;
    for (const [kind, dependent] of this.#dependents(uid)) {
      await unlessGone(this.#disown(kind, dependent, (reference) => reference.uid !== uid));
    }
    await removeFinalizer(this.#context.client, plural, owner, orphanFinalizer);
  }

  async #disown(
    plural: Owning,
    { metadata }: ApiObject,
    keep: (reference: OwnerReference) => boolean,
  ): Promise<void> {
    const { uid, resourceVersion, name, namespace = null, ownerReferences = [] } = metadata;
    const kept = ownerReferences.filter(keep);
    const { client, informers } = this.#context;
    const patched = await client.patch(plural, namespace, name, {
      metadata: { uid, resourceVersion, ownerReferences: kept.length === 0 ? null : kept },
    });
    await informers[plural].reached(patched.metadata.resourceVersion);
  }

  /** Deletes an object without a living owner, and forgets the dead ones of any other. */
  async #collect(plural: Owning, object: ApiObject): Promise<void> {
    const { uid, resourceVersion, name, namespace = null, ownerReferences = [] } = object.metadata;
    if (ownerReferences.length === 0) return;
    const living = new Set<OwnerReference>();
    let isAwaited = false;
    for (const reference of ownerReferences) {
      const owner = await this.#owner(reference, namespace);
      if (owner === "unknown") living.add(reference);
      else if (owner && isWaitingForDependents(owner)) isAwaited = true;
      else if (owner) living.add(reference);
    }
    if (living.size === ownerReferences.length) return;
    if (living.size > 0) {
      return unlessGone(this.#disown(plural, object, (reference) => living.has(reference)));
    }
    const propagationPolicy = policyOf(object, isAwaited && this.#dependents(uid).length > 0);
    const preconditions = { uid, resourceVersion };
    const { client } = this.#context;
    await unlessGone(client.delete(plural, namespace, name, { propagationPolicy, preconditions }));
  }

  /** As the API server has it, since the cache may be behind; undefined when it is gone. */
  async #owner(
    reference: OwnerReference,
    namespace: string | null,
  ): Promise<ApiObject | undefined | "unknown"> {
    const plural = plurals[reference.kind];
    if (!plural) return "unknown";
    try {
      const owner = await this.#context.client.get(plural, namespace, reference.name);
      return owner.metadata.uid === reference.uid ? owner : undefined;
    } catch (error) {
      if (refusedAs(error, "NotFound")) return undefined;
      throw error;
    }
  }
}

/** What the object was asked to do with its own dependents is kept to. */
function policyOf(
  object: ApiObject,
  isAwaited: boolean,
): NonNullable<DeleteOptions["propagationPolicy"]> {
  if (isAwaited || has(object, foregroundFinalizer)) return "Foreground";
  return has(object, orphanFinalizer) ? "Orphan" : "Background";
}

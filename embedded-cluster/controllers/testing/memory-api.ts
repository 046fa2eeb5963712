import type { Clock } from "#lib/time/clock";
import type { ApiClient, ApiWatchEvent, DeleteOptions } from "../../api-client.ts";
import { ApiFailure, type ApiObject, type Plural } from "../../objects.ts";
import { instant } from "../workloads.ts";

/** What the controllers need of an API server, with its rules for deletion and for versions. */
export class MemoryApi implements ApiClient {
  readonly objects = new Map<string, ApiObject>();
  readonly #clock: Clock;
  readonly #log: { plural: Plural; event: ApiWatchEvent; version: number }[] = [];
  readonly #wake = new Set<() => void>();
  #version = 0;
  /** Told of every change at once. */
  heard: (plural: Plural, event: ApiWatchEvent) => void = () => {};
  /** Refuses a request when it returns a failure. */
  refuse: (verb: string, plural: Plural, name: string) => ApiFailure | undefined = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  all(plural: Plural): ApiObject[] {
    return [...this.objects].filter(([key]) => key.startsWith(`${plural} `)).map(([, one]) => one);
  }

  async list(plural: Plural, namespace: string | null) {
    const items = this.all(plural).filter(
      ({ metadata }) => namespace === null || metadata.namespace === namespace,
    );
    return { items, resourceVersion: `${this.#version + 1000}` };
  }

  async get(plural: Plural, namespace: string | null, name: string): Promise<ApiObject> {
    this.#check("get", plural, name);
    return this.#find(plural, namespace, name);
  }

  async create(plural: Plural, namespace: string | null, object: object): Promise<ApiObject> {
    const { metadata, ...rest } = object as ApiObject;
    const uid = `uid-${this.#version}`;
    const suffix = (this.#version + 36 ** 4).toString(36);
    const name = metadata.name ?? `${metadata.generateName}${suffix}`;
    this.#check("create", plural, name);
    if (this.objects.has(keyOf(plural, namespace, name))) {
      throw failure(409, "AlreadyExists", `${plural} "${name}" already exists`);
    }
    const going = this.objects.get(keyOf("namespaces", null, namespace ?? ""));
    if (going?.metadata.deletionTimestamp) {
      throw failure(403, "Forbidden", "being terminated", "NamespaceTerminating");
    }
    const created = structuredClone({
      ...rest,
      metadata: {
        ...metadata,
        name,
        ...(namespace !== null && { namespace }),
        uid,
        generation: 1,
        creationTimestamp: instant(this.#clock.now()),
        resourceVersion: "",
      },
    }) as ApiObject;
    if (plural === "jobs") {
      const template = created.spec.template;
      template.metadata = {
        ...template.metadata,
        labels: { ...template.metadata?.labels, "batch.kubernetes.io/controller-uid": uid },
      };
    }
    if (plural === "pods") created.status = { phase: "Pending" };
    return this.#put("ADDED", plural, created);
  }

  async update(plural: Plural, object: ApiObject): Promise<ApiObject> {
    return this.#replace(plural, object, (present) => ({ ...object, status: present.status }));
  }

  async updateStatus(plural: Plural, object: ApiObject): Promise<ApiObject> {
    return this.#replace(plural, object, (present) => ({ ...present, status: object.status }));
  }

  async patch(plural: Plural, namespace: string | null, name: string, patch: object) {
    this.#check("patch", plural, name);
    const present = this.#find(plural, namespace, name);
    const patched = merge(present, patch) as ApiObject;
    return this.#replace(plural, patched, () => patched);
  }

  async delete(
    plural: Plural,
    namespace: string | null,
    name: string,
    options: DeleteOptions = {},
  ): Promise<void> {
    this.#check("delete", plural, name);
    const present = this.#find(plural, namespace, name);
    const { uid, resourceVersion } = options.preconditions ?? {};
    const { metadata } = present;
    if ((uid ?? metadata.uid) !== metadata.uid) throw failure(409, "Conflict", "uid");
    if ((resourceVersion ?? metadata.resourceVersion) !== metadata.resourceVersion) {
      throw failure(409, "Conflict", "resourceVersion");
    }
    const added = { Foreground: "foregroundDeletion", Orphan: "orphan", Background: undefined }[
      options.propagationPolicy ?? "Background"
    ];
    const finalizers = [...new Set([...(metadata.finalizers ?? []), ...(added ? [added] : [])])];
    const isRunning =
      plural === "pods" && present.spec.nodeName && !/Succ|Fail/.test(present.status.phase);
    const grace = isRunning ? (options.gracePeriodSeconds ?? 30) : 0;
    const isNamespace = plural === "namespaces";
    if (finalizers.length === 0 && grace === 0 && !isNamespace) {
      return this.#remove(plural, present);
    }
    this.#put("MODIFIED", plural, {
      ...present,
      metadata: {
        ...metadata,
        finalizers,
        deletionTimestamp: metadata.deletionTimestamp ?? instant(this.#clock.now() + grace * 1000),
        deletionGracePeriodSeconds: grace,
      },
    });
  }

  async *watch(
    plural: Plural,
    _namespace: string | null,
    resourceVersion: string,
    signal: AbortSignal,
  ): AsyncIterable<ApiWatchEvent> {
    let seen = Number(resourceVersion) - 1000;
    const wake = Promise.withResolvers<void>();
    signal.addEventListener("abort", () => wake.resolve(), { once: true });
    while (!signal.aborted) {
      const fresh = this.#log.slice(seen).filter((entry) => entry.plural === plural);
      seen = this.#log.length;
      for (const { event } of fresh) yield event;
      if (seen !== this.#log.length) continue;
      const more = Promise.withResolvers<void>();
      this.#wake.add(more.resolve);
      await Promise.race([more.promise, wake.promise]);
    }
  }

  #check(verb: string, plural: Plural, name: string): void {
    const refused = this.refuse(verb, plural, name);
    if (refused) throw refused;
  }

  #find(plural: Plural, namespace: string | null, name: string): ApiObject {
    const found = this.objects.get(keyOf(plural, namespace, name));
    if (!found) throw failure(404, "NotFound", `${plural} "${name}" not found`);
    return found;
  }

  #replace(plural: Plural, object: ApiObject, next: (present: ApiObject) => ApiObject) {
    const { namespace = null, name, resourceVersion, uid } = object.metadata;
    const present = this.#find(plural, namespace, name);
    if (resourceVersion !== present.metadata.resourceVersion || uid !== present.metadata.uid) {
      throw failure(409, "Conflict", "the object has been modified");
    }
    const replaced = structuredClone(next(present));
    if (JSON.stringify(replaced.spec) !== JSON.stringify(present.spec)) {
      replaced.metadata.generation = (present.metadata.generation ?? 0) + 1;
    }
    const { deletionTimestamp, deletionGracePeriodSeconds, finalizers } = replaced.metadata;
    const isFinal = plural === "namespaces" ? replaced.spec?.finalizers?.length === 0 : true;
    if (deletionTimestamp && isFinal && !finalizers?.length && !deletionGracePeriodSeconds) {
      this.#remove(plural, replaced);
      return replaced;
    }
    return this.#put("MODIFIED", plural, replaced);
  }

  #put(type: "ADDED" | "MODIFIED", plural: Plural, object: ApiObject): ApiObject {
    const stored = this.#tell(type, plural, object);
    this.objects.set(
      keyOf(plural, object.metadata.namespace ?? null, object.metadata.name),
      stored,
    );
    return stored;
  }

  #remove(plural: Plural, object: ApiObject): void {
    const key = keyOf(plural, object.metadata.namespace ?? null, object.metadata.name);
    this.objects.delete(key);
    this.#tell("DELETED", plural, object);
  }

  #tell(type: ApiWatchEvent["type"], plural: Plural, object: ApiObject): ApiObject {
    const version = ++this.#version;
    const metadata = { ...object.metadata, resourceVersion: `${version + 1000}` };
    const stored = freeze({ ...structuredClone(object), metadata: structuredClone(metadata) });
    this.#log.push({ plural, event: { type, object: stored }, version });
    this.heard(plural, { type, object: stored });
    for (const wake of this.#wake) wake();
    this.#wake.clear();
    return stored;
  }
}

const keyOf = (plural: Plural, namespace: string | null, name: string) =>
  `${plural} ${namespace ?? ""}/${name}`;

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    for (const inner of Object.values(value)) freeze(inner);
    Object.freeze(value);
  }
  return value;
}

function merge(target: unknown, patch: unknown): unknown {
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) return patch;
  const merged: Record<string, unknown> = { ...(target as object) };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = merge(merged[key] ?? {}, value);
  }
  return merged;
}

export function failure(code: number, reason: string, message: string, cause?: string): ApiFailure {
  return new ApiFailure({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message,
    reason,
    ...(cause && { details: { causes: [{ reason: cause, message }] } }),
    code,
  });
}

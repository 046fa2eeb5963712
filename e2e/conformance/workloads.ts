import type { Api } from "../cluster/api.ts";
import { test as base, expect } from "./fixtures.ts";
import { paths } from "./objects.ts";

/** Any object of the API, as it came. */
export interface Thing {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly creationTimestamp: string;
    readonly deletionTimestamp?: string;
    readonly finalizers?: readonly string[];
    readonly [field: string]: unknown;
  };
  // biome-ignore-start lint/suspicious/noExplicitAny: what a case expects of it is what it is about
  readonly spec: any;
  readonly status?: any;
  // biome-ignore-end lint/suspicious/noExplicitAny: see above
}

export type Collection = "pods" | "jobs" | "cronJobs";

export interface Change {
  readonly type: string;
  readonly object: Thing;
}

const patienceMs = 45_000;

/** The Pods, Jobs and CronJobs of one namespace, waited for with watches. */
export class Workloads {
  readonly #api: Api;
  readonly #namespace: string;
  readonly #ending = new AbortController();

  constructor(api: Api, namespace: string) {
    this.#api = api;
    this.#namespace = namespace;
  }

  path(collection: Collection, name = ""): string {
    return paths[collection](this.#namespace, name);
  }

  async create(collection: Collection, object: object): Promise<Thing> {
    return (await this.#api.create(this.path(collection), object)).body as Thing;
  }

  async get(collection: Collection, name: string): Promise<Thing> {
    return (await this.#api.get(this.path(collection, name))).body as Thing;
  }

  /** A merge patch; `status` is one of the status alone. */
  async patch(collection: Collection, name: string, patch: object): Promise<Thing> {
    const subresource = "status" in patch ? "/status" : "";
    const path = this.path(collection, name) + subresource;
    return (await this.#api.patch(path, patch)).body as Thing;
  }

  async delete(collection: Collection, name: string, options: object = {}): Promise<void> {
    await this.#api.delete(this.path(collection, name), options);
  }

  async list(collection: Collection, query = ""): Promise<Thing[]> {
    const { body } = await this.#api.get(`${this.path(collection)}${query}`);
    return (body as { items: Thing[] }).items;
  }

  podsOf(job: string): Promise<Thing[]> {
    return this.list("pods", `?labelSelector=batch.kubernetes.io/job-name=${job}`);
  }

  async names(collection: Collection): Promise<string[]> {
    return (await this.list(collection)).map(({ metadata }) => metadata.name).sort();
  }

  /** The object once it is so, be it but for a moment. */
  async until(collection: Collection, name: string, so: (now: Thing) => unknown): Promise<Thing> {
    const [change] = await this.#follow(collection, name, ({ object }) => so(object));
    return (change as Change).object;
  }

  /** Every version of the object until it is so, that one last; nothing else stands between them. */
  async history(
    collection: Collection,
    name: string,
    so: (now: Thing) => unknown,
  ): Promise<Thing[]> {
    const changes = await this.#follow(collection, name, ({ object }) => so(object), true);
    return changes.map(({ object }) => object);
  }

  /**
   * Every version of the object until it is gone, the last as it was when it went. What makes it go
   * is done once the watch is open: an object that went before would never be seen to go.
   */
  async untilGone(
    collection: Collection,
    name: string,
    act: () => Promise<unknown>,
  ): Promise<Thing[]> {
    const gone = ({ type }: Change) => type === "DELETED";
    const changes = await this.#follow(collection, name, gone, true, act);
    return changes.map(({ object }) => object);
  }

  finished(job: string): Promise<Thing> {
    return this.until("jobs", job, isFinished);
  }

  ended(pod: string): Promise<Thing> {
    return this.until("pods", pod, hasEnded);
  }

  /** Everything that happens in a collection from now on; it grows until the case is over. */
  async record(collection: Collection): Promise<readonly Change[]> {
    const changes: Change[] = [];
    const events = await this.#watch(collection, "");
    void (async () => {
      for await (const event of events) changes.push(event as Change);
    })().catch(() => {});
    return changes;
  }

  /** What Events say of an object: `Normal Completed Job completed`, in the order of the alphabet. */
  async told(about: string): Promise<string[]> {
    const events = (await this.events(about)) as unknown as Record<string, string>[];
    const texts = events.map(({ type, reason, message }) => `${type} ${reason} ${message}`);
    return texts.map((text) => text.replace(randomSuffix, "-xxxxx")).sort();
  }

  async events(about: string): Promise<Thing[]> {
    const path = `${paths.events(this.#namespace)}?fieldSelector=involvedObject.name=${about}`;
    return ((await this.#api.get(path)).body as { items: Thing[] }).items;
  }

  end(): void {
    this.#ending.abort();
  }

  #watch(collection: Collection, selector: string): Promise<AsyncIterable<unknown>> {
    const path = `${this.path(collection)}?watch=true${selector}`;
    return this.#api.watch(path, "application/json", this.#ending.signal);
  }

  async #follow(
    collection: Collection,
    name: string,
    so: (change: Change) => unknown,
    all = false,
    act?: () => Promise<unknown>,
  ): Promise<Change[]> {
    const changes: Change[] = [];
    const late = AbortSignal.timeout(patienceMs);
    const signal = AbortSignal.any([late, this.#ending.signal]);
    const path = `${this.path(collection)}?watch=true&fieldSelector=metadata.name=${name}`;
    try {
      const events = await this.#api.watch(path, "application/json", signal);
      await act?.();
      for await (const event of events) {
        changes.push(event as Change);
        if (so(event as Change)) return all ? changes : changes.slice(-1);
      }
    } catch (error) {
      if (!late.aborted) throw error;
    }
    const last = JSON.stringify(changes.at(-1)?.object.status);
    throw new Error(`${collection} ${name} never became so; its last status was ${last}`);
  }
}

/** As the API makes names unique. */
const randomSuffix = /-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g;

/** A moment as the API writes it. */
export const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

/** A Job's condition. */
export function condition(type: string, reason: string, message: string, status = "True"): object {
  return { type, status, reason, message, lastProbeTime: instant, lastTransitionTime: instant };
}

/** The conditions of a Job in the order it has got them. */
export function conditionsOf({ status }: Thing): string[] {
  const conditions: { type: string; status: string }[] = status?.conditions ?? [];
  return conditions.map(({ type, status }) => (status === "True" ? type : `${type}=${status}`));
}

export function isFinished(job: Thing): boolean {
  return conditionsOf(job).some((type) => type === "Complete" || type === "Failed");
}

export const hasEnded = ({ status }: Thing) => /^(Succeeded|Failed)$/.test(status?.phase);

/** The owner reference of what this object controls. */
export function controlledBy(kind: "Job" | "CronJob", { metadata }: Thing): object {
  const { name, uid } = metadata;
  const flags = { controller: true, blockOwnerDeletion: true };
  return { apiVersion: "batch/v1", kind, name, uid, ...flags };
}

/** Seconds between two moments of the API. */
export const secondsBetween = (earlier: string, later: string) =>
  (Date.parse(later) - Date.parse(earlier)) / 1000;

export const test = base.extend<{ workloads: Workloads }>({
  workloads: async ({ api, namespace }, use) => {
    const workloads = new Workloads(api, namespace);
    await use(workloads);
    workloads.end();
  },
});

export { expect };

import { type Api, Refusal } from "../cluster/api.ts";
import type { Kind, Plural } from "./kinds.ts";
import type { Observer, Sight } from "./observer.ts";

/** Something that happens to objects in a cluster, and the cells that must be seen meanwhile. */
export interface Scenario {
  readonly objects: readonly Manifest[];
  readonly shows: readonly Sight[];
  /** What only API servers since 1.35 have and print (true), or only those before (false). */
  readonly modern?: boolean;
  /** What is done to the objects once they exist. */
  act?(stage: Stage): Promise<void>;
}

export interface Manifest {
  readonly kind: Plural;
  readonly name: string;
  readonly spec: object;
  readonly metadata?: object;
}

/** Keeps an object that was deleted, until it is taken off. */
export const hold = "batchboard.test/hold";

/** What the embedded cluster says of what it leaves out. */
const notSimulated = "the embedded cluster does not simulate";

/** The namespace a scenario plays in. */
export class Stage {
  readonly #api: Api;
  readonly #kinds: readonly Kind[];
  readonly #namespace: string;
  readonly observer: Observer;
  /** The scenarios that the cluster refused to play, by the names of their first objects. */
  readonly refused: string[] = [];
  #ended = false;

  constructor(api: Api, kinds: readonly Kind[], namespace: string, observer: Observer) {
    this.#api = api;
    this.#kinds = kinds;
    this.#namespace = namespace;
    this.observer = observer;
  }

  async play(scenario: Scenario): Promise<void> {
    const seen = scenario.shows.map((sight) => this.observer.until(sight));
    try {
      await this.create(scenario.objects);
    } catch (error) {
      if (!(error instanceof Refusal && error.message.includes(notSimulated))) throw error;
      this.refused.push(scenario.objects[0]?.name ?? "");
      return;
    }
    await scenario.act?.(this);
    await Promise.all(seen);
  }

  /** Nothing is created from now on: whoever cleans up finds all there is. */
  end(): void {
    this.#ended = true;
  }

  async create(manifests: readonly Manifest[]): Promise<void> {
    for (const { kind, name, spec, metadata } of manifests) {
      if (this.#ended) return;
      await this.#api.create(this.#path(kind), {
        apiVersion: this.#kind(kind).apiVersion,
        kind: { cronjobs: "CronJob", jobs: "Job", pods: "Pod" }[kind],
        metadata: { name, ...metadata },
        spec,
      });
    }
  }

  async patch(kind: Plural, name: string, patch: object): Promise<void> {
    await this.#api.patch(this.#path(kind, name), patch);
  }

  async patchStatus(kind: Plural, name: string, status: object): Promise<void> {
    await this.#api.patch(`${this.#path(kind, name)}/status`, { status });
  }

  async delete(kind: Plural, name: string): Promise<void> {
    await this.#api.delete(this.#path(kind, name), { propagationPolicy: "Background" });
  }

  /** Lets go of an object that was held after its deletion. */
  async release(kind: Plural, name: string): Promise<void> {
    await this.patch(kind, name, { metadata: { finalizers: null } });
  }

  /** The API server's clock, to a second. */
  async nowMs(): Promise<number> {
    return (await this.#api.get("/version")).latestMs;
  }

  /** Waits until the cell of this object is seen. */
  until(sight: Sight): Promise<void> {
    return this.observer.until(sight);
  }

  #path(kind: Plural, name?: string): string {
    const path = this.#kind(kind).path(this.#namespace);
    return name === undefined ? path : `${path}/${name}`;
  }

  #kind(plural: Plural): Kind {
    const found = this.#kinds.find((kind) => kind.plural === plural);
    if (!found) throw new Error(`no ${plural}`);
    return found;
  }
}

/** The sights of one object's column, in any order. */
export function sights(
  kind: Plural,
  name: string,
  column: string,
  ...texts: (string | RegExp)[]
): Sight[] {
  return texts.map((text) => ({ kind, name, column, text }));
}

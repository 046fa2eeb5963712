import type { Client } from "#lib/kubernetes/client";
import { Informer } from "#lib/kubernetes/informer";
import type { InformerObserver } from "#lib/kubernetes/observer";
import {
  events,
  jobs,
  namespaces,
  pods,
  type Resource,
  workloads,
} from "#lib/kubernetes/resources";
import type {
  CronJob,
  Job,
  KubernetesEvent,
  KubernetesObject,
  Pod,
  Workload,
} from "#lib/kubernetes/types";
import { within } from "#lib/server/deadline";
import { Discovery } from "#lib/server/discovery";
import { encodeAhead } from "#lib/server/encoded-row";
import { Feed } from "#lib/server/feed";
import { listingRight, NamespaceChoice } from "#lib/server/namespace-choice";
import type { Clock } from "#lib/time/clock";

/** The feeds of one view; `cronjobs` is null until discovery has found them (or for good). */
export interface Feeds {
  readonly cronjobs: Feed<CronJob> | null;
  readonly jobs: Feed<Job>;
  readonly pods: Feed<Pod>;
}

/** An informer of whatever resource, as an operator sees it. */
export type PooledInformer = Pick<
  Informer<KubernetesObject>,
  "resource" | "running" | "state" | "synced" | "stop" | "retryNow"
> & { readonly store: { readonly size: number } };

/** How long the answer to "may I list this in all namespaces" holds. */
const rightsMs = 60_000;
/** How long the first rows wait for that answer. */
const reviewMs = 5_000;
/** How long the last one serves when none was to be had. */
const unansweredMs = 10_000;

/** Whether one resource may be listed in all namespaces. */
interface Right {
  /** The last answer; null before the first. */
  allowed: boolean | null;
  /** Until when it is not asked again. */
  until: number;
  asking: Promise<boolean> | null;
}

/**
 * The informers of one authorization group: one for each resource and namespace scope, shared by all
 * its views. Cluster-wide where that is allowed, per namespace where it is not.
 */
export class InformerPool {
  readonly discovery: Discovery;
  /** The choice of namespaces a viewer has. */
  readonly namespaces: NamespaceChoice;
  readonly #client: Client;
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;
  readonly #informers = new Map<string, PooledInformer>();
  readonly #observer: InformerObserver | undefined;
  readonly #rights = new Map<string, Right>();

  constructor(
    client: Client,
    clock: Clock,
    onError: (error: unknown) => void,
    observer?: InformerObserver,
  ) {
    this.#client = client;
    this.#clock = clock;
    this.#onError = onError;
    this.#observer = observer;
    this.discovery = new Discovery(client, clock);
    this.namespaces = new NamespaceChoice(this.#informer(namespaces, null), client, clock);
  }

  /** The informers someone looks at. */
  running(): PooledInformer[] {
    return [...this.#informers.values()].filter(({ running }) => running);
  }

  /**
   * The Events of some namespaces, all with null; `chosen` are the fields of those that are wanted, as
   * the API server selects them. In a busy cluster there are more Events than all else together.
   */
  async events(
    namespaces: readonly string[] | null,
    chosen: string,
  ): Promise<Feed<KubernetesEvent>> {
    // Nobody comes back to what was chosen for one page.
    for (const [key, { running }] of this.#informers) {
      if (key.includes("?") && !running) this.#informers.delete(key);
    }
    return this.#feed(events, namespaces, chosen);
  }

  /** What Kueue keeps of Jobs; null where the cluster has no Kueue. */
  async workloads(namespaces: readonly string[] | null): Promise<Feed<Workload> | null> {
    const version = await this.#client.preferredVersion("kueue.x-k8s.io");
    return version === null ? null : this.#feed(workloads(version), namespaces);
  }

  /** The Pod informer that covers one namespace: the cluster-wide one where it is allowed. */
  async pods(namespace: string): Promise<Feed<Pod>> {
    return this.#feed(pods, [namespace]);
  }

  /** `namespaces` null asks for all of them, allowed or not: a refusal is then shown as one. */
  async feeds(namespaces: readonly string[] | null): Promise<Feeds> {
    const discovered = this.discovery.state;
    const served = discovered.state === "reached" ? discovered.cronJobs : null;
    const [cronJobFeed, jobFeed, podFeed] = await Promise.all([
      served && this.#feed(served, namespaces),
      this.#feed(jobs, namespaces),
      this.#feed(pods, namespaces),
    ]);
    return { cronjobs: cronJobFeed, jobs: jobFeed, pods: podFeed };
  }

  /**
   * Whether this resource may be listed in all namespaces. While the API server cannot say, its last
   * answer holds, or else true: a list that is refused says so itself.
   */
  async allowsAll(plural: string): Promise<boolean> {
    const right = this.#rights.get(plural) ?? { allowed: null, until: 0, asking: null };
    this.#rights.set(plural, right);
    if (right.until > this.#clock.now()) return right.allowed ?? true;
    right.asking ??= this.#ask(plural, right);
    // Rows that are here already do not wait until a yes is confirmed.
    return right.allowed || right.asking;
  }

  /** The API server refused a list in all namespaces: for a while only chosen ones are asked for. */
  refuseAll(plural: string): void {
    const until = this.#clock.now() + rightsMs;
    this.#rights.set(plural, { allowed: false, until, asking: null });
  }

  /** Cuts every wait for the cluster short: a person asked. */
  retryNow(): void {
    this.discovery.retryNow();
    for (const informer of this.#informers.values()) informer.retryNow();
  }

  stop(): void {
    this.discovery.stop();
    for (const informer of this.#informers.values()) informer.stop();
    this.#informers.clear();
  }

  async #ask(plural: string, right: Right): Promise<boolean> {
    const attributes = listingRight(plural, "");
    let holdsMs = rightsMs;
    try {
      const review = (signal: AbortSignal) => this.#client.review(attributes, signal);
      right.allowed = (await within(this.#clock, reviewMs, review)).allowed;
    } catch {
      holdsMs = unansweredMs;
    }
    right.until = this.#clock.now() + holdsMs;
    right.asking = null;
    return right.allowed ?? true;
  }

  async #feed<T extends KubernetesObject>(
    resource: Resource<T>,
    namespaces: readonly string[] | null,
    chosen = "",
  ): Promise<Feed<T>> {
    if (namespaces === null || (await this.allowsAll(resource.plural))) {
      return new Feed([this.#informer(resource, null, chosen)], namespaces);
    }
    return new Feed(
      namespaces.map((namespace) => this.#informer(resource, namespace, chosen)),
      namespaces,
    );
  }

  #informer<T extends KubernetesObject>(
    resource: Resource<T>,
    namespace: string | null,
    chosen = "",
  ): Informer<T> {
    const key = `${resource.plural}/${namespace ?? ""}${chosen === "" ? "" : `?${chosen}`}`;
    const known = this.#informers.get(key);
    // The key holds the resource, so the informer found under it is of the resource's type.
    if (known) return known as Informer<T>;
    const informer = new Informer<T>({
      client: this.#client,
      resource,
      namespace,
      ...(chosen === "" ? {} : { fieldSelector: chosen }),
      clock: this.#clock,
      prepare: encodeAhead(resource.plural),
      onError: this.#onError,
      ...(this.#observer ? { observer: this.#observer } : {}),
    });
    this.#informers.set(key, informer);
    return informer;
  }
}

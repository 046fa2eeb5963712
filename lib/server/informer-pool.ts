import type { Client } from "#lib/kubernetes/client";
import { Informer } from "#lib/kubernetes/informer";
import { jobs, namespaces, pods, type Resource } from "#lib/kubernetes/resources";
import type { CronJob, Job, KubernetesObject, Pod } from "#lib/kubernetes/types";
import { Discovery } from "#lib/server/discovery";
import { Feed } from "#lib/server/feed";
import type { Clock } from "#lib/time/clock";

/** The feeds of one view; `cronjobs` is null until discovery has found them (or for good). */
export interface Feeds {
  readonly cronjobs: Feed<CronJob> | null;
  readonly jobs: Feed<Job>;
  readonly pods: Feed<Pod>;
}

/** How long the answer to "may I list this in all namespaces" holds. */
const rightsMs = 60_000;

/**
 * The informers of one authorization group: one for each resource and namespace scope, shared by all
 * its views. Cluster-wide where that is allowed, per namespace where it is not.
 */
export class InformerPool {
  readonly discovery: Discovery;
  readonly #client: Client;
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;
  readonly #informers = new Map<string, { stop(): void; retryNow(): void }>();
  readonly #rights = new Map<string, { until: number; allowed: Promise<boolean> }>();

  constructor(client: Client, clock: Clock, onError: (error: unknown) => void) {
    this.#client = client;
    this.#clock = clock;
    this.#onError = onError;
    this.discovery = new Discovery(client, clock);
  }

  /** The informer of the cluster's namespaces, for the choice a viewer has. */
  get namespaces() {
    return this.#informer(namespaces, null);
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

  /** Whether this resource may be listed in all namespaces; true when the API server cannot say. */
  allowsAll(plural: string): Promise<boolean> {
    const known = this.#rights.get(plural);
    if (known && known.until > this.#clock.now()) return known.allowed;
    const allowed = this.#client
      .review({
        verb: "list",
        group: plural === "pods" ? "" : "batch",
        resource: plural,
        namespace: "",
      })
      .then((review) => review.allowed)
      .catch(() => {
        this.#rights.delete(plural);
        return true;
      });
    this.#rights.set(plural, { until: this.#clock.now() + rightsMs, allowed });
    return allowed;
  }

  /** The API server refused a list in all namespaces: for a while only chosen ones are asked for. */
  refuseAll(plural: string): void {
    this.#rights.set(plural, {
      until: this.#clock.now() + rightsMs,
      allowed: Promise.resolve(false),
    });
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

  async #feed<T extends KubernetesObject>(
    resource: Resource<T>,
    namespaces: readonly string[] | null,
  ): Promise<Feed<T>> {
    if (namespaces === null || (await this.allowsAll(resource.plural))) {
      return new Feed([this.#informer(resource, null)], namespaces);
    }
    return new Feed(
      namespaces.map((namespace) => this.#informer(resource, namespace)),
      namespaces,
    );
  }

  #informer<T extends KubernetesObject>(
    resource: Resource<T>,
    namespace: string | null,
  ): Informer<T> {
    const key = `${resource.plural}/${namespace ?? ""}`;
    const known = this.#informers.get(key);
    // The key holds the resource, so the informer found under it is of the resource's type.
    if (known) return known as Informer<T>;
    const informer = new Informer<T>({
      client: this.#client,
      resource,
      namespace,
      clock: this.#clock,
      onError: this.#onError,
    });
    this.#informers.set(key, informer);
    return informer;
  }
}

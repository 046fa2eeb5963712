import type { ClusterInfo } from "#lib/api/frames";
import { createClient } from "#lib/kubernetes/client";
import type { ClusterCredential } from "#lib/kubernetes/credential";
import type { UpstreamObserver } from "#lib/kubernetes/observer";
import { ChannelPool } from "#lib/server/channel-pool";
import { Identity } from "#lib/server/identity";
import { InformerPool, type PooledInformer } from "#lib/server/informer-pool";
import type { OperationLog } from "#lib/server/operation-log";
import { Rights } from "#lib/server/rights";
import type { Viewer } from "#lib/server/viewer";
import { inEnglish } from "#lib/texts/wording";
import type { Clock } from "#lib/time/clock";

export interface ClusterOptions {
  /** `-n`; wins over the context's namespace. */
  readonly namespace?: string;
  /** `-A`. */
  readonly allNamespaces?: boolean;
  readonly readOnly?: boolean;
  readonly embedded?: boolean;
  readonly clock: Clock;
  /** Counts; it is told nothing of whom it counts. */
  readonly observer: UpstreamObserver;
  /** Told of failures nobody waits for. */
  readonly onError: (error: unknown) => void;
  /** Told in a line when the cluster cannot be reached, and when it was. */
  readonly onCluster: (line: string) => void;
  readonly log?: OperationLog;
}

/**
 * A cluster as one context of the kubeconfig asks it. Whatever holds something of it, or something
 * that was allowed there, is made here and nowhere else: the connections and the credential, what it
 * serves, rights, clock, stores and streams. Two contexts have nothing of it in common (quality S8).
 */
export class Cluster {
  /** The one local viewer. */
  readonly viewer: Viewer;
  readonly #credential: ClusterCredential;
  readonly #options: ClusterOptions;
  readonly #pools = new Map<string, InformerPool>();
  readonly #channels = new Map<string, ChannelPool>();
  #trouble: string | null = null;

  /** It is asked from now on, what it serves before all. */
  constructor(credential: ClusterCredential, options: ClusterOptions) {
    const { clock, observer } = options;
    const client = createClient(credential, { clock, observer });
    const identity = new Identity(client, clock, credential.user);
    this.#credential = credential;
    this.#options = options;
    this.viewer = {
      authorizationGroup: "local",
      client,
      name: () => identity.name(),
      rights: new Rights(client, clock),
    };
    this.pool(this.viewer);
    if (credential.insecure) {
      options.onCluster(
        `The certificate of ${credential.server.origin} is not verified, as the kubeconfig says (insecure-skip-tls-verify): whoever stands in between can read and change everything, the credential included.`,
      );
    }
  }

  get context(): string {
    return this.#credential.context;
  }

  get contextNamespace(): string {
    return this.#options.namespace ?? this.#credential.namespace;
  }

  get credential(): ClusterCredential {
    return this.#credential;
  }

  pool(viewer: Viewer): InformerPool {
    const known = this.#pools.get(viewer.authorizationGroup);
    if (known) return known;
    const { clock, onError, log } = this.#options;
    const pool = new InformerPool(viewer.client, clock, onError, log);
    this.#pools.set(viewer.authorizationGroup, pool);
    pool.discovery.subscribe(() => this.#report(pool));
    void pool.discovery.run();
    return pool;
  }

  channels(viewer: Viewer): ChannelPool {
    const known = this.#channels.get(viewer.authorizationGroup);
    if (known) return known;
    const { clock, allNamespaces = false, namespace, onError } = this.#options;
    const channels = new ChannelPool({
      pool: this.pool(viewer),
      clock,
      serverNow: () => this.serverNow(),
      cluster: () => this.#info(),
      fallback: namespace !== undefined && !allNamespaces ? [namespace] : "*",
      contextNamespace: this.contextNamespace,
      onError,
    });
    this.#channels.set(viewer.authorizationGroup, channels);
    return channels;
  }

  running(): PooledInformer[] {
    return [...this.#pools.values()].flatMap((pool) => pool.running());
  }

  /** The API server's present, in milliseconds since the epoch. */
  serverNow(): number {
    return this.#options.clock.now() + this.viewer.client.serverTimeOffset();
  }

  /** Lets go of it: watches end, connections are closed. */
  async close(): Promise<void> {
    for (const channels of this.#channels.values()) channels.stop();
    for (const pool of this.#pools.values()) pool.stop();
    await this.viewer.client.close();
  }

  #report({ discovery: { state } }: InformerPool): void {
    const where = `${this.#credential.server.origin} (context ${this.#credential.context})`;
    if (state.state === "reached") {
      if (this.#trouble !== null) this.#options.onCluster(`Reached ${where}.`);
    } else if (state.message !== null) {
      const trouble = inEnglish(state.message);
      if (trouble === this.#trouble) return;
      this.#trouble = trouble;
      this.#options.onCluster(`Cannot reach ${where}: ${trouble}. Trying on.`);
    }
  }

  #info(): ClusterInfo {
    const { context, contexts, cluster, insecure } = this.#credential;
    const discovered = this.pool(this.viewer).discovery.state;
    return {
      context,
      contexts: contexts.length,
      cluster,
      version: discovered.state === "reached" ? discovered.version : null,
      embedded: this.#options.embedded ?? false,
      readOnly: this.#options.readOnly ?? false,
      defaultNamespace: this.contextNamespace,
      insecure,
    };
  }
}

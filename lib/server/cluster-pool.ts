import {
  type KubeconfigContext,
  type KubeconfigOptions,
  kubeconfigContexts,
  loadKubeconfig,
} from "#lib/kubernetes/kubeconfig";
import { RequestError } from "#lib/server/api-error";
import { Cluster, type ClusterOptions } from "#lib/server/cluster";
import { shown } from "#lib/server/endpoints/endpoint";
import type { PooledInformer } from "#lib/server/informer-pool";
import { type Message, text } from "#lib/texts/text";

/** Longer than a channel goes on for those who were cut off from it (`WatchChannel`). */
const graceMs = 120_000;
/** So many names stand in a hint. */
const named = 20;

/** A cluster that is in use, until `release`. */
export interface HeldCluster {
  readonly cluster: Cluster;
  /** Once more does no harm. */
  release(): void;
}

interface Entry {
  readonly cluster: Cluster;
  holders: number;
  cancelGrace: () => void;
}

/**
 * The clusters that somebody looks at, one for each context: made when it is first asked for, and let
 * go a while after nobody is left. The one the process was started with stays.
 */
export class ClusterPool {
  readonly start: Cluster;
  readonly #kubeconfig: KubeconfigOptions;
  readonly #options: ClusterOptions;
  readonly #entries = new Map<string, Entry>();
  #closed = false;

  /** @throws KubeconfigError when there is no cluster to start with. */
  constructor(kubeconfig: KubeconfigOptions, options: ClusterOptions) {
    this.#kubeconfig = kubeconfig;
    this.#options = options;
    this.start = new Cluster(loadKubeconfig(kubeconfig), options);
  }

  /**
   * The cluster of a context; that of the start for null or an empty name. A name is looked up and
   * used for nothing else.
   *
   * @throws RequestError `not-found` for a name the kubeconfig does not have, `invalid` for a context
   *   nobody can be asked by, `too-many` while it stops; KubeconfigError when the file cannot be read
   *   any more.
   */
  hold(name: string | null): HeldCluster {
    if (!name || name === this.start.context) return { cluster: this.start, release: () => {} };
    const entry = this.#entries.get(name) ?? this.#open(name);
    entry.holders += 1;
    entry.cancelGrace();
    let held = true;
    const release = () => {
      if (!held) return;
      held = false;
      entry.holders -= 1;
      if (entry.holders === 0) this.#expire(name, entry);
    };
    return { cluster: entry.cluster, release };
  }

  running(): PooledInformer[] {
    return [this.start, ...this.#others()].flatMap((cluster) => cluster.running());
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { cancelGrace } of this.#entries.values()) cancelGrace();
    await Promise.all([this.start, ...this.#others()].map((cluster) => cluster.close()));
    this.#entries.clear();
  }

  #open(name: string): Entry {
    if (this.#closed) throw new RequestError("too-many", text("Batchboard is stopping."));
    this.#check(name);
    // What `-n` and `-A` say is said of the cluster the process was started with.
    const { namespace: _, allNamespaces: __, ...options } = this.#options;
    const credential = loadKubeconfig({ ...this.#kubeconfig, context: name });
    const cluster = new Cluster(credential, options);
    const entry: Entry = { cluster, holders: 0, cancelGrace: () => {} };
    this.#entries.set(name, entry);
    return entry;
  }

  #check(name: string): void {
    const known = kubeconfigContexts(this.#kubeconfig);
    const context = known.find((each) => each.name === name);
    if (!context) {
      const problem = text('There is no context "{context}" in the kubeconfig.', {
        context: shown(name),
      });
      throw new RequestError("not-found", problem, namesOf(known, this.start.context));
    }
    if (context.broken !== null) {
      const next = text("Correct it there, then retry; or choose another context.");
      throw new RequestError("invalid", context.broken, next);
    }
  }

  #expire(name: string, entry: Entry): void {
    if (this.#closed) return;
    const { clock, onError } = this.#options;
    entry.cancelGrace = clock.after(graceMs, () => {
      this.#entries.delete(name);
      entry.cluster.close().catch(onError);
    });
  }

  #others(): Cluster[] {
    return [...this.#entries.values()].map(({ cluster }) => cluster);
  }
}

function namesOf(known: readonly KubeconfigContext[], start: string): Message {
  const names = known.length === 0 ? [start] : known.map(({ name }) => name);
  const contexts = names.slice(0, named).map(shown).join(", ");
  const count = names.length - named;
  return count > 0
    ? text("Known contexts: {contexts} and {count} more.", { contexts, count })
    : text("Known contexts: {contexts}.", { contexts });
}

import type { Context, ContextState } from "#lib/api/contexts";
import { createClient } from "#lib/kubernetes/client";
import {
  type KubeconfigContext,
  type KubeconfigOptions,
  kubeconfigContexts,
  loadServer,
} from "#lib/kubernetes/kubeconfig";
import type { UpstreamObserver } from "#lib/kubernetes/observer";
import { StatusError } from "#lib/kubernetes/status-error";
import type { Cluster } from "#lib/server/cluster";
import { within } from "#lib/server/deadline";
import { type Text, text } from "#lib/texts/text";
import { saidBy } from "#lib/texts/text-error";
import type { Clock } from "#lib/time/clock";

/** Who opens a list of clusters waits no longer than this for one that is silent. */
const deadlineMs = 3_000;
/** So many are asked at once. */
const width = 8;
/** An answer holds so long; nobody who opens the list again has a server asked anew at once. */
const holdsMs = 10_000;

interface Asked {
  readonly state: ContextState;
  /** In milliseconds since the epoch; null while its first answer is awaited. */
  readonly at: number | null;
}

/**
 * Which contexts there are and whether their servers can be reached. A server is asked for its
 * version without any credential: to look at the list of one's clusters must not log in to them, nor
 * run their login plugins. Any answer will do, a refusal too.
 */
export class ContextStates {
  readonly #kubeconfig: KubeconfigOptions;
  readonly #start: Cluster;
  readonly #observer: UpstreamObserver;
  readonly #asked = new Map<string, Asked>();
  readonly #waiting = new Set<string>();
  readonly #stopped = new AbortController();
  #running = 0;

  constructor(kubeconfig: KubeconfigOptions, start: Cluster, observer: UpstreamObserver) {
    this.#kubeconfig = kubeconfig;
    this.#start = start;
    this.#observer = observer;
  }

  /**
   * What is known now; with `ask` more is known a little later.
   *
   * @throws KubeconfigError when the kubeconfig cannot be read any more.
   */
  list(ask: boolean): readonly Context[] {
    const contexts = kubeconfigContexts(this.#kubeconfig);
    // The service account of a Pod is its only context, and stands in no file.
    if (contexts.length === 0) return [this.#own()];
    if (ask) this.#ask(contexts);
    return contexts.map(({ broken, ...context }) => ({
      ...context,
      start: context.name === this.#start.context,
      asking: broken === null && this.#isAsking(context.name),
      ...(broken === null ? this.#stateOf(context.name) : { state: "broken", message: broken }),
    }));
  }

  stop(): void {
    this.#waiting.clear();
    this.#stopped.abort();
  }

  #own(): Context {
    const { context, cluster, user, namespace } = this.#start.credential;
    const { state } = this.#start.pool(this.#start.viewer).discovery;
    const own = { name: context, cluster, user, namespace, start: true, asking: false };
    if (state.state === "reached") return { ...own, state: "reachable" };
    if (state.message === null) return { ...own, state: "unknown" };
    return { ...own, state: "unreachable", message: state.message };
  }

  #stateOf(name: string): ContextState {
    return this.#asked.get(name)?.state ?? { state: "unknown" };
  }

  #isAsking(name: string): boolean {
    return this.#waiting.has(name) || this.#asked.get(name)?.at === null;
  }

  #ask(contexts: readonly KubeconfigContext[]): void {
    const now = this.#clock.now();
    for (const { name, broken } of contexts) {
      const at = this.#asked.get(name)?.at;
      const isFresh = at !== undefined && (at === null || now - at < holdsMs);
      if (broken === null && !isFresh) this.#waiting.add(name);
    }
    while (this.#running < width && this.#waiting.size > 0) void this.#work();
  }

  async #work(): Promise<void> {
    this.#running += 1;
    for (const name of this.#waiting) {
      this.#waiting.delete(name);
      this.#asked.set(name, { state: this.#stateOf(name), at: null });
      const state = await this.#probe(name);
      this.#asked.set(name, { state, at: this.#clock.now() });
    }
    this.#running -= 1;
  }

  async #probe(context: string): Promise<ContextState> {
    try {
      const server = loadServer({ ...this.#kubeconfig, context });
      const client = createClient(server, { clock: this.#clock, observer: this.#observer });
      try {
        await within(this.#clock, deadlineMs, (late) =>
          client.version(AbortSignal.any([late, this.#stopped.signal])),
        );
      } finally {
        await client.close();
      }
      return { state: "reachable" };
    } catch (error) {
      if (error instanceof StatusError) return { state: "reachable" };
      return { state: "unreachable", message: messageOf(error) };
    }
  }

  get #clock(): Clock {
    return this.#kubeconfig.clock;
  }
}

function messageOf(error: unknown): Text {
  if (error instanceof DOMException) {
    return text("no answer within {count} seconds", { count: deadlineMs / 1000 });
  }
  return saidBy(error);
}

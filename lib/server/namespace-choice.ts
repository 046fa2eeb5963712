import type { Client } from "#lib/kubernetes/client";
import type { Informer } from "#lib/kubernetes/informer";
import type { KubernetesObject } from "#lib/kubernetes/types";
import { within } from "#lib/server/deadline";
import type { FeedListener } from "#lib/server/feed";
import type { Clock } from "#lib/time/clock";

/** Of more namespaces than this it is not asked in which of them a resource may be listed. */
const mostAsked = 24;
/** How long an answer holds, and how long none does. */
const answeredMs = 60_000;
const unansweredMs = 10_000;
const reviewMs = 5_000;

interface Answer {
  readonly allowed: boolean;
  readonly until: number;
}

/** The groups of what is not of the core. */
const groups: Readonly<Record<string, string>> = {
  cronjobs: "batch",
  jobs: "batch",
  workloads: "kueue.x-k8s.io",
};

/** The right to list a resource in a namespace; in all of them for "". */
export function listingRight(plural: string, namespace: string) {
  return {
    verb: "list",
    group: groups[plural] ?? "",
    resource: plural,
    namespace,
  };
}

/** The namespaces there are, where they may be listed, and in which of them a resource may be. */
export class NamespaceChoice {
  readonly #informer: Informer<KubernetesObject>;
  readonly #client: Client;
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  readonly #answers = new Map<string, Answer>();
  readonly #asked = new Set<string>();

  constructor(informer: Informer<KubernetesObject>, client: Client, clock: Clock) {
    this.#informer = informer;
    this.#client = client;
    this.#clock = clock;
  }

  /** All names, in no order; null while they are not known, or for good. */
  get names(): readonly string[] | null {
    const { store, synced } = this.#informer;
    return synced ? [...store.all()].map(({ metadata }) => metadata.name) : null;
  }

  /**
   * Those of some namespaces in which a resource may be listed, as far as the API server has said.
   * It is asked for what is missing; the answers are told as a change of state.
   */
  readable(plural: string, namespaces: readonly string[]): readonly string[] {
    const candidates = namespaces.slice(0, mostAsked);
    void this.#ask(plural, candidates);
    return candidates.filter((name) => this.#answers.get(`${plural}/${name}`)?.allowed);
  }

  subscribe(listener: FeedListener<KubernetesObject>): () => void {
    const stop = this.#informer.subscribe(listener);
    const told = () => listener.state();
    this.#listeners.add(told);
    return () => {
      stop();
      this.#listeners.delete(told);
    };
  }

  async #ask(plural: string, namespaces: readonly string[]): Promise<void> {
    const now = this.#clock.now();
    const due = namespaces.filter((name) => {
      const key = `${plural}/${name}`;
      return !this.#asked.has(key) && (this.#answers.get(key)?.until ?? 0) <= now;
    });
    if (due.length === 0) return;
    const changed = await Promise.all(due.map((name) => this.#review(plural, name)));
    if (changed.some((it) => it)) for (const told of [...this.#listeners]) told();
  }

  /** Whether the answer is another than before. */
  async #review(plural: string, namespace: string): Promise<boolean> {
    const key = `${plural}/${namespace}`;
    const before = this.#answers.get(key)?.allowed ?? false;
    this.#asked.add(key);
    const ask = (signal: AbortSignal) =>
      this.#client.review(listingRight(plural, namespace), signal);
    const answer = await within(this.#clock, reviewMs, ask).catch(() => null);
    const allowed = answer?.allowed ?? before;
    const holdsMs = answer ? answeredMs : unansweredMs;
    this.#answers.set(key, { allowed, until: this.#clock.now() + holdsMs });
    this.#asked.delete(key);
    return allowed !== before;
  }
}

import type { NamespaceRights, Right, RightsAnswer } from "#lib/api/rights";
import { routes } from "#lib/api/routes";
import { getJson } from "#lib/client/response-error";
import { type Clock, systemClock } from "#lib/time/clock";

/** How long an answer holds, in milliseconds. */
const holdsMs = 60_000;
/** How many namespaces one question may name. */
const most = 50;

export type Verdict = "allowed" | "denied" | "unknown";

/** What the viewer may do, by namespace; `*` for all of them. */
export type KnownRights = ReadonlyMap<string, NamespaceRights>;

export interface RightsStoreOptions {
  readonly fetch: (namespaces: readonly string[]) => Promise<RightsAnswer>;
  readonly clock: Clock;
}

/** Asks what the viewer may do where, and remembers it for a minute. */
export class RightsStore {
  readonly #options: RightsStoreOptions;
  readonly #listeners = new Set<() => void>();
  readonly #until = new Map<string, number>();
  readonly #asking = new Map<string, Promise<void>>();
  #known: KnownRights = new Map();

  constructor(options: RightsStoreOptions) {
    this.#options = options;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly known = (): KnownRights => this.#known;

  /** Resolves once it is known of these namespaces, or could not be asked. */
  async ask(namespaces: readonly string[]): Promise<void> {
    const now = this.#options.clock.now();
    const wanted = ["*", ...new Set(namespaces)].slice(0, most);
    const missing = wanted.filter(
      (namespace) => !this.#asking.has(namespace) && !((this.#until.get(namespace) ?? 0) > now),
    );
    if (missing.length > 0) {
      const asked = this.#fetch(missing);
      for (const namespace of missing) this.#asking.set(namespace, asked);
    }
    await Promise.all(wanted.map((namespace) => this.#asking.get(namespace)));
  }

  /** The API server refused something there: what was known of it is asked anew. */
  forget(namespace: string): void {
    this.#until.delete(namespace);
    this.#until.delete("*");
    void this.ask([namespace]);
  }

  async #fetch(namespaces: readonly string[]): Promise<void> {
    const { fetch, clock } = this.#options;
    try {
      const answer = await fetch(namespaces);
      const known = new Map(this.#known);
      for (const rights of answer.namespaces) {
        known.set(rights.namespace, rights);
        this.#until.set(rights.namespace, clock.now() + holdsMs);
      }
      this.#known = known;
    } catch {
      // A button whose right is not known asks again when it is pressed.
    } finally {
      for (const namespace of namespaces) this.#asking.delete(namespace);
    }
    for (const listener of this.#listeners) listener();
  }
}

/** Whether the viewer may: what is allowed everywhere is allowed in each namespace. */
export function verdictOf(known: KnownRights, right: Right, namespace: string): Verdict {
  if (known.get("*")?.allowed.includes(right)) return "allowed";
  const here = known.get(namespace);
  if (here?.allowed.includes(right)) return "allowed";
  return here?.denied.includes(right) ? "denied" : "unknown";
}

export const rightsStore = new RightsStore({
  clock: systemClock,
  fetch: (namespaces) => {
    const params = new URLSearchParams(namespaces.map((namespace) => ["ns", namespace]));
    return getJson(`${routes.rights}?${params}`);
  },
});

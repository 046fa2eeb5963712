import { type NamespaceRights, type Right, type RightsAnswer, rights } from "#lib/api/rights";
import { requestUrl } from "#lib/client/page-context";
import { getJson } from "#lib/client/response-error";
import { SharedValue } from "#lib/client/shared-value";
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
  /** By namespace. */
  readonly known = new SharedValue<KnownRights>(new Map());
  readonly #until = new Map<string, number>();
  readonly #asking = new Map<string, Promise<void>>();

  constructor(options: RightsStoreOptions) {
    this.#options = options;
  }

  /** Resolves once it is known of these namespaces, or could not be asked. */
  async ask(namespaces: readonly string[]): Promise<void> {
    const wanted = this.#allowsAll() ? ["*"] : ["*", ...new Set(namespaces)].slice(0, most);
    const missing = wanted.filter(
      (namespace) => !this.#asking.has(namespace) && !this.#isFresh(namespace),
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

  /** What was answered holds for a minute. */
  learn(answer: RightsAnswer): void {
    const known = new Map(this.known.get());
    for (const each of answer.namespaces) {
      known.set(each.namespace, each);
      this.#until.set(each.namespace, this.#options.clock.now() + holdsMs);
    }
    this.known.set(known);
  }

  #isFresh(namespace: string): boolean {
    return (this.#until.get(namespace) ?? 0) > this.#options.clock.now();
  }

  /** Of whom everything is allowed everywhere nothing is asked about single namespaces. */
  #allowsAll(): boolean {
    return this.#isFresh("*") && this.known.get().get("*")?.allowed.length === rights.length;
  }

  async #fetch(namespaces: readonly string[]): Promise<void> {
    try {
      this.learn(await this.#options.fetch(namespaces));
    } catch {
      // A button whose right is not known asks again when it is pressed.
    } finally {
      for (const namespace of namespaces) this.#asking.delete(namespace);
    }
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
    return getJson(requestUrl("rights", params));
  },
});

import { createClient } from "#lib/kubernetes/client";
import { openCredential } from "#lib/kubernetes/credential";
import { Informer } from "#lib/kubernetes/informer";
import type { ReflectorState } from "#lib/kubernetes/reflector-state";
import type { Resource } from "#lib/kubernetes/resources";
import type { ScriptedApiServer } from "#lib/kubernetes/testing/scripted-api-server";
import type { KubernetesObject } from "#lib/kubernetes/types";
import { ManualClock } from "#lib/time/clock";

/** Long enough for loopback, short enough for a test that hangs to say so. */
const patienceMs = 10_000;

/** An informer that follows a scripted API server on a manual clock, and ways to wait for it. */
export class Followed<T extends KubernetesObject> {
  readonly clock = new ManualClock();
  readonly informer: Informer<T>;
  readonly states: ReflectorState["state"][] = [];
  readonly errors: unknown[] = [];
  /** Stops listening, as someone who leaves the page. */
  readonly leave: () => void;
  readonly #wakers = new Set<() => void>();
  readonly #client: ReturnType<typeof createClient>;

  constructor(
    server: ScriptedApiServer,
    resource: Resource<T>,
    namespace: string | null = null,
    fieldSelector?: string,
  ) {
    const credential = openCredential({
      source: "kubeconfig",
      context: "scripted",
      contexts: ["scripted"],
      namespace: "default",
      cluster: { name: "scripted", server: server.url, skipTLSVerify: false },
      user: { name: "tester", token: "canary-token" },
      oidc: null,
      clock: this.clock,
    });
    this.#client = createClient(credential, { clock: this.clock });
    this.informer = new Informer<T>({
      client: this.#client,
      resource,
      namespace,
      ...(fieldSelector === undefined ? {} : { fieldSelector }),
      clock: this.clock,
      random: () => 0,
      onError: (error) => this.errors.push(error),
    });
    this.leave = this.informer.subscribe({
      changes: () => this.#wake(),
      state: ({ state }) => {
        if (this.states.at(-1) !== state) this.states.push(state);
        this.#wake();
      },
    });
  }

  /** The names the store holds, sorted. */
  get names(): string[] {
    return [...this.informer.store.all()].map(({ metadata }) => metadata.name).sort();
  }

  /** Resolves as soon as the condition holds; looks again at each change, state or request. */
  until(condition: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        clearInterval(poll);
        const { state } = this.informer;
        reject(new Error(`never: ${what}; names ${this.names}, state ${JSON.stringify(state)}`));
      }, patienceMs);
      const look = () => {
        if (!condition()) return;
        clearTimeout(timer);
        clearInterval(poll);
        this.#wakers.delete(look);
        resolve();
      };
      // What the server saw tells the informer nothing, so it is looked at now and then as well.
      const poll = setInterval(look, 5);
      this.#wakers.add(look);
      look();
    });
  }

  untilState(state: ReflectorState["state"]): Promise<void> {
    return this.until(() => this.informer.state.state === state, `state ${state}`);
  }

  untilNames(...names: string[]): Promise<void> {
    return this.until(() => String(this.names) === String(names), `names ${names}`);
  }

  async close(): Promise<void> {
    this.leave();
    this.informer.stop();
    await this.#client.close();
  }

  #wake(): void {
    for (const look of [...this.#wakers]) look();
  }
}

import type { Client } from "#lib/kubernetes/client";
import { within } from "#lib/server/deadline";
import type { Clock } from "#lib/time/clock";

/** How long an answer holds: a credential may be exchanged for another user's. */
const holdsMs = 60_000;
/** Nobody waits longer than this to be told who he is. */
const askedMs = 3_000;
/** Of a name more than this is not written anywhere. */
const longest = 256;

/**
 * Who the viewer is: as the API server calls him, and where it does not say, as the kubeconfig does.
 * Null where neither has a name.
 */
export class Identity {
  readonly #client: Client;
  readonly #clock: Clock;
  readonly #user: string;
  #known: { readonly name: string | null; readonly until: number } | null = null;
  #asking: Promise<string | null> | null = null;

  /** `user` is the kubeconfig's name for him, empty for none. */
  constructor(client: Client, clock: Clock, user: string) {
    this.#client = client;
    this.#clock = clock;
    this.#user = user;
  }

  /** Never throws. */
  async name(): Promise<string | null> {
    if (this.#known && this.#known.until > this.#clock.now()) return this.#known.name;
    this.#asking ??= this.#ask();
    return this.#asking;
  }

  async #ask(): Promise<string | null> {
    const own = this.#user === "" ? null : this.#user;
    try {
      const said = await within(this.#clock, askedMs, (signal) => this.#client.whoAmI(signal));
      const name = (said ?? own)?.slice(0, longest) ?? null;
      this.#known = { name, until: this.#clock.now() + holdsMs };
      return name;
    } catch {
      // Not kept: the next one who asks may be told more.
      return own;
    } finally {
      this.#asking = null;
    }
  }
}

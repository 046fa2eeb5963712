import { Backoff } from "#lib/kubernetes/backoff";
import type { Client } from "#lib/kubernetes/client";
import { cronJobs, type Resource } from "#lib/kubernetes/resources";
import { StatusError } from "#lib/kubernetes/status-error";
import type { CronJob } from "#lib/kubernetes/types";
import { RequestError } from "#lib/server/api-error";
import { type Text, text } from "#lib/texts/text";
import { saidBy } from "#lib/texts/text-error";
import type { Clock } from "#lib/time/clock";

/** What is known of the cluster before anything is listed. */
export type Discovered =
  | {
      readonly state: "asking";
      /** When the first question was asked, in milliseconds since the epoch. */
      readonly since: number;
      /** Why the last try failed; null during the first. */
      readonly message: Text | null;
      readonly retryAt: number | null;
    }
  | {
      readonly state: "reached";
      readonly version: string | null;
      /** Null where the cluster serves no CronJobs at all. */
      readonly cronJobs: Resource<CronJob> | null;
    };

export const noCronJobs = text(
  "This cluster serves no CronJobs: neither {one} nor {other} has them.",
  {
    one: "batch/v1",
    other: "batch/v1beta1",
  },
);

/**
 * CronJobs in the version this cluster serves.
 *
 * @throws RequestError `not-found` when it serves none, `unreachable` while that is not known.
 */
export function servedCronJobs(discovered: Discovered): Resource<CronJob> {
  if (discovered.state !== "reached") {
    throw new RequestError(
      "unreachable",
      text("The cluster has not been reached yet."),
      text("Retry in a moment."),
    );
  }
  if (!discovered.cronJobs) throw new RequestError("not-found", noCronJobs);
  return discovered.cronJobs;
}

/**
 * Asks the cluster which CronJobs it serves, until it answers. Discovery decides, never a version
 * text: builds from source answer `/version` with `v0.0.0-master` (real-cluster, 1.20).
 */
export class Discovery {
  readonly #client: Client;
  readonly #clock: Clock;
  readonly #backoff: Backoff;
  readonly #stopped = new AbortController();
  readonly #listeners = new Set<() => void>();
  #state: Discovered;

  constructor(client: Client, clock: Clock, random: () => number = Math.random) {
    this.#client = client;
    this.#clock = clock;
    this.#backoff = new Backoff(clock, random);
    this.#state = { state: "asking", since: clock.now(), message: null, retryAt: null };
  }

  get state(): Discovered {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  retryNow(): void {
    this.#backoff.hurry();
  }

  stop(): void {
    this.#stopped.abort();
  }

  /** Runs until the cluster answered or `stop` was called; never throws. */
  async run(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      try {
        this.#become(await this.#ask());
        return;
      } catch (error) {
        const delay = this.#backoff.next(error);
        this.#become({
          state: "asking",
          since: this.#state.state === "asking" ? this.#state.since : this.#clock.now(),
          message: saidBy(error),
          retryAt: this.#clock.now() + delay,
        });
        await this.#backoff.wait(delay, this.#stopped.signal);
      }
    }
  }

  async #ask(): Promise<Discovered> {
    const served = await this.#client.discover().catch((error: unknown) => {
      // Discovery may be closed to this user while CronJobs are open: the current API is assumed.
      if (error instanceof StatusError && error.code === 403) return { cronJobs: "v1" as const };
      throw error;
    });
    const version = await this.#client.version().catch(() => null);
    return {
      state: "reached",
      version: version?.gitVersion ?? null,
      cronJobs: served.cronJobs && cronJobs(served.cronJobs),
    };
  }

  #become(state: Discovered): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

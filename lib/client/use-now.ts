import { createContext, use, useSyncExternalStore } from "react";
import { isHidden, onPage } from "#lib/client/page-lifecycle";
import { type ServerClock, serverClock } from "#lib/client/server-clock";
import { type Clock, systemClock } from "#lib/time/clock";

/** A timer may fire a trifle early; a tick must not. */
const slackMs = 2;

/**
 * The present second for everyone who shows a time: one timer for the whole page, on the server's
 * full seconds, asleep while nobody looks.
 */
export class Ticker {
  readonly #clock: Clock;
  readonly #server: ServerClock;
  readonly #listeners = new Set<() => void>();
  #cancel = () => {};
  #stops: (() => void)[] = [];
  #now = 0;

  constructor(clock: Clock, server: ServerClock) {
    this.#clock = clock;
    this.#server = server;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    if (this.#listeners.size === 0) this.#wake();
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#sleep();
    };
  };

  /** Milliseconds since the epoch on the server's clock, at the last tick. */
  readonly now = (): number => {
    this.#now ||= this.#server.now();
    return this.#now;
  };

  #wake(): void {
    this.#stops = [
      onPage({ shown: () => this.#tick(), hidden: () => this.#cancel() }),
      this.#server.onShift(() => this.#tick()),
    ];
    this.#tick();
  }

  #sleep(): void {
    this.#cancel();
    for (const stop of this.#stops) stop();
    this.#now = 0;
  }

  #tick(): void {
    this.#cancel();
    this.#now = this.#server.now();
    for (const listener of this.#listeners) listener();
    if (isHidden()) return;
    const wait = 1000 - (this.#now % 1000) + slackMs;
    this.#cancel = this.#clock.after(wait, () => this.#tick());
  }
}

const ticker = new Ticker(systemClock, serverClock);

/**
 * The moment at which the ages below it stand still, in milliseconds, or null while they tick: a
 * view whose data is old must not look alive.
 */
export const FrozenNow = createContext<number | null>(null);

const never = () => 0;

/**
 * The server's present in milliseconds since the epoch, anew each second. Where a page is drawn, which
 * is on the server, there are only moments that stand still, or else 0.
 */
export function useNow(): number {
  const frozen = use(FrozenNow);
  const still = () => frozen ?? 0;
  // The same function each time: with another one React takes note of each cell that is drawn anew.
  const isStill = frozen !== null;
  return useSyncExternalStore(
    ticker.subscribe,
    isStill ? still : ticker.now,
    isStill ? still : never,
  );
}

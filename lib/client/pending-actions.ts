import type { Action, Resume, Suspend } from "#lib/api/actions";
import type { Tables } from "#lib/api/frames";
import { type Clock, systemClock } from "#lib/time/clock";

/** After this long without an effect the row shows what the stream says again. */
const effectMs = 10_000;

/** An action whose effect is known before it has happened, so that rows can show it at once. */
export type Flip = Suspend | Resume;

export function isFlip(action: Action): action is Flip {
  return action.action === "suspend" || action.action === "resume";
}

/** What was asked for and has not shown on the stream yet, by uid. */
export type Pending = ReadonlyMap<string, Flip>;

/** The actions under way; rows look as if they had happened until the stream is the judge again. */
class PendingActions {
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  #pending: Pending = new Map();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly all = (): Pending => this.#pending;

  add(action: Flip): void {
    this.#set(new Map(this.#pending).set(action.target.uid, action));
  }

  /** The API server took it: its effect is awaited for a while. */
  accepted(action: Flip): void {
    this.#clock.after(effectMs, () => this.remove(action));
  }

  /** Takes an action back, unless another one of the same object has replaced it. */
  remove(action: Flip): void {
    if (this.#pending.get(action.target.uid) !== action) return;
    const rest = new Map(this.#pending);
    rest.delete(action.target.uid);
    this.#set(rest);
  }

  /** Lets go of the actions whose effect these rows show. */
  settle(tables: Partial<Tables>): void {
    if (this.#pending.size === 0) return;
    const rows = new Map(
      [...(tables.cronjobs ?? []), ...(tables.jobs ?? [])].map((row) => [row.uid, row]),
    );
    for (const action of this.#pending.values()) {
      const row = rows.get(action.target.uid);
      if (row && (row.suspend ?? false) === (action.action === "suspend")) this.remove(action);
    }
  }

  #set(pending: Pending): void {
    this.#pending = pending;
    for (const listener of this.#listeners) listener();
  }
}

export const pendingActions = new PendingActions(systemClock);

export function settlePending(tables: Partial<Tables>): void {
  pendingActions.settle(tables);
}

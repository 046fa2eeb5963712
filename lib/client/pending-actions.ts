import type { Action } from "#lib/api/actions";
import type { Tables } from "#lib/api/frames";
import { type Clock, systemClock } from "#lib/time/clock";

/** After this long without an effect the row shows what the stream says again. */
const effectMs = 10_000;

/** Later than this a key pressed by mistake must not change what was done on purpose. */
const undoMs = 60_000;

/** What was asked for and has not shown on the stream yet, by uid. */
export type Pending = ReadonlyMap<string, Action>;

/** The actions under way; rows look as if they had happened until the stream is the judge again. */
class PendingActions {
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  #pending: Pending = new Map();
  #last: Action | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly all = (): Pending => this.#pending;

  add(action: Action): void {
    this.#set(new Map(this.#pending).set(action.target.uid, action));
  }

  /** The API server took it: its effect is awaited for a while, and it can be undone from any page. */
  accepted(action: Action): void {
    this.#last = action;
    this.#clock.after(undoMs, () => {
      if (this.#last === action) this.#last = null;
    });
    this.#clock.after(effectMs, () => this.remove(action));
  }

  /** The last one that was accepted within the last minute; it is given out once. */
  takeLast(): Action | null {
    const last = this.#last;
    this.#last = null;
    return last;
  }

  /** Takes an action back, unless another one of the same object has replaced it. */
  remove(action: Action): void {
    if (this.#pending.get(action.target.uid) !== action) return;
    const rest = new Map(this.#pending);
    rest.delete(action.target.uid);
    this.#set(rest);
  }

  /** Lets go of the actions whose effect these rows show. */
  settle(tables: Partial<Tables>): void {
    for (const action of this.#pending.values()) {
      const rows = tables[action.resource] ?? [];
      const row = rows.find(({ uid }) => uid === action.target.uid);
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

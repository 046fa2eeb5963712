import type { Action, Resume, Suspend } from "#lib/api/actions";
import type { Tables } from "#lib/api/frames";
import { SharedValue } from "#lib/client/shared-value";
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
  /** By uid. */
  readonly shared = new SharedValue<Pending>(new Map());

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(action: Flip): void {
    this.shared.set(new Map(this.shared.get()).set(action.target.uid, action));
  }

  /** The API server took it: its effect is awaited for a while. */
  accepted(action: Flip): void {
    this.#clock.after(effectMs, () => this.remove(action));
  }

  /** Takes an action back, unless another one of the same object has replaced it. */
  remove(action: Flip): void {
    const rest = new Map(this.shared.get());
    if (rest.get(action.target.uid) !== action) return;
    rest.delete(action.target.uid);
    this.shared.set(rest);
  }

  /** Lets go of the actions whose effect these rows show. */
  settle(tables: Partial<Tables>): void {
    const pending = this.shared.get();
    if (pending.size === 0) return;
    const rows = new Map(
      [...(tables.cronjobs ?? []), ...(tables.jobs ?? [])].map((row) => [row.uid, row]),
    );
    for (const action of pending.values()) {
      const row = rows.get(action.target.uid);
      if (row && (row.suspend ?? false) === (action.action === "suspend")) this.remove(action);
    }
  }
}

export const pendingActions = new PendingActions(systemClock);

export function settlePending(tables: Partial<Tables>): void {
  pendingActions.settle(tables);
}

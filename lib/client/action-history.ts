import type { Action } from "#lib/api/actions";
import { ActionBatch, type BatchOptions } from "#lib/client/action-batch";
import { performAction } from "#lib/client/perform-action";
import { SharedValue } from "#lib/client/shared-value";
import { systemClock } from "#lib/time/clock";

/** Later than this a key pressed by mistake must not change what was done on purpose. */
const undoMs = 60_000;
/** How many entries are kept. */
const kept = 100;

/** Actions asked for together in this tab. */
export interface HistoryEntry {
  readonly id: number;
  /** Milliseconds since the epoch, on the browser's clock. */
  readonly at: number;
  readonly batch: ActionBatch;
  /** What takes each of them back, by uid. */
  readonly opposites: ReadonlyMap<string, Action>;
  /** Its results stay on screen until they are dismissed. */
  readonly shown: boolean;
}

/** What takes something back, and what takes that back. */
export interface Undo {
  readonly actions: readonly Action[];
  readonly opposites: readonly Action[];
}

/** What was done in this tab, newest first. */
export class ActionHistory {
  readonly #options: BatchOptions;
  /** Newest first. */
  readonly entries = new SharedValue<readonly HistoryEntry[]>([]);
  #undoable: HistoryEntry | null = null;
  #ids = 0;

  constructor(options: BatchOptions) {
    this.#options = options;
  }

  /** Begins with them; `opposites` take them back, where that can be done. */
  start(
    actions: readonly Action[],
    { shown, opposites = [] }: { shown: boolean; opposites?: readonly Action[] },
  ): HistoryEntry {
    const { clock } = this.#options;
    this.#ids += 1;
    const entry: HistoryEntry = {
      id: this.#ids,
      at: clock.now(),
      batch: new ActionBatch(actions, this.#options),
      opposites: new Map(opposites.map((action) => [action.target.uid, action])),
      shown,
    };
    this.entries.set([entry, ...this.entries.get()].slice(0, kept));
    if (opposites.length > 0) this.#undoable = entry;
    return entry;
  }

  dismiss(id: number): void {
    this.entries.set(
      this.entries.get().map((entry) => (entry.id === id ? { ...entry, shown: false } : entry)),
    );
  }

  /** What takes back the last that can be, if that was within a minute; it is given out once. */
  takeUndo(): Undo {
    const entry = this.#undoable;
    this.#undoable = null;
    if (!entry || this.#options.clock.now() - entry.at >= undoMs)
      return { actions: [], opposites: [] };
    const done = entry.batch
      .items()
      .filter(({ state, action }) => state === "done" && entry.opposites.has(action.target.uid))
      .map(({ action }) => action);
    return {
      actions: done.flatMap(({ target }) => entry.opposites.get(target.uid) ?? []),
      opposites: done,
    };
  }
}

export const actionHistory = new ActionHistory({ perform: performAction, clock: systemClock });

import type { Accepted, Action } from "#lib/api/actions";
import type { ApiError } from "#lib/api/errors";
import type { Outcome } from "#lib/client/perform-action";
import { SharedValue } from "#lib/client/shared-value";
import type { Clock } from "#lib/time/clock";

/** So many requests are under way at once. */
const width = 4;
/** So often a server that is busy is asked again. */
const patience = 8;
/** How long one waits that does not say, in milliseconds. */
const pauseMs = 1_000;
/** Hundreds of results in a second are told of ten times. */
const tellMs = 100;

export type ItemState = "waiting" | "running" | "done" | "failed" | "cancelled";

/** One action of a batch, and what became of it. A change makes a new item. */
export interface BatchItem {
  /** Its place among them. */
  readonly id: number;
  readonly action: Action;
  readonly state: ItemState;
  /** Of one that is done. */
  readonly accepted: Accepted | null;
  /** Of one that failed: the API server's own words. */
  readonly error: ApiError | null;
}

export interface BatchOptions {
  readonly perform: (action: Action) => Promise<Outcome<Accepted>>;
  readonly clock: Clock;
}

/**
 * Actions that a viewer asked for together: a few at a time, each with its own result. A server that
 * is busy is waited for by all of them. Nothing that may have been done is sent a second time, unless
 * he asks for it.
 */
export class ActionBatch {
  readonly #options: BatchOptions;
  /** How each stands, as those are told who draw it: ten times a second. */
  readonly told: SharedValue<readonly BatchItem[]>;
  #items: readonly BatchItem[];
  #tries: number[];
  #pause: Promise<void> | null = null;
  #running = 0;
  #telling: "quiet" | "just now" | "more to tell" = "quiet";
  #settled: { readonly promise: Promise<void>; readonly resolve: () => void };

  constructor(actions: readonly Action[], options: BatchOptions) {
    this.#options = options;
    this.#items = actions.map((action, id) => ({
      id,
      action,
      state: "waiting",
      accepted: null,
      error: null,
    }));
    this.told = new SharedValue(this.#items);
    this.#tries = actions.map(() => 0);
    this.#settled = Promise.withResolvers<void>();
    this.#fill();
  }

  /** How each stands now. */
  readonly items = (): readonly BatchItem[] => this.#items;

  /** When none waits or runs any more. */
  settled(): Promise<void> {
    return this.#settled.promise;
  }

  /** Lets those under way come to their end and begins no other. */
  cancel(): void {
    this.#change(({ state }) => state === "waiting", { state: "cancelled" });
    this.#settleIfDone();
  }

  /** Those that failed or were cancelled, once more. */
  retry(): void {
    const again = ({ state }: BatchItem) => state === "failed" || state === "cancelled";
    if (!this.#items.some(again)) return;
    if (this.#isDone()) this.#settled = Promise.withResolvers<void>();
    this.#tries = this.#tries.map((tries, i) => (again(this.#items[i] as BatchItem) ? 0 : tries));
    this.#change(again, { state: "waiting", error: null });
    this.#fill();
  }

  #fill(): void {
    while (this.#running < width && this.#items.some(({ state }) => state === "waiting")) {
      this.#running += 1;
      void this.#work();
    }
    this.#settleIfDone();
  }

  async #work(): Promise<void> {
    for (;;) {
      // What can be sent at once shows at once.
      if (this.#pause) await this.#pause;
      const at = this.#items.findIndex(({ state }) => state === "waiting");
      const item = this.#items[at];
      if (!item) break;
      this.#put(at, { ...item, state: "running" });
      const outcome = await this.#options.perform(item.action);
      if (outcome.ok) {
        this.#put(at, { ...item, state: "done", accepted: outcome.answer, error: null });
      } else if (outcome.error.code === "too-many" && this.#mayWait(at)) {
        this.#put(at, item);
        this.#wait(outcome.waitMs);
      } else {
        this.#put(at, { ...item, state: "failed", error: outcome.error });
      }
    }
    this.#running -= 1;
    this.#settleIfDone();
  }

  #mayWait(at: number): boolean {
    const tries = (this.#tries[at] ?? 0) + 1;
    this.#tries[at] = tries;
    return tries < patience;
  }

  /** Nothing more is sent for so long. */
  #wait(ms: number): void {
    if (this.#pause) return;
    const { clock } = this.#options;
    this.#pause = clock.sleep(Math.max(ms, pauseMs)).then(() => {
      this.#pause = null;
    });
  }

  #isDone(): boolean {
    return this.#items.every(({ state }) => state !== "waiting" && state !== "running");
  }

  #settleIfDone(): void {
    if (this.#isDone()) this.#settled.resolve();
  }

  #put(at: number, item: BatchItem): void {
    this.#items = this.#items.with(at, item);
    this.#tell();
  }

  #change(which: (item: BatchItem) => boolean, change: Partial<BatchItem>): void {
    this.#items = this.#items.map((item) => (which(item) ? { ...item, ...change } : item));
    this.#tell();
  }

  /** The first change at once, those of the next moment together. */
  #tell(): void {
    if (this.#telling !== "quiet") {
      this.#telling = "more to tell";
      return;
    }
    this.#telling = "just now";
    this.told.set(this.#items);
    this.#options.clock.after(tellMs, () => {
      const more = this.#telling === "more to tell";
      this.#telling = "quiet";
      if (more) this.#tell();
    });
  }
}

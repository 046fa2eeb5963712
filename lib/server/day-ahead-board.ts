import type { DayAhead } from "#lib/api/overview";
import type { Change } from "#lib/kubernetes/store";
import type { CronJob } from "#lib/kubernetes/types";
import { dayAhead, type Starts, startsOf } from "#lib/runs/day-ahead";
import { dayMs } from "#lib/runs/failed-run";
import { type Clock, turn } from "#lib/time/clock";

const minuteMs = 60_000;
const hourMs = 3_600_000;
/** So many are reckoned in one turn, between which others have theirs (quality P7). */
const atOnce = 25;

export interface DayAheadOptions {
  readonly clock: Clock;
  /** The API server's present, in milliseconds since the epoch. */
  readonly now: () => number;
  /** Called when there is something else to tell. */
  readonly touched: () => void;
  /** Told of a CronJob whose starts cannot be reckoned: it has none. */
  readonly failed: (error: unknown) => void;
}

/** What starts within a day over all CronJobs: kept up as they change, and as the time goes on. */
export class DayAheadBoard {
  readonly #options: DayAheadOptions;
  readonly #cronJobs = new Map<string, CronJob>();
  readonly #starts = new Map<string, Starts>();
  readonly #dirty = new Set<string>();
  /** The minutes of schedules that several may have, from an hour until some time after its day. */
  #ticks = new Map<string, readonly number[]>();
  #hour = Number.NaN;
  #working = false;
  #closed = false;
  #told: { readonly minute: number; readonly text: string } | null = null;
  #cancelAlarm = () => {};

  constructor(cronJobs: Iterable<CronJob>, options: DayAheadOptions) {
    this.#options = options;
    for (const cronJob of cronJobs) this.#put(cronJob);
    this.#plan();
    void this.#work();
  }

  /** `admits` says whether a CronJob is on the board. */
  take(changes: readonly Change<CronJob>[], admits: (cronJob: CronJob) => boolean): void {
    for (const { type, object } of changes) {
      if (type === "upsert" && admits(object)) this.#put(object);
      else this.#cronJobs.delete(object.metadata.uid);
      this.#dirty.add(object.metadata.uid);
    }
    if (!this.#working) void this.#work();
  }

  /** The JSON of a `DayAhead`; `null` until every CronJob was looked at. */
  text(): string {
    const now = this.#options.now();
    const minute = Math.floor(now / minuteMs);
    if (this.#told?.minute === minute) return this.#told.text;
    if (this.#working && this.#told === null) return "null";
    const ahead: DayAhead = dayAhead([...this.#starts.values()], now);
    this.#told = { minute, text: JSON.stringify(ahead) };
    return this.#told.text;
  }

  close(): void {
    this.#closed = true;
    this.#cancelAlarm();
    this.#dirty.clear();
  }

  #put(cronJob: CronJob): void {
    this.#cronJobs.set(cronJob.metadata.uid, cronJob);
    this.#dirty.add(cronJob.metadata.uid);
  }

  async #work(): Promise<void> {
    this.#working = true;
    let differs = false;
    while (this.#dirty.size > 0) {
      await turn();
      differs = this.#reckonSome() || differs;
    }
    this.#working = false;
    if (this.#closed || (!differs && this.#told !== null)) return;
    this.#told = null;
    this.#options.touched();
  }

  #reckonSome(): boolean {
    this.#enterHour();
    let differs = false;
    let left = atOnce;
    for (const uid of this.#dirty) {
      if (left-- === 0) break;
      this.#dirty.delete(uid);
      const before = this.#starts.get(uid);
      const after = this.#startsOf(uid);
      if (after) this.#starts.set(uid, after);
      else this.#starts.delete(uid);
      differs ||= !isSame(before, after);
    }
    return differs;
  }

  #startsOf(uid: string): Starts | null {
    const cronJob = this.#cronJobs.get(uid);
    if (!cronJob) return null;
    try {
      return startsOf(cronJob, this.#hour, this.#hour + dayMs + 2 * hourMs, this.#ticks);
    } catch (error) {
      this.#options.failed(error);
      return null;
    }
  }

  /** What was reckoned reaches an hour further than a day: within it everything is reckoned anew. */
  #enterHour(): void {
    const hour = Math.floor(this.#options.now() / hourMs) * hourMs;
    if (hour === this.#hour) return;
    this.#hour = hour;
    this.#ticks = new Map();
    for (const uid of this.#cronJobs.keys()) this.#dirty.add(uid);
  }

  /** Wakes with each minute: the day ahead begins with the next. */
  #plan(): void {
    const wait = minuteMs - (this.#options.now() % minuteMs);
    this.#cancelAlarm = this.#options.clock.after(wait, () => {
      this.#enterHour();
      if (!this.#working) void this.#work();
      this.#options.touched();
      this.#plan();
    });
  }
}

function isSame(before: Starts | undefined, after: Starts | null): boolean {
  if (!before || !after) return !before && !after;
  const { minutes, suspended, zone } = before;
  return minutes === after.minutes && suspended === after.suspended && zone === after.zone;
}

/** Zone arithmetic with Go's rules; needs Temporal, so it is the server's alone. */

/** A moment as clocks and calendars on the wall show it; months from 1, weekdays from Sunday = 0. */
export interface LocalFields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** Whether Go finds a zone of this name: an IANA name in its own case, or none for UTC. */
export function isTimeZone(name: string): boolean {
  if (name === "") return true;
  if (/^[+-]/.test(name)) return false;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId === name;
  } catch {
    return false;
  }
}

/** Seconds since the epoch as a zone's clocks show them. */
export class LocalTime {
  readonly #zone: string;
  // A search for the next run asks for hundreds of moments between two changes of the clocks.
  #known = 0;
  #from = Number.POSITIVE_INFINITY;
  #until = Number.NEGATIVE_INFINITY;

  constructor(zone: string) {
    this.#zone = zone;
  }

  at(t: number): LocalFields {
    const date = new Date((t + this.#offset(t)) * 1000);
    return {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      weekday: date.getUTCDay(),
      hour: date.getUTCHours(),
      minute: date.getUTCMinutes(),
      second: date.getUTCSeconds(),
    };
  }

  /** As Go's time.Date; fields may lie beyond their range. A skipped time is moved as Go moves it. */
  date({ year, month, day, hour, minute, second }: Omit<LocalFields, "weekday">): number {
    const wanted = Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
    const guess = this.#offset(wanted);
    // Go looks twice, but not where the first look says UTC.
    return wanted - (guess === 0 ? 0 : this.#offset(wanted - guess));
  }

  #offset(t: number): number {
    if (this.#zone === "UTC") return 0;
    if (t < this.#from || t >= this.#until) {
      const there = Temporal.Instant.fromEpochMilliseconds(t * 1000).toZonedDateTimeISO(this.#zone);
      this.#known = there.offsetNanoseconds / 1e9;
      this.#from = t;
      const change = there.getTimeZoneTransition("next");
      this.#until = change ? change.epochMilliseconds / 1000 : Number.POSITIVE_INFINITY;
    }
    return this.#known;
  }
}

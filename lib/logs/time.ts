import { type Text, text } from "#lib/texts/text";
import { parseGoDuration } from "#lib/time/duration";

/** `utc`, `local` (where the browser is), or an IANA name such as `Europe/Berlin`. */
export type LogZone = string;

/** The time of day to the millisecond, `12:00:00.123`; empty for a line without a time. */
export function logTime(time: string, zone: LogZone): string {
  const ms = Date.parse(time);
  return Number.isNaN(ms) ? "" : wallClock(ms, zone).clock;
}

/** Date and time to the nanosecond with the zone, `2026-03-10 12:00:00.123456789 UTC`; empty for none. */
export function fullTime(time: string, zone: LogZone): Text {
  const ms = Date.parse(time);
  if (Number.isNaN(ms)) return "";
  const { date, clock } = wallClock(ms, zone);
  const digits = /\.(\d+)/.exec(time)?.[1] ?? "000";
  const precise = `${date} ${clock.slice(0, 8)}.${digits}`;
  return text("{time} {zone}", { time: precise, zone: zoneName(zone) });
}

/** `UTC`, `local`, or the name of the zone. */
export function zoneName(zone: LogZone): Text {
  if (zone === "local") return text("local");
  return zone === "utc" ? "UTC" : zone;
}

/** How long after another time a line was written: `+1m2.345s`; empty if one of them has none. */
export function relativeTime(time: string, from: string): string {
  const ms = Date.parse(time) - Date.parse(from);
  if (Number.isNaN(ms)) return "";
  const sign = ms < 0 ? "-" : "+";
  const thousandths = Math.abs(ms);
  const hours = Math.floor(thousandths / 3_600_000);
  const minutes = Math.floor((thousandths % 3_600_000) / 60_000);
  const seconds = ((thousandths % 60_000) / 1000).toFixed(3);
  const large = hours > 0 ? `${hours}h${minutes}m` : minutes > 0 ? `${minutes}m` : "";
  return `${sign}${large}${seconds}s`;
}

/** What a person may type for a time. */
export const timeForms = text("12:34, 2026-11-29T12:34:56Z or 15m");

export interface TimeReading {
  /** The time from which `15m` is counted back, and before which `12:34` was last; milliseconds. */
  readonly now: number;
  /** That of a time without one. */
  readonly zone: LogZone;
}

const typed =
  /^(?:(\d{4})-(\d\d)-(\d\d)(?:[T ]+|$))?(?:(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d\d:\d\d)?$/;

/**
 * The instant a person means (RFC 3339 in UTC): a time of day, which is the last one before now; a
 * date with or without a time; or a duration back from now. An `error` says what is wrong.
 */
export function readTime(
  written: string,
  { now, zone }: TimeReading,
): { readonly at: string } | { readonly error: Text } {
  const trimmed = written.trim();
  const ago = trimmed === "" ? null : parseGoDuration(trimmed.replace(/^-/, ""));
  if (ago !== null) return instant(now - ago);
  const found = typed.exec(trimmed);
  const shown = trimmed.slice(0, 40);
  const unreadable = {
    error: text('"{typed}" is no time. Type {forms}.', { typed: shown, forms: timeForms }),
  };
  if (trimmed === "" || !found) return unreadable;
  const [, year, month, day, hours, minutes, seconds = "00", fraction = "", offset] = found;
  if (year === undefined && hours === undefined) return unreadable;
  const clock = `${(hours ?? "00").padStart(2, "0")}:${minutes ?? "00"}:${seconds}`;
  const date = year === undefined ? null : `${year}-${month}-${day}`;
  const today = wallClock(now, zone).date;
  const at = (on: string) => momentOf(on, clock, offset, zone);
  const ms = at(date ?? (offset === undefined ? today : wallClock(now, "utc").date));
  if (Number.isNaN(ms)) return { error: text("There is no time {typed}.", { typed: shown }) };
  // A time of day that is yet to come was yesterday's.
  const meant = date === null && ms > now ? at(wallClock(ms - dayMs, zone).date) : ms;
  return instant(meant, fraction);
}

const dayMs = 86_400_000;

function instant(ms: number, fraction = ""): { at: string } {
  const iso = new Date(ms).toISOString();
  return { at: fraction === "" ? iso.replace(".000Z", "Z") : `${iso.slice(0, 19)}.${fraction}Z` };
}

/** The moment at which clocks show this; NaN where none does. */
function momentOf(date: string, clock: string, offset: string | undefined, zone: LogZone): number {
  const asUtc = Date.parse(`${date}T${clock}Z`);
  // Date.parse takes February 30 for March 2.
  if (Number.isNaN(asUtc) || !new Date(asUtc).toISOString().startsWith(date)) return Number.NaN;
  if (offset !== undefined) return Date.parse(`${date}T${clock}${offset}`);
  // The offset of the zone is that of the moment, which is known by it: two steps reach it.
  let ms = asUtc;
  for (let step = 0; step < 2; step++) ms = asUtc - offsetAt(ms, zone);
  return ms;
}

function offsetAt(ms: number, zone: LogZone): number {
  const { date, clock } = wallClock(ms, zone);
  return Date.parse(`${date}T${clock}Z`) - ms;
}

const formats = new Map<LogZone, Intl.DateTimeFormat>();

/** What calendar and clock show in a zone: `2026-03-10`, `12:00:00.123`. */
function wallClock(ms: number, zone: LogZone): { date: string; clock: string } {
  if (zone === "utc") {
    const iso = new Date(ms).toISOString();
    return { date: iso.slice(0, 10), clock: iso.slice(11, 23) };
  }
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", {
      ...(zone === "local" ? {} : { timeZone: zone }),
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formats.set(zone, format);
  }
  const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? "";
  const thousandths = String(((ms % 1000) + 1000) % 1000).padStart(3, "0");
  return {
    date: `${part("year")}-${part("month")}-${part("day")}`,
    clock: `${part("hour")}:${part("minute")}:${part("second")}.${thousandths}`,
  };
}

/** Whether the browser knows a zone of this name. */
export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== null;
  } catch {
    return false;
  }
}

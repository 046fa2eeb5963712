import type { Instant } from "#lib/api/rows";

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * An instant as the clocks of a zone show it, with its weekday: `Sun 2026-03-29 02:30:00`. A text that
 * is no instant stays as it is.
 */
export function wallClock(instant: Instant, zone: string): string {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) return instant;
  const format = formats.get(zone) ?? newFormat(zone);
  formats.set(zone, format);
  const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? "";
  const date = `${part("year")}-${part("month")}-${part("day")}`;
  return `${part("weekday")} ${date} ${part("hour")}:${part("minute")}:${part("second")}`;
}

function newFormat(timeZone: string): Intl.DateTimeFormat {
  const options = {
    weekday: "short",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  } as const;
  return new Intl.DateTimeFormat("en", { ...options, timeZone });
}

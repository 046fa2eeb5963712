import type { Instant } from "#lib/api/rows";

const formats = new Map<string, Intl.DateTimeFormat>();

/** An instant as the clocks of a zone show it, `2026-03-29 02:30:00`, and the weekday before it. */
export function wallClock(instant: Instant, zone: string): string {
  const format = formats.get(zone) ?? newFormat(zone);
  formats.set(zone, format);
  const parts = new Map(
    format.formatToParts(Date.parse(instant)).map(({ type, value }) => [type, value]),
  );
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

import type { Instant } from "#lib/api/rows";
import type { Language } from "#lib/texts/language";

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * An instant as the clocks of a zone show it, with its weekday: `Sun 2026-03-29 02:30:00`, or
 * `周日 2026-03-29 02:30:00`. A text that is no instant stays as it is.
 */
export function wallClock(instant: Instant, zone: string, language: Language = "en"): string {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) return instant;
  const key = `${language} ${zone}`;
  const format = formats.get(key) ?? newFormat(language, zone);
  formats.set(key, format);
  const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? "";
  const date = `${part("year")}-${part("month")}-${part("day")}`;
  return `${part("weekday")} ${date} ${part("hour")}:${part("minute")}:${part("second")}`;
}

function newFormat(language: Language, timeZone: string): Intl.DateTimeFormat {
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
  return new Intl.DateTimeFormat(language, { ...options, timeZone });
}

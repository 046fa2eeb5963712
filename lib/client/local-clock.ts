import type { Instant } from "#lib/api/rows";

/** The IANA name of the zone this browser's clock shows. */
export function localZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** `03:00`, as this browser's clock shows an instant. */
export function clockTime(instant: Instant): string {
  const date = new Date(instant);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

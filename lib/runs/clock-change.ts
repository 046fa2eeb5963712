import { LocalTime } from "#lib/time/local-time";

/** What a zone's clocks do between two instants (milliseconds): `clocks go back an hour`; null where nothing. */
export function clockChange(zone: string, from: number, to: number): string | null {
  const local = new LocalTime(zone);
  const change = offsetMinutes(local, to) - offsetMinutes(local, from);
  if (change === 0) return null;
  const amount = Math.abs(change) === 60 ? "an hour" : `${Math.abs(change)} minutes`;
  return `clocks go ${change < 0 ? "back" : "forward"} ${amount}`;
}

/** When a zone's clocks first change between two instants, in milliseconds; null where they do not. */
export function clockChangeAt(zone: string, from: number, to: number): number | null {
  if (clockChange(zone, from, to) === null) return null;
  let [before, after] = [from, to];
  while (after - before > 1_000) {
    const middle = before + Math.floor((after - before) / 2);
    if (clockChange(zone, from, middle) === null) before = middle;
    else after = middle;
  }
  return Math.floor(after / 1_000) * 1_000;
}

function offsetMinutes(local: LocalTime, ms: number): number {
  const { year, month, day, hour, minute, second } = local.at(Math.floor(ms / 1000));
  const shown = Date.UTC(year, month - 1, day, hour, minute, second);
  return Math.round((shown - Math.floor(ms / 1000) * 1000) / 60_000);
}

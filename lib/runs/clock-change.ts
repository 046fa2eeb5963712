import { type Text, text } from "#lib/texts/text";
import { LocalTime } from "#lib/time/local-time";

/** What clocks do mostly. */
const anHour = 60;
const backAnHour = text("clocks go back an hour");
const forwardAnHour = text("clocks go forward an hour");

/** What a zone's clocks do between two instants (milliseconds): `clocks go back an hour`; null where nothing. */
export function clockChange(zone: string, from: number, to: number): Text | null {
  const change = changedMinutes(zone, from, to);
  if (change === 0) return null;
  const count = Math.abs(change);
  if (change < 0) {
    return count === anHour ? backAnHour : text("clocks go back {count} minutes", { count });
  }
  return count === anHour ? forwardAnHour : text("clocks go forward {count} minutes", { count });
}

/** When a zone's clocks first change between two instants, in milliseconds; null where they do not. */
export function clockChangeAt(zone: string, from: number, to: number): number | null {
  if (changedMinutes(zone, from, to) === 0) return null;
  let [before, after] = [from, to];
  while (after - before > 1_000) {
    const middle = before + Math.floor((after - before) / 2);
    if (changedMinutes(zone, from, middle) === 0) before = middle;
    else after = middle;
  }
  return Math.floor(after / 1_000) * 1_000;
}

/** By how much its clocks are further ahead at `to` than at `from`. */
function changedMinutes(zone: string, from: number, to: number): number {
  const local = new LocalTime(zone);
  return offsetMinutes(local, to) - offsetMinutes(local, from);
}

function offsetMinutes(local: LocalTime, ms: number): number {
  const { year, month, day, hour, minute, second } = local.at(Math.floor(ms / 1000));
  const shown = Date.UTC(year, month - 1, day, hour, minute, second);
  return Math.round((shown - Math.floor(ms / 1000) * 1000) / 60_000);
}

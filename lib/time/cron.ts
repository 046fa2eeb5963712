import { isTimeZone, type LocalFields, LocalTime } from "#lib/time/local-time";

/**
 * Schedules as the CronJob controller reads them: the standard parser of robfig/cron v3, with its
 * texts and its accidents (kubectl-semantics 7.2).
 */

/** The values of one field; a star with no step above 1 lets the other day field decide alone. */
interface Field {
  readonly values: ReadonlySet<number>;
  readonly star: boolean;
}

export type Schedule =
  /** `@every`, in whole seconds from any instant. */
  | { readonly every: number }
  | {
      readonly minute: Field;
      readonly hour: Field;
      readonly dayOfMonth: Field;
      readonly month: Field;
      readonly dayOfWeek: Field;
      /** Of a `TZ=` in the text, which objects of before Kubernetes 1.29 may hold. */
      readonly zone: string | null;
    };

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const minutes: Bounds = { min: 0, max: 59 };
const hours: Bounds = { min: 0, max: 23 };
const days: Bounds = { min: 1, max: 31 };
const months: Bounds = {
  min: 1,
  max: 12,
  names: ["", ..."jan feb mar apr may jun jul aug sep oct nov dec".split(" ")],
};
const weekdays: Bounds = { min: 0, max: 6, names: "sun mon tue wed thu fri sat".split(" ") };

const macros: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};

/** Throws an Error with the parser's own text for a schedule it refuses. */
export function parseSchedule(text: string): Schedule {
  if (text === "") throw new Error("empty spec string");
  const prefix = /^(?:CRON_)?TZ=/.exec(text)?.[0];
  if (prefix === undefined) return parseSpec(text, null);
  const end = text.indexOf(" ");
  if (end < 0) {
    throw new Error("invalid schedule format: runtime error: slice bounds out of range [:-1]");
  }
  const zone = text.slice(prefix.length, end);
  if (!isTimeZone(zone)) {
    throw new Error(`provided bad location ${zone}: unknown time zone ${zone}`);
  }
  return parseSpec(text.slice(end).trim(), zone === "" ? "UTC" : zone);
}

function parseSpec(spec: string, zone: string | null): Schedule {
  const every = "@every ";
  if (spec.startsWith(every)) {
    return { every: Math.max(1, Math.floor(goDuration(spec, every.length))) };
  }
  if (spec.startsWith("@") && !Object.hasOwn(macros, spec)) {
    throw new Error(`unrecognized descriptor: ${spec}`);
  }
  const parts = (macros[spec] ?? spec).split(/\s+/).filter((part) => part !== "");
  const [minute, hour, dayOfMonth, month, dayOfWeek] = parts;
  if (parts.length !== 5 || !minute || !hour || !dayOfMonth || !month || !dayOfWeek) {
    throw new Error(`expected exactly 5 fields, found ${parts.length}: [${parts.join(" ")}]`);
  }
  return {
    minute: parseField(minute, minutes),
    hour: parseField(hour, hours),
    dayOfMonth: parseField(dayOfMonth, days),
    month: parseField(month, months),
    dayOfWeek: parseField(dayOfWeek, weekdays),
    zone,
  };
}

function parseField(text: string, bounds: Bounds): Field {
  const values = new Set<number>();
  let star = false;
  for (const range of text.split(",").filter((part) => part !== "")) {
    star = addRange(range, bounds, values) || star;
  }
  return { values, star };
}

/** Adds what `text` stands for; whether it is a star. */
function addRange(text: string, bounds: Bounds, values: Set<number>): boolean {
  const [range = "", ...steps] = text.split("/");
  const [low = "", ...highs] = range.split("-");
  let star = low === "*" || low === "?";
  let { min: start, max: end } = bounds;
  if (!star) {
    start = parseValue(low, bounds);
    if (highs.length > 1) throw new Error(`too many hyphens: ${text}`);
    end = highs[0] === undefined ? start : parseValue(highs[0], bounds);
  }
  if (steps.length > 1) throw new Error(`too many slashes: ${text}`);
  const step = steps[0] === undefined ? 1 : parseNumber(steps[0]);
  if (steps.length === 1 && highs.length === 0) end = bounds.max;
  if (step > 1) star = false;
  if (start < bounds.min) {
    throw new Error(`beginning of range (${start}) below minimum (${bounds.min}): ${text}`);
  }
  if (end > bounds.max) {
    throw new Error(`end of range (${end}) above maximum (${bounds.max}): ${text}`);
  }
  if (start > end) {
    throw new Error(`beginning of range (${start}) beyond end of range (${end}): ${text}`);
  }
  if (step === 0) throw new Error(`step of range should be a positive number: ${text}`);
  for (let value = start; value <= end; value += step) values.add(value);
  return star;
}

function parseValue(text: string, bounds: Bounds): number {
  const name = text === "" ? -1 : (bounds.names?.indexOf(text.toLowerCase()) ?? -1);
  return name >= 0 ? name : parseNumber(text);
}

function parseNumber(text: string): number {
  const number = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(number) || Math.abs(number) >= 2 ** 63) {
    const why = Number.isNaN(number) ? "invalid syntax" : "value out of range";
    throw new Error(
      `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: ${why}`,
    );
  }
  if (number < 0) throw new Error(`negative number (${number}) not allowed: ${text}`);
  return number;
}

const goUnits: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6, // U+00B5, micro sign
  μs: 1e-6, // U+03BC, Greek mu
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

/** The seconds of a Go duration that begins at `start`; the texts of its errors are Go's. */
function goDuration(descriptor: string, start: number): number {
  const text = descriptor.slice(start);
  const fail = (why: string) =>
    new Error(
      `failed to parse duration ${descriptor}: time: ${why}duration ${JSON.stringify(text)}`,
    );
  const negative = text.startsWith("-");
  let rest = text.replace(/^[+-]/, "");
  if (rest === "0") return 0;
  let seconds = rest === "" ? Number.NaN : 0;
  while (rest !== "") {
    const [term = "", number = "", unit = ""] = /^([\d.]\d*\.?\d*)([^\d.]*)/.exec(rest) ?? [];
    if (!/^(\d+\.?\d*|\.\d+)$/.test(number)) throw fail("invalid ");
    if (unit === "") throw fail("missing unit in ");
    const scale = Object.hasOwn(goUnits, unit) ? goUnits[unit] : undefined;
    if (scale === undefined) throw fail(`unknown unit ${JSON.stringify(unit)} in `);
    seconds += Number(number) * scale;
    rest = rest.slice(term.length);
  }
  // A Go duration holds 2^63 nanoseconds.
  if (!(seconds < 2 ** 63 / 1e9)) throw fail("invalid ");
  return negative ? -seconds : seconds;
}

/**
 * The first time after `afterMs` at which a schedule fires in `zone` (an IANA name), in
 * milliseconds; null when it does not within five years. A local time that daylight saving skips
 * does not fire that day, one it repeats fires twice.
 */
export function next(schedule: Schedule, afterMs: number, zone: string): number | null {
  const after = Math.floor(afterMs / 1000);
  if ("every" in schedule) return (after + schedule.every) * 1000;
  const { minute, hour, month } = schedule;
  // `,` is a field of no values; the search would try every minute of five years.
  if ([minute, hour, month].some(({ values }) => values.size === 0)) return null;
  const local = new LocalTime(schedule.zone ?? zone);
  let t = after + 1;
  let at = local.at(t);
  const go = (to: number) => {
    t = to;
    at = local.at(t);
  };
  const lastYear = at.year + 5;
  // As robfig's SpecSchedule.Next, accidents included: go on to the first month, day, hour and
  // minute that match, from the start of the first one that did not, and begin anew whenever a
  // larger field turned over. Hours and minutes pass in real time, months and days on the calendar.
  let atStart = false;
  turn: for (;;) {
    if (at.year > lastYear) return null;
    while (!month.values.has(at.month)) {
      if (!atStart) go(local.date({ ...at, day: 1, hour: 0, minute: 0, second: 0 }));
      atStart = true;
      go(local.date({ ...at, month: at.month + 1 }));
      if (at.month === 1) continue turn;
    }
    while (!dayMatches(schedule, at)) {
      if (!atStart) go(local.date({ ...at, hour: 0, minute: 0, second: 0 }));
      atStart = true;
      go(local.date({ ...at, day: at.day + 1 }));
      // Daylight saving may skip midnight.
      if (at.hour !== 0) go(t + (at.hour > 12 ? 24 - at.hour : -at.hour) * 3600);
      if (at.day === 1) continue turn;
    }
    while (!hour.values.has(at.hour)) {
      if (!atStart) go(local.date({ ...at, minute: 0, second: 0 }));
      atStart = true;
      go(t + 3600);
      if (at.hour === 0) continue turn;
    }
    while (!minute.values.has(at.minute)) {
      if (!atStart) go(t - (t % 60));
      atStart = true;
      go(t + 60);
      if (at.minute === 0) continue turn;
    }
    if (at.second === 0) return t * 1000;
    atStart = true;
    go(t + 60 - at.second);
  }
}

function dayMatches(schedule: Exclude<Schedule, { every: number }>, at: LocalFields): boolean {
  const dayOfMonth = schedule.dayOfMonth.values.has(at.day);
  const dayOfWeek = schedule.dayOfWeek.values.has(at.weekday);
  return schedule.dayOfMonth.star || schedule.dayOfWeek.star
    ? dayOfMonth && dayOfWeek
    : dayOfMonth || dayOfWeek;
}

/** Durations as kubectl prints them and as its flags take them (kubectl-semantics 1). */

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
/** Always 365 days. */
const year = 365 * day;
/** A Go duration holds 2^63 nanoseconds, some 292 years; longer differences stop there. */
const longest = 2 ** 63 / 1e6;

/**
 * A duration in milliseconds in kubectl's two or three significant figures: `119s`, `2m`, `9m59s`,
 * `3h1m`, `2d`, `8d`, `2y1d`. Cut, never rounded. Below zero, two whole seconds or more are
 * `<invalid>`; less is clock skew and prints `0s`.
 */
export function humanDuration(ms: number): string {
  const d = Math.min(ms, longest);
  if (!(d > -2 * second)) return "<invalid>";
  if (d < 0) return "0s";
  if (d < 2 * minute) return whole(d, second, "s");
  if (d < 10 * minute) return parts(d, minute, "m", second, "s");
  if (d < 3 * hour) return whole(d, minute, "m");
  if (d < 8 * hour) return parts(d, hour, "h", minute, "m");
  if (d < 2 * day) return whole(d, hour, "h");
  if (d < 8 * day) return parts(d, day, "d", hour, "h");
  if (d < 2 * year) return whole(d, day, "d");
  if (d < 8 * year) return parts(d, year, "y", day, "d");
  return whole(d, year, "y");
}

function whole(ms: number, unit: number, letter: string): string {
  return `${Math.floor(ms / unit)}${letter}`;
}

function parts(ms: number, unit: number, letter: string, small: number, smaller: string): string {
  const rest = Math.floor((ms % unit) / small);
  return whole(ms, unit, letter) + (rest === 0 ? "" : `${rest}${smaller}`);
}

/** The instant Go's zero time is written as: a timestamp nobody set. */
const zeroTime = Date.parse("0001-01-01T00:00:00Z");

/** How long ago an RFC 3339 instant was; `<unknown>` for none, the zero time, or text that is no instant. */
export function age(instant: string | null, nowMs: number): string {
  const then = instant === null ? Number.NaN : Date.parse(instant);
  return Number.isNaN(then) || then === zeroTime ? "<unknown>" : humanDuration(nowMs - then);
}

const goUnits: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3, // U+00B5, micro sign
  μs: 1e-3, // U+03BC, Greek mu
  ms: 1,
  s: second,
  m: minute,
  h: hour,
};
const goTerm = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;

/**
 * The milliseconds a Go duration such as `15m`, `1h30m` or `1.5s` stands for (kubectl's `--since`);
 * null when it is none. Like Go it knows no days, and takes a sign and a bare `0`.
 */
export function parseGoDuration(text: string): number | null {
  const sign = text.startsWith("-") ? -1 : 1;
  const body = text.replace(/^[+-]/, "");
  if (body === "0") return 0;
  const terms = [...body.matchAll(goTerm)];
  if (body === "" || terms.map((term) => term[0]).join("") !== body) return null;
  const ms = terms.reduce((sum, term) => sum + Number(term[1]) * (goUnits[term[2] ?? ""] ?? 0), 0);
  return ms < longest ? sign * ms : null;
}

const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const two = (value: number) => String(value).padStart(2, "0");
const blank = (value: number) => String(value).padStart(2, " ");
const dayOfYear = (date: Date) =>
  Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000) + 1;
const hour12 = (date: Date) => date.getUTCHours() % 12 || 12;

const fields: Readonly<Record<string, (date: Date) => string>> = {
  Y: (date) => String(date.getUTCFullYear()),
  C: (date) => two(Math.floor(date.getUTCFullYear() / 100)),
  y: (date) => two(date.getUTCFullYear() % 100),
  m: (date) => two(date.getUTCMonth() + 1),
  d: (date) => two(date.getUTCDate()),
  e: (date) => blank(date.getUTCDate()),
  j: (date) => String(dayOfYear(date)).padStart(3, "0"),
  H: (date) => two(date.getUTCHours()),
  k: (date) => blank(date.getUTCHours()),
  I: (date) => two(hour12(date)),
  l: (date) => blank(hour12(date)),
  M: (date) => two(date.getUTCMinutes()),
  S: (date) => two(date.getUTCSeconds()),
  s: (date) => String(Math.floor(date.getTime() / 1000)),
  p: (date) => (date.getUTCHours() < 12 ? "AM" : "PM"),
  P: (date) => (date.getUTCHours() < 12 ? "am" : "pm"),
  a: (date) => (weekdays[date.getUTCDay()] ?? "").slice(0, 3),
  A: (date) => weekdays[date.getUTCDay()] ?? "",
  b: (date) => (months[date.getUTCMonth()] ?? "").slice(0, 3),
  h: (date) => (months[date.getUTCMonth()] ?? "").slice(0, 3),
  B: (date) => months[date.getUTCMonth()] ?? "",
  u: (date) => String(date.getUTCDay() || 7),
  w: (date) => String(date.getUTCDay()),
  Z: () => "UTC",
  z: () => "+0000",
  n: () => "\n",
  t: () => "\t",
  "%": () => "%",
  F: (date) => formatDate("%Y-%m-%d", date),
  T: (date) => formatDate("%H:%M:%S", date),
  R: (date) => formatDate("%H:%M", date),
  D: (date) => formatDate("%m/%d/%y", date),
  c: (date) => formatDate("%a %b %e %H:%M:%S %Y", date),
};

/** `date +FORMAT` in UTC; a directive that is unknown is printed as it stands, as libc does. */
export function formatDate(format: string, date: Date): string {
  return format.replace(/%([\s\S])/g, (whole, char: string) =>
    Object.hasOwn(fields, char) ? (fields[char]?.(date) ?? whole) : whole,
  );
}

const iso: Readonly<Record<string, string>> = {
  "": "%Y-%m-%d",
  date: "%Y-%m-%d",
  hours: "%Y-%m-%dT%H+00:00",
  minutes: "%Y-%m-%dT%H:%M+00:00",
  seconds: "%Y-%m-%dT%H:%M:%S+00:00",
};

/** The format that the arguments of `date` ask for, or null for what is not run here. */
export function dateFormat(args: readonly string[]): string | null {
  let format: string | null = "%a %b %e %H:%M:%S %Z %Y";
  for (const arg of args) {
    const spec = /^(?:-I|--iso-8601=?)(.*)$/.exec(arg);
    if (arg.startsWith("+")) format = arg.slice(1);
    else if (arg === "-R") format = "%a, %d %b %Y %H:%M:%S +0000";
    else if (spec) format = iso[spec[1] ?? ""] ?? null;
    else if (arg !== "-u" && arg !== "--utc") return null;
    if (format === null) return null;
  }
  return format;
}

import { goQuoted } from "#lib/line/flag-value";

/** The parts of Go's RFC3339 in their order, and how Go names each. */
const parts: readonly (readonly [RegExp, string])[] = [
  [/^\d{4}/, "2006"],
  [/^-/, "-"],
  [/^\d\d/, "01"],
  [/^-/, "-"],
  [/^\d\d/, "02"],
  [/^T/, "T"],
  [/^\d\d/, "15"],
  [/^:/, ":"],
  [/^\d\d/, "04"],
  [/^:/, ":"],
  [/^\d\d(?:[.,]\d+)?/, "05"],
  [/^(?:Z|[+-]\d\d:\d\d)/, "Z07:00"],
];

/** What Go's time.Parse says is wrong with a time of RFC 3339; null for a good one. */
export function timeProblem(text: string): string | null {
  const parsing = `parsing time ${goQuoted(text)}`;
  let rest = text;
  for (const [form, name] of parts) {
    const [found] = form.exec(rest) ?? [];
    if (found === undefined) {
      return `${parsing} as "2006-01-02T15:04:05Z07:00": cannot parse ${goQuoted(rest)} as "${name}"`;
    }
    rest = rest.slice(found.length);
  }
  if (rest !== "") return `${parsing}: extra text: ${goQuoted(rest)}`;
  return rangeProblem(text, parsing);
}

function rangeProblem(text: string, parsing: string): string | null {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)/.exec(text)?.map(Number) ?? [];
  const days = new Date(Date.UTC(year ?? 0, month ?? 0, 0)).getUTCDate();
  const beyond: readonly (readonly [string, boolean])[] = [
    ["month", month === 0 || (month ?? 0) > 12],
    ["hour", (hour ?? 0) > 23],
    ["minute", (minute ?? 0) > 59],
    ["second", (second ?? 0) > 59],
    ["day", day === 0 || (day ?? 0) > days],
  ];
  const [name] = beyond.find(([, isBeyond]) => isBeyond) ?? [];
  return name === undefined ? null : `${parsing}: ${name} out of range`;
}

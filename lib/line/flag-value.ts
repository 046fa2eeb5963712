import type { Flag } from "#lib/line/flag";
import { parseGoDuration } from "#lib/time/duration";

const truths = new Set(["1", "t", "T", "true", "TRUE", "True"]);
const falsehoods = new Set(["0", "f", "F", "false", "FALSE", "False"]);

export function isTrue(value: string): boolean {
  return truths.has(value);
}

/** What Go says is wrong with a flag's value; null for a good one. */
export function valueProblem({ kind }: Flag, value: string): string | null {
  switch (kind) {
    case "bool":
      return truths.has(value) || falsehoods.has(value)
        ? null
        : `strconv.ParseBool: parsing ${goQuoted(value)}: invalid syntax`;
    case "int":
      return /^[+-]?(?:0[xX][\dA-Fa-f]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9]\d*)$/.test(value)
        ? null
        : `strconv.ParseInt: parsing ${goQuoted(value)}: invalid syntax`;
    case "duration":
      return durationProblem(value);
    case "string":
    case "strings":
      return null;
  }
}

/** As Go's time.ParseDuration words it. */
function durationProblem(value: string): string | null {
  const unsigned = value.replace(/^[+-]/, "");
  if (unsigned === "0" || parseGoDuration(unsigned) !== null) return null;
  const quoted = goQuoted(value);
  let rest = unsigned;
  while (rest !== "") {
    const [number] = /^(?:\d+\.?\d*|\.\d+)/.exec(rest) ?? [];
    if (number === undefined) break;
    rest = rest.slice(number.length);
    const [unit = ""] = /^[^\d.]*/.exec(rest) ?? [];
    if (unit === "") return `time: missing unit in duration ${quoted}`;
    if (!/^(?:ns|us|µs|μs|ms|s|m|h)$/.test(unit)) {
      return `time: unknown unit ${goQuoted(unit)} in duration ${quoted}`;
    }
    rest = rest.slice(unit.length);
  }
  return `time: invalid duration ${quoted}`;
}

/** Text as Go's `%q` writes it. */
export function goQuoted(text: string): string {
  return JSON.stringify(text);
}

import { readEscapes } from "./escapes.ts";
import { Fault } from "./fault.ts";

const directive = /%(?:%|([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d*))?(?:l|ll)?([a-zA-Z]))/y;
/** Wider fields than this would be memory, not output. */
const widest = 4096;

interface Printed {
  readonly text: string;
  /** Complaints for standard error; with any of them the status is 1. */
  readonly errors: readonly string[];
}

/** `printf FORMAT ARGUMENT…`: the format is used again while there are arguments. */
export function printf(format: string, values: readonly string[]): Printed {
  const rest = [...values];
  const errors: string[] = [];
  let text = "";
  do {
    const before = rest.length;
    const round = formatted(format, rest, errors);
    text += round.text;
    if (round.ended || rest.length === before) break;
  } while (rest.length > 0);
  return { text, errors };
}

function formatted(format: string, rest: string[], errors: string[]) {
  let text = "";
  for (let at = 0; at < format.length; ) {
    const percent = format.indexOf("%", at);
    const plain = readEscapes(percent < 0 ? format.slice(at) : format.slice(at, percent), "plain");
    text += plain.text;
    if (plain.ended || percent < 0) return { text, ended: plain.ended };
    directive.lastIndex = percent;
    const match = directive.exec(format);
    if (!match) throw new Fault(`${format.slice(percent)}: invalid format`);
    at = directive.lastIndex;
    if (match[4] === undefined) {
      text += "%";
      continue;
    }
    const piece = field(match, rest, errors);
    text += piece.text;
    if (piece.ended) return { text, ended: true };
  }
  return { text, ended: false };
}

function field(match: RegExpExecArray, rest: string[], errors: string[]) {
  const size = (text: string | undefined) => {
    const value = Number(text === "*" ? rest.shift() : text || 0) || 0;
    if (Math.abs(value) > widest) throw new Fault(`${match[0]}: the field is too wide`);
    return value;
  };
  const width = match[2] === undefined ? 0 : size(match[2]);
  const precision = match[3] === undefined ? null : size(match[3]);
  const flags = `${match[1]}${width < 0 ? "-" : ""}`;
  const value = rest.shift();
  let ended = false;
  let body: string;
  switch (match[4]) {
    case "s":
      body = (value ?? "").slice(0, precision ?? undefined);
      break;
    case "b": {
      const unescaped = readEscapes(value ?? "", "zero");
      body = unescaped.text.slice(0, precision ?? undefined);
      ended = unescaped.ended;
      break;
    }
    case "c":
      body = [...(value ?? "")][0] ?? "";
      break;
    case "d":
    case "i":
    case "u":
    case "x":
    case "X":
    case "o":
      body = integer(value, match[4], precision, flags, errors);
      break;
    case "f":
      body = signed(decimal(value, errors).toFixed(Math.min(precision ?? 6, 100)), flags);
      break;
    default:
      throw new Fault(`${match[0]}: invalid format`);
  }
  return { text: padded(body, Math.abs(width), flags, "sbc".includes(match[4] ?? "")), ended };
}

function padded(body: string, width: number, flags: string, words: boolean): string {
  if (flags.includes("-")) return body.padEnd(width);
  if (!flags.includes("0") || words) return body.padStart(width);
  const sign = /^[-+ ]/.exec(body)?.[0] ?? "";
  return sign + body.slice(sign.length).padStart(width - sign.length, "0");
}

function signed(text: string, flags: string): string {
  if (text.startsWith("-")) return text;
  return `${flags.includes("+") ? "+" : flags.includes(" ") ? " " : ""}${text}`;
}

function integer(
  text: string | undefined,
  kind: string,
  precision: number | null,
  flags: string,
  errors: string[],
): string {
  const value = whole(text, errors);
  if (kind === "d" || kind === "i") {
    const digits = String(value < 0n ? -value : value).padStart(precision ?? 0, "0");
    return signed(`${value < 0n ? "-" : ""}${digits}`, flags);
  }
  const radix = kind === "o" ? 8 : kind === "u" ? 10 : 16;
  const digits = BigInt.asUintN(64, value)
    .toString(radix)
    .padStart(precision ?? 0, "0");
  const prefix = flags.includes("#") && value !== 0n ? { x: "0x", X: "0X", o: "0" }[kind] : "";
  return `${prefix ?? ""}${kind === "X" ? digits.toUpperCase() : digits}`;
}

function whole(text: string | undefined, errors: string[]): bigint {
  if (text === undefined || text === "") return 0n;
  if (/^["']/.test(text)) return BigInt(text.codePointAt(1) ?? 0);
  const match = /^\s*([-+]?)(0[xX][0-9a-fA-F]+|\d+)$/.exec(text);
  if (!match) {
    errors.push(`invalid number '${text}'`);
    return BigInt(/^\s*-?\d+/.exec(text)?.[0] ?? 0);
  }
  const digits = match[2] ?? "";
  const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits}` : digits);
  return BigInt.asIntN(64, match[1] === "-" ? -value : value);
}

function decimal(text: string | undefined, errors: string[]): number {
  const value = Number(text ?? 0);
  if (Number.isFinite(value)) return value;
  errors.push(`invalid number '${text}'`);
  return 0;
}

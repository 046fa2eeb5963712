import { type Severity, severityOf } from "#lib/logs/level";

/** A field of a structured line; nested ones are named by their path: `http.status`. */
export interface LogField {
  readonly name: string;
  /** As it was printed, without its quotes. */
  readonly value: string;
}

/** A line that is one JSON object or a row of logfmt pairs. */
export interface LogFields {
  readonly format: "json" | "logfmt";
  /** The field that holds it, empty where there is none: the others are `others`. */
  readonly time: string;
  readonly level: string;
  readonly message: string;
  readonly severity: Severity | null;
  /** What is neither time, level nor message, in the order of the line. */
  readonly others: readonly LogField[];
  /** All of them, in the order of the line. */
  readonly all: readonly LogField[];
}

/** No more of a line than a screen can use: the rest is still there when it is read raw. */
const mostFields = 100;
const deepest = 4;

/** Names that loggers give, the first that a line has wins; compared without case. */
const known = {
  time: ["time", "ts", "timestamp", "@timestamp", "@t", "datetime", "asctime", "date", "t"],
  level: [
    ...["level", "lvl", "severity", "loglevel", "log_level", "log.level", "levelname", "@level"],
    ...["severity_text", "@l"],
  ],
  message: ["message", "msg", "@message", "@m", "short_message", "log", "event"],
};

/** The fields of a plain line; null for one that is not structured. */
export function logFields(text: string): LogFields | null {
  const line = text.trim();
  const json = line.startsWith("{") && line.endsWith("}");
  const all = json ? jsonFields(line) : logfmtFields(line);
  if (all === null || all.length === 0) return null;
  const time = named(all, known.time);
  const level = named(all, known.level);
  const message = named(all, known.message);
  // A command that prints `a=1 b=2` has said all there is.
  if (!json && !message && !level) return null;
  return {
    format: json ? "json" : "logfmt",
    time: time?.value ?? "",
    level: level?.value ?? "",
    message: message?.value ?? "",
    severity: level ? severityOf(level.value) : null,
    others: all.filter((field) => field !== time && field !== level && field !== message),
    all,
  };
}

function named(fields: readonly LogField[], names: readonly string[]): LogField | undefined {
  for (const name of names) {
    const found = fields.find((field) => field.name.toLowerCase() === name);
    if (found) return found;
  }
  return undefined;
}

/** A number as it was printed: one of 64 bits would lose digits. */
class PrintedNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Reviver = (key: string, value: unknown, context?: { readonly source?: string }) => unknown;
const keepNumbers: Reviver = (_key, value, context) =>
  typeof value === "number" ? new PrintedNumber(context?.source ?? String(value)) : value;

function jsonFields(line: string): LogField[] | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line, keepNumbers);
  } catch {
    return null;
  }
  const fields: LogField[] = [];
  collect(fields, "", parsed, 0);
  return fields;
}

function collect(into: LogField[], name: string, value: unknown, depth: number): void {
  if (into.length >= mostFields) return;
  const isObject = typeof value === "object" && value !== null;
  if (!isObject || Array.isArray(value) || value instanceof PrintedNumber || depth === deepest) {
    into.push({ name, value: printed(value) });
    return;
  }
  const entries = Object.entries(value);
  if (entries.length === 0 && depth > 0) into.push({ name, value: "{}" });
  for (const [key, inner] of entries) {
    collect(into, name === "" ? key : `${name}.${key}`, inner, depth + 1);
  }
}

function printed(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof PrintedNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(inner).join(",")}]`;
  return inner(value);
}

/** Within an array texts keep their quotes. */
function inner(value: unknown): string {
  if (value instanceof PrintedNumber) return value.text;
  if (Array.isArray(value)) return printed(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "";
  const entries = Object.entries(value).map(([key, it]) => `${JSON.stringify(key)}:${inner(it)}`);
  return `{${entries.join(",")}}`;
}

/** One pair and the space behind it: `key=value`, `key="quoted \" value"`, `key=`. */
const pair = /([^\s="{}[\]]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))(?:\s+|$)/y;

/** A line that is pairs from its first letter to its last, two at least. */
function logfmtFields(line: string): LogField[] | null {
  const fields: LogField[] = [];
  pair.lastIndex = 0;
  while (pair.lastIndex < line.length && fields.length < mostFields) {
    const [, name, quoted, bare = ""] = pair.exec(line) ?? [];
    if (name === undefined) return null;
    fields.push({ name, value: quoted === undefined ? bare : unquoted(quoted) });
  }
  return fields.length < 2 ? null : fields;
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

function unquoted(text: string): string {
  return text.replace(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter);
}

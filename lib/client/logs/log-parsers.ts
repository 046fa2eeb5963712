import { parseAsArrayOf, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs/server";

const pushed = { history: "push" } as const;
const on = () => parseAsStringLiteral(["1"]);
const list = () => parseAsArrayOf(parseAsString).withDefault([]);

/** The state of a log view as it stands in the address bar. */
export const logParsers = {
  /** Empty for the one that kubectl chooses. */
  container: parseAsString.withOptions(pushed),
  previous: on().withOptions(pushed),
  instances: parseAsStringLiteral(["current", "all"]).withOptions(pushed),
  follow: parseAsStringLiteral(["0"]),
  /** A number of lines, or -1 for all of them. */
  tail: parseAsInteger,
  since: parseAsString.withDefault(""),
  from: parseAsString.withDefault(""),
  until: parseAsString.withDefault(""),
  find: parseAsString.withDefault(""),
  regex: on(),
  case: on(),
  only: on(),
  around: parseAsStringLiteral(["2", "5"]),
  without: parseAsString.withDefault(""),
  mute: list(),
  solo: parseAsString.withDefault(""),
  sources: on(),
  wrap: on(),
  ts: parseAsStringLiteral(["utc", "local", "zone", "relative", "off"]).withDefault("utc"),
  raw: on(),
  fields: parseAsArrayOf(parseAsString).withDefault([]),
  traces: on(),
  line: parseAsString.withDefault("").withOptions(pushed),
};

/** Of each container: most logs are whole by it, and what is older is asked for at the top. */
export const defaultTail = 10_000;

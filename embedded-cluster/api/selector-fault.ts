import { labelValueFaults, qualifiedNameFaults } from "./names.ts";

/**
 * What the API server says of a label selector it cannot read (apimachinery's labels.Parse). What a
 * selector means is read by `lib/kubernetes/selector`; this walks it once more for the words.
 */
export function selectorFault(selector: string): string {
  const tokens = [...(selector.match(/!=|==|[=!<>(),]|[^ \t\r\n=!<>(),]+/g) ?? []), ""];
  try {
    readAll(tokens);
    return "";
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
}

class Fault extends Error {}

const found = (token: string, expected: string) =>
  new Fault(`found '${token}', expected: ${expected}`);
const isIdentifier = (token: string | undefined) =>
  token !== undefined && token !== "" && !/^[=!<>(),]/.test(token);

/** `tokens` ends with an empty one, the end of the text. */
function readAll(tokens: string[]): void {
  while (tokens[0] !== "") {
    if (!isIdentifier(tokens[0]) && tokens[0] !== "!") {
      throw found(tokens[0] ?? "", "!, identifier, or 'end of string'");
    }
    try {
      readRequirement(tokens);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      throw new Fault(`unable to parse requirement: ${error.message}`);
    }
    const next = tokens.shift() ?? "";
    if (next === "") return;
    if (next !== ",") throw found(next, "',' or 'end of string'");
    if (!isIdentifier(tokens[0]) && tokens[0] !== "!") {
      throw found(tokens[0] ?? "", "identifier after ','");
    }
  }
}

function readRequirement(tokens: string[]): void {
  const isAbsent = tokens[0] === "!";
  if (isAbsent) tokens.shift();
  const key = tokens.shift() ?? "";
  if (!isIdentifier(key)) throw found(key, "identifier");
  const faults = qualifiedNameFaults(key);
  if (faults.length > 0) throw invalid("<nil>", key, faults.join("; "));
  if (isAbsent || tokens[0] === "" || tokens[0] === ",") return;
  const operator = tokens.shift() ?? "";
  const values = valuesOf(operator, tokens);
  for (const [i, value] of values.entries()) {
    if ((operator === "<" || operator === ">") && !/^[-+]?\d{1,19}$/.test(value)) {
      const detail = "for 'Gt', 'Lt' operators, the value must be an integer";
      throw invalid(`values[${i}]`, value, detail);
    }
    const wrong = labelValueFaults(value);
    if (wrong.length > 0) throw invalid(`values[${i}][${key}]`, value, wrong.join("; "));
  }
}

function valuesOf(operator: string, tokens: string[]): string[] {
  switch (operator) {
    case "in":
    case "notin":
      return readSet(tokens);
    case "=":
    case "==":
    case "!=":
    case "<":
    case ">": {
      if (tokens[0] === "" || tokens[0] === ",") return [""];
      const value = tokens.shift() ?? "";
      if (!isIdentifier(value)) throw found(value, "identifier");
      return [value];
    }
    default:
      throw found(operator, "in, notin, =, ==, !=, gt, lt");
  }
}

function readSet(tokens: string[]): string[] {
  const open = tokens.shift() ?? "";
  if (open !== "(") throw new Fault(`found '${open}' expected: '('`);
  const values: string[] = [];
  if (tokens[0] === ")") {
    tokens.shift();
    return [""];
  }
  if (!isIdentifier(tokens[0]) && tokens[0] !== ",") {
    throw found(tokens[0] ?? "", "',', ')' or identifier");
  }
  for (;;) {
    const token = tokens.shift() ?? "";
    if (isIdentifier(token)) {
      values.push(token);
      if (tokens[0] === ",") continue;
      if (tokens[0] !== ")") throw found(tokens[0] ?? "", "',' or ')'");
    } else if (token !== ",") throw found(token, "',', or identifier");
    if (tokens[0] === ")") {
      tokens.shift();
      return values.toSorted();
    }
  }
}

const invalid = (field: string, value: string, detail: string) =>
  new Fault(`${field}: Invalid value: ${JSON.stringify(value)}: ${detail}`);

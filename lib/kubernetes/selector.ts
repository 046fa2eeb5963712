import { type Message, text as says } from "#lib/texts/text";
import { TextError } from "#lib/texts/text-error";

/** One requirement of a label selector; all of them must hold. */
export interface Requirement {
  readonly key: string;
  readonly operator: "in" | "notin" | "exists" | "absent" | "above" | "below";
  readonly values: readonly string[];
}

/** What is wrong with the text of a selector, as a sentence. */
export interface SelectorError {
  readonly message: Message;
}

const name = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const prefix = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const tokens = /!=|==|[=!<>(),]|[^ \t\r\n=!<>(),]+/g;
const isWord = (token: string | undefined): token is string =>
  token !== undefined && !/^[=!<>(),]/.test(token);

/**
 * Reads a label selector as `kubectl -l` does (apimachinery's labels.Parse): `k=v`, `k==v`, `k!=v`,
 * `k in (a,b)`, `k notin (a,b)`, `k`, `!k`, `k>1`, `k<1`, joined by commas. Empty text selects
 * everything.
 */
export function parseSelector(text: string): Requirement[] | SelectorError {
  const rest = text.match(tokens) ?? [];
  const requirements: Requirement[] = [];
  try {
    while (rest.length > 0) {
      requirements.push(readRequirement(rest));
      const separator = rest.shift();
      if (separator === undefined) break;
      if (separator !== ",") throw new Wrong(noComma(separator));
      if (rest.length === 0) throw new Wrong(says("nothing follows the last comma"));
    }
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    const selector = text.length > 80 ? `${text.slice(0, 80)}…` : text;
    const why = error.text;
    return { message: says('"{selector}" is not a label selector: {why}.', { selector, why }) };
  }
  return requirements;
}

/** Whether labels meet every requirement; `!=` and `notin` also hold where the label is absent. */
export function matches(
  selector: readonly Requirement[],
  labels: Readonly<Record<string, string>>,
): boolean {
  return selector.every((requirement) => holds(requirement, labels));
}

function holds(
  { key, operator, values }: Requirement,
  labels: Readonly<Record<string, string>>,
): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case "exists":
      return value !== undefined;
    case "absent":
      return value === undefined;
    case "in":
      return value !== undefined && values.includes(value);
    case "notin":
      return value === undefined || !values.includes(value);
    case "above":
    case "below":
      return isBeyond(value, operator, values[0]);
  }
}

function isBeyond(
  value: string | undefined,
  operator: "above" | "below",
  bound: string | undefined,
): boolean {
  if (value === undefined || bound === undefined || !isInteger(value)) return false;
  const [a, b] = [BigInt(value), BigInt(bound)];
  return operator === "above" ? a > b : a < b;
}

class Wrong extends TextError {}

const noComma = (before: string) => says('a comma is missing before "{before}"', { before });

/** Takes one requirement off the front of the tokens. */
function readRequirement(rest: string[]): Requirement {
  const negated = rest[0] === "!";
  if (negated) rest.shift();
  const key = rest.shift();
  if (!isWord(key)) {
    throw new Wrong(
      key === undefined
        ? says("it ends too soon")
        : says('a key is missing before "{before}"', { before: key }),
    );
  }
  if (!isKey(key)) throw new Wrong(says('"{key}" is not a label key', { key }));
  if (negated) return { key, operator: "absent", values: [] };
  const operator = rest[0];
  switch (operator) {
    case undefined:
    case ",":
      return { key, operator: "exists", values: [] };
    case "=":
    case "==":
    case "!=":
      rest.shift();
      return {
        key,
        operator: operator === "!=" ? "notin" : "in",
        values: [readValue(isWord(rest[0]) ? rest.shift() : "")],
      };
    case "<":
    case ">": {
      rest.shift();
      const bound = rest.shift() ?? "";
      if (!isInteger(bound)) {
        throw new Wrong(says('"{operator}" needs a whole number after it', { operator }));
      }
      return { key, operator: operator === ">" ? "above" : "below", values: [bound] };
    }
    case "in":
    case "notin":
      rest.shift();
      return { key, operator, values: readSet(rest, operator) };
    default:
      throw new Wrong(says('"{operator}" does not stand after a label key', { operator }));
  }
}

/** `(a,b)`. Where a value is left out it is the empty one, as in kubectl. */
function readSet(rest: string[], operator: string): string[] {
  if (rest.shift() !== "(") {
    throw new Wrong(says('"{operator}" needs values in parentheses after it', { operator }));
  }
  const values: string[] = [];
  for (;;) {
    values.push(readValue(isWord(rest[0]) ? rest.shift() : ""));
    const next = rest.shift();
    if (next === ")") return [...new Set(values)];
    if (next === undefined) throw new Wrong(says("a parenthesis is not closed"));
    if (next !== ",") throw new Wrong(noComma(next));
  }
}

function readValue(value = ""): string {
  if (value !== "" && (value.length > 63 || !name.test(value))) {
    throw new Wrong(says('"{value}" is not a label value', { value }));
  }
  return value;
}

function isKey(key: string): boolean {
  const [last = "", domain, ...more] = key.split("/").reverse();
  if (more.length > 0 || last.length > 63 || !name.test(last)) return false;
  return domain === undefined || (domain.length <= 253 && prefix.test(domain));
}

/** As Go's ParseInt reads it, without its bound of 64 bits. */
function isInteger(text: string): boolean {
  return /^[-+]?\d{1,19}$/.test(text);
}

/** One requirement of a label selector; all of them must hold. */
export interface Requirement {
  readonly key: string;
  readonly operator: "in" | "notin" | "exists" | "absent";
  readonly values: readonly string[];
}

/** What is wrong with the text of a selector, as a sentence. */
export interface SelectorError {
  readonly message: string;
}

const name = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const prefix = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const token = /\s*(!=|==|=|!|\(|\)|,|[^\s!=(),]+)/y;

/**
 * Reads a label selector as `kubectl -l` does: `k=v`, `k==v`, `k!=v`, `k in (a,b)`,
 * `k notin (a,b)`, `k`, `!k`, joined by commas. Empty text selects everything.
 */
export function parseSelector(text: string): Requirement[] | SelectorError {
  if (text.trim() === "") return [];
  const tokens = tokensOf(text);
  if (!tokens) return wrong(text, "it holds a character no selector has");
  const requirements: Requirement[] = [];
  let at = 0;
  for (;;) {
    const parsed = requirement(tokens, at);
    if (typeof parsed === "string") return wrong(text, parsed);
    requirements.push(parsed.requirement);
    at = parsed.next;
    if (at === tokens.length) return requirements;
    if (tokens[at] !== ",") return wrong(text, `a comma is missing before "${tokens[at]}"`);
    at += 1;
  }
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
  }
}

function tokensOf(text: string): string[] | null {
  const trimmed = text.trim();
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < trimmed.length) {
    const match = token.exec(trimmed);
    if (!match) return null;
    tokens.push(match[1] ?? "");
  }
  return tokens;
}

type Parsed = { readonly requirement: Requirement; readonly next: number } | string;

function requirement(tokens: readonly string[], at: number): Parsed {
  const negated = tokens[at] === "!";
  const key = tokens[negated ? at + 1 : at] ?? "";
  const after = negated ? at + 2 : at + 1;
  if (!isKey(key)) return key === "" ? "it ends too soon" : `"${key}" is not a label key`;
  if (negated) return { requirement: { key, operator: "absent", values: [] }, next: after };
  const operator = tokens[after];
  switch (operator) {
    case undefined:
    case ",":
      return { requirement: { key, operator: "exists", values: [] }, next: after };
    case "=":
    case "==":
    case "!=": {
      const following = tokens[after + 1];
      const empty = following === undefined || following === ",";
      const value = empty ? "" : following;
      if (!isValue(value)) return `"${value}" is not a label value`;
      return {
        requirement: { key, operator: operator === "!=" ? "notin" : "in", values: [value] },
        next: empty ? after + 1 : after + 2,
      };
    }
    case "in":
    case "notin":
      return set(tokens, key, operator, after + 1);
    default:
      return `"${operator}" does not stand after a label key`;
  }
}

function set(tokens: readonly string[], key: string, operator: "in" | "notin", at: number): Parsed {
  if (tokens[at] !== "(") return `"${operator}" needs values in parentheses`;
  const end = tokens.indexOf(")", at);
  if (end < 0) return "a parenthesis is not closed";
  const inner = tokens.slice(at + 1, end);
  const values = inner.filter((each) => each !== ",");
  if (inner.length === 0) return `"${operator}" needs values in parentheses`;
  const invalid = values.find((value) => !isValue(value));
  if (invalid !== undefined) return `"${invalid}" is not a label value`;
  return {
    // A comma with nothing beside it stands for the empty value, as in kubectl.
    requirement: {
      key,
      operator,
      values:
        values.length < inner.filter((it) => it === ",").length + 1 ? [...values, ""] : values,
    },
    next: end + 1,
  };
}

function isKey(key: string): boolean {
  const [last = "", domain, ...more] = key.split("/").reverse();
  if (more.length > 0 || last.length > 63 || !name.test(last)) return false;
  return domain === undefined || (domain.length <= 253 && prefix.test(domain));
}

function isValue(value: string): boolean {
  return value === "" || (value.length <= 63 && name.test(value));
}

function wrong(text: string, why: string): SelectorError {
  const quoted = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return { message: `"${quoted}" is not a label selector: ${why}.` };
}

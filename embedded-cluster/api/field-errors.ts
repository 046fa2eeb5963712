/** One cause of a 422: what is wrong at a field. */
export interface FieldError {
  readonly reason: string;
  readonly message: string;
  readonly field: string;
}

/** Collects the causes of a 422 in the words of apimachinery's field.Error. */
export class FieldErrors {
  readonly list: FieldError[] = [];

  required(field: string, detail = ""): void {
    this.#add("FieldValueRequired", field, `Required value${detail && `: ${detail}`}`);
  }

  /** With several details it is wrong in each of these ways. */
  invalid(field: string, value: unknown, details: string | readonly string[]): void {
    for (const detail of [details].flat()) {
      this.#add("FieldValueInvalid", field, `Invalid value: ${quoted(value)}: ${detail}`);
    }
  }

  /** Where the real one leaves the value out. */
  invalidWithoutValue(field: string, detail: string): void {
    this.#add("FieldValueInvalid", field, `Invalid value: ${detail}`);
  }

  notSupported(field: string, value: unknown, supported: readonly string[]): void {
    const values = supported.map((each) => JSON.stringify(each)).join(", ");
    this.#add(
      "FieldValueNotSupported",
      field,
      `Unsupported value: ${quoted(value)}: supported values: ${values}`,
    );
  }

  tooLong(field: string, bytes: number): void {
    this.#add("FieldValueTooLong", field, `Too long: may not be more than ${bytes} bytes`);
  }

  /** A value that is there is one of those that are supported. */
  oneOf(field: string, value: unknown, supported: readonly string[]): void {
    if (value === undefined || supported.includes(value as string)) return;
    this.notSupported(field, value, supported);
  }

  forbidden(field: string, detail: string): void {
    this.#add("FieldValueForbidden", field, `Forbidden: ${detail}`);
  }

  duplicate(field: string, value: unknown): void {
    this.#add("FieldValueDuplicate", field, `Duplicate value: ${quoted(value)}`);
  }

  notFound(field: string, value: unknown): void {
    this.#add("FieldValueNotFound", field, `Not found: ${quoted(value)}`);
  }

  nonNegative(field: string, value: number | undefined): void {
    if (value !== undefined && value < 0) {
      this.invalid(field, value, "must be greater than or equal to 0");
    }
  }

  immutable(field: string, now: unknown, before: unknown): void {
    if (!isEqual(now, before)) this.invalid(field, now, "field is immutable");
  }

  #add(reason: string, field: string, message: string): void {
    this.list.push({ reason, field, message });
  }
}

/** As Go writes a text, or as JSON that is fit for a page of HTML. */
const quoted = (value: unknown): string =>
  typeof value === "string"
    ? goQuoted(value)
    : JSON.stringify(value ?? null).replace(/[<>&]/g, escaped);

const escaped = (character: string) =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** As Go's %q writes a text. */
export function goQuoted(text: string): string {
  return JSON.stringify(text).replace(/\\u00([01][0-9a-f])|\x7f/g, (_, hex = "7f") => `\\x${hex}`);
}

/** With its keys in order, as Go writes a map. */
export function inOrder(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, inOrder(each)] as const);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Equal as JSON, whatever the order of the keys; what is empty equals what is absent, as in Go. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isEmpty(a) && isEmpty(b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((each, i) => isEqual(each, b[i]))
    );
  }
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) =>
    isEqual(left[key], right[key]),
  );
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value !== "object") return false;
  return Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0;
}

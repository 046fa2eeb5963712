import type { ObjectName } from "#lib/line/command";
import { nearestTo, Refused, type Span } from "#lib/line/refusal";
import { resourceNamed } from "#lib/line/resource-name";
import { text } from "#lib/texts/text";

/** One term of a field selector; all must hold. */
export interface FieldTerm {
  readonly field: string;
  readonly equal: boolean;
  readonly value: string;
}

/**
 * Reads a field selector as apimachinery's fields.ParseSelector does: `a=b`, `a==b`, `a!=b` by commas,
 * with backslashes before `,`, `=` and backslashes in values. Throws `Refused` at `at`.
 */
export function readFieldSelector(text: string, at: Span): readonly FieldTerm[] {
  const terms = text.match(/(?:\\[\s\S]|[^,\\])+/g) ?? [];
  return terms.map((term) => {
    const [, field, operator, value] = /^([^=!]*)(!=|==|=)([\s\S]*)$/.exec(term) ?? [];
    if (field === undefined || value === undefined) {
      const message = `invalid selector: '${text}'; can't understand '${term}'`;
      throw new Refused("argument", message, at);
    }
    return { field, equal: operator !== "!=", value: value.replace(/\\([\s\S])/g, "$1") };
  });
}

const byObject = nearestTo(
  text("Batchboard chooses Events by their object alone"),
  "kubectl events --for job/NAME",
);

/** The object whose Events a field selector chooses; null where it chooses all. */
export function objectOfEvents(text: string, at: Span): ObjectName | null {
  const terms = readFieldSelector(text, at);
  if (terms.length === 0) return null;
  const value = (field: string) =>
    terms.find((term) => term.equal && term.field === `involvedObject.${field}`)?.value;
  const [kind, name] = [value("kind"), value("name")];
  if (terms.length === 2 && kind !== undefined && name !== undefined) {
    const resource = resourceNamed(kind, at);
    if (resource !== "events") return { resource, name };
  }
  throw new Refused("beyond", byObject, at);
}

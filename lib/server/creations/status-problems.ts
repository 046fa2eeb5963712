import type { CreationProblem } from "#lib/api/creation";
import type { StatusError } from "#lib/kubernetes/status-error";

/** Fields that are told of in the message alone: those nobody knows, and those of another type. */
const inMessage = [
  /(?:unknown|duplicate) field "([^"]+)"/g,
  /cannot unmarshal \S+ into Go struct field \w+\.([\w.[\]]+) of type \S+/g,
];

/** What the API server says to an object, in its own words, each where it belongs. */
export function statusProblems(
  error: StatusError,
  lineOf: (path: string) => number,
): readonly CreationProblem[] {
  const causes = (error.status.details?.causes ?? []).flatMap(({ field, message }) =>
    field && message ? [{ line: lineOf(field), message: `${field}: ${message}` }] : [],
  );
  if (causes.length > 0) return causes;
  const told = inMessage.flatMap((pattern) =>
    [...error.message.matchAll(pattern)].map(([message, field = ""]) => ({
      line: lineOf(field),
      message,
    })),
  );
  return told.length > 0 ? told : [{ line: null, message: error.text }];
}

import { withHiddenWrittenOut } from "#lib/logs/text";

/** Whether a JSON text may hold more than plain letters; most do not, and this is quick. */
const notPlain = /[^ -~]|\\u/;

/**
 * The value of a JSON text that the cluster had a part in. Characters that hide or turn what stands
 * beside them are written out in its texts, so that none says anything else than it seems to.
 *
 * @throws SyntaxError
 */
export function legibleJson(json: string): unknown {
  const value: unknown = JSON.parse(json);
  return notPlain.test(json) ? legible(value) : value;
}

function legible(value: unknown): unknown {
  if (typeof value === "string") return withHiddenWrittenOut(value);
  if (Array.isArray(value)) return value.map(legible);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, legible(item)]));
}

/**
 * Which fields of an object to keep, as a tree of the API's names. A leaf names the type a field
 * must have; a field of another type, like one that is not in the tree, is dropped. So an object of
 * any shape reduces to one of ours, and what stays in memory is what we read.
 */
export type Shape =
  | "string"
  | "number"
  | "boolean"
  /** A map of texts to texts, labels for instance. */
  | "texts"
  /** A list of texts. */
  | "list"
  /** Annotations: only those with these names. */
  | { readonly only: readonly string[] }
  /** A list of objects. */
  | { readonly each: Fields }
  | { readonly fields: Fields }
  /**
   * An object that is dropped where it has none of these fields, as most have not; equal ones are
   * one, for those of many objects are alike.
   */
  | { readonly some: Fields };

export interface Fields {
  readonly [name: string]: Shape;
}

/** Cuts `raw` down to the shape; undefined where it does not fit it. */
export function reduce(raw: unknown, shape: Shape): unknown {
  switch (shape) {
    case "string":
      return typeof raw === "string" ? shared(raw) : undefined;
    case "boolean":
      return typeof raw === "boolean" ? raw : undefined;
    case "number":
      return typeof raw === "number" && Number.isFinite(raw) ? raw : undefined;
    case "texts":
      return texts(raw, () => true);
    case "list":
      return Array.isArray(raw)
        ? raw.filter((item) => typeof item === "string").map(shared)
        : undefined;
    default:
      if ("only" in shape) return texts(raw, (key) => shape.only.includes(key));
      if ("fields" in shape) return isObject(raw) ? reduceFields(raw, shape.fields) : undefined;
      if ("some" in shape) return isObject(raw) ? reduceSome(raw, shape.some) : undefined;
      return Array.isArray(raw)
        ? raw.filter(isObject).map((item) => reduceFields(item, shape.each))
        : undefined;
  }
}

function reduceFields(raw: Record<string, unknown>, fields: Fields): Record<string, unknown> {
  const reduced: Record<string, unknown> = {};
  for (const name in fields) {
    const shape = fields[name];
    if (shape === undefined || !Object.hasOwn(raw, name)) continue;
    const value = reduce(raw[name], shape);
    if (value !== undefined) reduced[name] = value;
  }
  return reduced;
}

function reduceSome(raw: Record<string, unknown>, fields: Fields): unknown {
  const reduced = reduceFields(raw, fields);
  const text = JSON.stringify(reduced);
  if (text === "{}") return undefined;
  const known = alike.get(text);
  if (known !== undefined) return known;
  if (alike.size >= seenLimit) alike = new Map();
  alike.set(text, reduced);
  return reduced;
}

/**
 * A map of texts. It inherits nothing, for a label may be called `__proto__` or `constructor`; made
 * by `new`, maps of the same keys share their layout, at a quarter of the memory of a bare one.
 */
function Texts(this: Record<string, string>) {}
Texts.prototype = Object.create(null);

function texts(raw: unknown, wanted: (key: string) => boolean): Record<string, string> | undefined {
  if (!isObject(raw)) return undefined;
  const kept: Record<string, string> = new (Texts as unknown as new () => Record<string, string>)();
  for (const key of Object.keys(raw)) {
    const value = raw[key];
    if (typeof value === "string" && wanted(key)) kept[key] = shared(value);
  }
  return kept;
}

/** Texts that were seen lately, and objects by theirs. */
let seen = new Map<string, string>();
let alike = new Map<string, unknown>();
const seenLimit = 4_096;

/** A parser makes each text anew; uids, images, reasons and times come again and again. */
function shared(text: string): string {
  const known = seen.get(text);
  if (known !== undefined) return known;
  if (seen.size >= seenLimit) seen = new Map();
  seen.set(text, text);
  return text;
}

function isObject(raw: unknown): raw is Record<string, unknown> {
  return typeof raw === "object" && raw !== null && !Array.isArray(raw);
}

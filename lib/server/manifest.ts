import { Document, Scalar, visit } from "yaml";
import { maskedValue } from "#lib/api/job-edits";

const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

/**
 * An object as YAML for reading. managedFields and last-applied are left out as noise that repeats
 * the rest; env values, commands, args and values of probes' headers are masked unless `reveal` is
 * set, for people put secrets there.
 */
export function manifestOf(object: unknown, reveal: boolean): string {
  return yamlOf(withoutNoise(object, reveal));
}

/** The object with what may be secret masked, as `manifestOf` shows it. */
export function maskedObject<T>(object: T): T {
  // Of a text becomes a text, and a list keeps its length.
  return withoutNoise(object, false) as T;
}

/** As YAML. Characters nobody would see are escaped, as YAML escapes them. */
export function yamlOf(object: unknown): string {
  const document = new Document(object, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, scalar) {
      // Only a text in double quotes can hold an escape.
      if (hidden.test(String(scalar.value))) scalar.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document.toString({ lineWidth: 0 }).replace(everyHidden, escaped);
}

/** Characters of no width, those that turn text, and what a terminal takes for more than text. */
const hidden = /[\p{Cf}\p{Zl}\p{Zp}\u007f-\u009f]/u;
const everyHidden = new RegExp(hidden, "gu");

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
}

function withoutNoise(value: unknown, reveal: boolean, path: readonly string[] = []): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutNoise(item, reveal, [...path, "[]"]));
  if (typeof value !== "object" || value === null) return value;
  const shown = Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
    if (key === "managedFields" && path.at(-1) === "metadata") return [];
    if (key === lastApplied && path.at(-1) === "annotations") return [];
    if (!reveal && isSecretive(path, key)) return [[key, mask(item)]];
    return [[key, withoutNoise(item, reveal, [...path, key])]];
  });
  return Object.fromEntries(shown);
}

/** What a container is given to run and to know, wherever the Pod template stands. */
function isSecretive(path: readonly string[], key: string): boolean {
  const parent = path.at(-1);
  if (parent !== "[]") return key === "command" && parent === "exec";
  const list = path.at(-2) ?? "";
  if (/^(init|ephemeral)?containers$/i.test(list)) return key === "args" || key === "command";
  return key === "value" && (list === "env" || list === "httpHeaders");
}

function mask(value: unknown): unknown {
  return Array.isArray(value) ? value.map(() => maskedValue) : maskedValue;
}

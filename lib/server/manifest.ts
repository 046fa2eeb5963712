import { stringify } from "yaml";

const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";
/** Shown in place of a value that may be a secret. */
const masked = "<masked by Batchboard>";

/**
 * An object as YAML for reading. managedFields and last-applied are left out as noise that repeats
 * the rest; env values and args are masked unless `reveal` is set, for people put secrets there.
 */
export function manifestOf(object: unknown, reveal: boolean): string {
  return stringify(withoutNoise(object, reveal), { aliasDuplicateObjects: false, lineWidth: 0 });
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

/** `env[].value` and `args` of any container, wherever the Pod template stands. */
function isSecretive(path: readonly string[], key: string): boolean {
  const container =
    path.at(-1) === "[]" && /^(init|ephemeral)?containers$/i.test(path.at(-2) ?? "");
  if (container) return key === "args";
  return key === "value" && path.at(-1) === "[]" && path.at(-2) === "env";
}

function mask(value: unknown): unknown {
  return Array.isArray(value) ? value.map(() => masked) : masked;
}

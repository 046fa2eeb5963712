import { isObject } from "./decoding.ts";
import { isEqual } from "./field-errors.ts";
import { own, set } from "./merge-patch.ts";

/** The patch cannot be applied to this object; the API server does not say why either. */
export class PatchRefused extends Error {}

interface Operation {
  readonly op?: unknown;
  readonly path?: unknown;
  readonly from?: unknown;
  readonly value?: unknown;
}

/** RFC 6902. The target is not changed. */
export function jsonPatch(target: unknown, operations: readonly Operation[]): unknown {
  // A root above the document, so that the path "" is one like the others.
  const root: Record<string, unknown> = { "": structuredClone(target) };
  for (const { op, path, from, value } of operations) {
    const at = pointer(path);
    switch (op) {
      case "add":
        add(root, at, structuredClone(value));
        break;
      case "remove":
        remove(root, at);
        break;
      case "replace":
        replace(root, at, structuredClone(value));
        break;
      case "move": {
        const source = pointer(from);
        if (at.length > source.length && source.every((part, i) => part === at[i])) {
          throw new PatchRefused("a value cannot move into itself");
        }
        const moved = get(root, source);
        remove(root, source);
        add(root, at, moved);
        break;
      }
      case "copy":
        // What is not there is copied as null, and replaced as if it were, by evanphx/json-patch.
        add(root, at, structuredClone(look(root, pointer(from)) ?? null));
        break;
      case "test":
        if (!isEqual(get(root, at), value)) throw new PatchRefused("a test failed");
        break;
      default:
        throw new PatchRefused(`unexpected kind: ${op}`);
    }
  }
  return root[""];
}

/** The parts of a JSON pointer, below the root above the document; what precedes a slash is nothing. */
function pointer(path: unknown): string[] {
  if (typeof path !== "string") throw new PatchRefused("a path is missing or wrong");
  const [, ...parts] = path.split("/");
  return ["", ...parts.map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))];
}

function get(root: unknown, path: readonly string[]): unknown {
  const found = look(root, path);
  if (found === undefined) throw new PatchRefused("a path leads nowhere");
  return found;
}

function look(root: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, part) => {
    if (Array.isArray(value)) return value[index(value, part, value.length - 1)];
    return isObject(value) ? own(value, part) : undefined;
  }, root);
}

function add(root: unknown, path: readonly string[], value: unknown): void {
  const { parent, last } = place(root, path);
  if (Array.isArray(parent)) {
    parent.splice(last === "-" ? parent.length : index(parent, last, parent.length), 0, value);
  } else set(parent, last, value);
}

function replace(root: unknown, path: readonly string[], value: unknown): void {
  const { parent, last } = place(root, path);
  if (Array.isArray(parent)) parent[index(parent, last, parent.length - 1)] = value;
  else set(parent, last, value);
}

function remove(root: unknown, path: readonly string[]): void {
  const { parent, last } = place(root, path);
  if (Array.isArray(parent)) parent.splice(index(parent, last, parent.length - 1), 1);
  else {
    if (!Object.hasOwn(parent, last)) throw new PatchRefused("nothing to remove");
    delete parent[last];
  }
}

function place(
  root: unknown,
  path: readonly string[],
): { parent: unknown[] | Record<string, unknown>; last: string } {
  const parent = get(root, path.slice(0, -1));
  if (!Array.isArray(parent) && !isObject(parent)) throw new PatchRefused("a path leads nowhere");
  return { parent, last: path.at(-1) ?? "" };
}

function index(list: readonly unknown[], part: string, highest: number): number {
  const found = /^-\d+$/.test(part) ? list.length + Number(part) : Number(part);
  if (!/^-?(0|[1-9]\d*)$/.test(part) || found < 0 || found > highest) {
    throw new PatchRefused("an index is out of range");
  }
  return found;
}

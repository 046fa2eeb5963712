import type { ApiObject } from "#lib/kubernetes/testing/collection";

/** Whether an object has the fields of a selector, `a.b=x,c!=y`; any field may be asked for. */
export function hasFields(object: ApiObject, selector: string): boolean {
  const terms = selector.split(",").filter((term) => term !== "");
  return terms.every((term) => {
    const [, path = "", not, wanted] = /^([^!=]+)(!?)==?(.*)$/.exec(term) ?? [];
    const value = path
      .split(".")
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], object);
    return (String(value ?? "") === wanted) !== (not === "!");
  });
}

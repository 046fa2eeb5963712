import type { LabelSelector } from "#lib/kubernetes/types";
import { byteOrder } from "#lib/printers/order";

/**
 * kubectl's SELECTOR cell: requirements in order of their keys, `k=v`, `k in (a,b)`, `k notin (a)`,
 * `k`, `!k`. Empty for no requirement; `<error>` for one the API server cannot evaluate, which is
 * how it prints it (kubectl-semantics 2).
 */
export function formatLabelSelector(selector: LabelSelector | null | undefined): string {
  const requirements = [
    ...Object.entries(selector?.matchLabels ?? {}).map(([key, value]) =>
      requirement(key, [value], `${key}=${value}`),
    ),
    ...(selector?.matchExpressions ?? []).map(({ key, operator, values }) =>
      expression(key ?? "", operator, values ?? []),
    ),
  ];
  if (requirements.includes(null)) return "<error>";
  return requirements
    .filter((each) => each !== null)
    .sort((a, b) => byteOrder(a.key, b.key))
    .map((each) => each.text)
    .join(",");
}

interface Requirement {
  readonly key: string;
  readonly text: string;
}

/** One of matchExpressions; `In` and `NotIn` need values, the others must have none. */
function expression(key: string, operator: string, values: readonly string[]): Requirement | null {
  const set = `(${values.toSorted(byteOrder).join(",")})`;
  const some = values.length > 0;
  if (operator === "In" && some) return requirement(key, values, `${key} in ${set}`);
  if (operator === "NotIn" && some) return requirement(key, values, `${key} notin ${set}`);
  if (operator === "Exists" && !some) return requirement(key, values, key);
  if (operator === "DoesNotExist" && !some) return requirement(key, values, `!${key}`);
  return null;
}

function requirement(key: string, values: readonly string[], text: string): Requirement | null {
  return isLabelKey(key) && values.every(isLabelValue) ? { key, text } : null;
}

const name = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

function isLabelKey(key: string): boolean {
  const [last = "", prefix, ...more] = key.split("/").reverse();
  if (more.length > 0 || last.length > 63 || !name.test(last)) return false;
  return prefix === undefined || (prefix.length <= 253 && subdomain.test(prefix));
}

function isLabelValue(value: string): boolean {
  return value === "" || (value.length <= 63 && name.test(value));
}

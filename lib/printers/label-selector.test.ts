import { expect, it } from "vitest";
import { formatLabelSelector } from "#lib/printers/label-selector";

const expression = (key: string, operator: string, ...values: string[]) => ({
  matchExpressions: [{ key, operator, values }],
});

it.each([
  [null, ""],
  [undefined, ""],
  [{}, ""],
  [{ matchLabels: {}, matchExpressions: [] }, ""],
  [{ matchLabels: { z: "1", "a.b/c": "2", e: "" } }, "a.b/c=2,e=,z=1"],
  [expression("k", "In", "b", "a"), "k in (a,b)"],
  [expression("k", "In", "a"), "k in (a)"],
  [expression("k", "NotIn", "b", "a"), "k notin (a,b)"],
  [expression("k", "Exists"), "k"],
  [expression("k", "DoesNotExist"), "!k"],
  [{ matchLabels: { m: "1" }, ...expression("a", "DoesNotExist") }, "!a,m=1"],
  [expression("k", "Gt", "1"), "<error>"],
  [expression("k", "="), "<error>"],
  [expression("k", "In"), "<error>"],
  [expression("k", "Exists", "v"), "<error>"],
  [expression("k", "In", "not a value"), "<error>"],
  [{ matchLabels: { "-k": "v" } }, "<error>"],
  [{ matchLabels: { "a/b/c": "v" } }, "<error>"],
  [{ matchLabels: { "UPPER.case/k": "v" } }, "<error>"],
  [{ matchLabels: { [`${"k".repeat(64)}`]: "v" } }, "<error>"],
])("the selector %j prints as %j", (selector, text) => {
  expect(formatLabelSelector(selector)).toBe(text);
});

import { expect, it } from "vitest";
import type { PodRow } from "#lib/api/rows";
import { pods } from "#lib/kubernetes/resources";
import { indexedAttemptColumns } from "#lib/printers/attempt-columns";
import { printPod } from "#lib/printers/pod";

const bare = printPod(pods.reduce({ metadata: { name: "etl", uid: "u" } }));
const podRow = (row: Partial<PodRow>): PodRow => ({ ...bare, ...row });

it.each([
  [{ index: 58, exitCode: 137, status: "OOMKilled", node: "gpu-a-03" }, ["58", "137", "gpu-a-03"]],
  [{ index: 0, exitCode: null, status: "Completed", node: "n" }, ["0", "0", "n"]],
  [{ index: null, exitCode: null, status: "Running", node: "n" }, ["–", "–", "n"]],
  [{ index: null, exitCode: null, status: "Pending", node: "" }, ["–", "–", "<none>"]],
])("of %o the index, the exit code and the node are %j", (row, cells) => {
  expect(indexedAttemptColumns.map((column) => column.text(podRow(row), 0))).toEqual(cells);
});

it.each([
  ["index", "two ten none"],
  ["exit", "two ten none"],
])("sorts by %s as numbers, what is absent last", (id, names) => {
  const rows = [
    podRow({ name: "none" }),
    podRow({ name: "ten", index: 10, exitCode: 10 }),
    podRow({ name: "two", index: 2, exitCode: 2 }),
  ];
  const column = indexedAttemptColumns.find((each) => each.id === id);
  const sorted = rows.toSorted((a, b) => column?.compare(a, b, 0) ?? 0);
  expect(sorted.map(({ name }) => name).join(" ")).toBe(names);
});

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Cases of one folder, and how many of them passed on which cluster. */
export interface Row {
  readonly area: string;
  readonly cases: number;
  readonly real: number;
  readonly embedded: number;
}

const readme = join(import.meta.dirname, "..", "..", "README.md");
const [begin, end] = ["<!-- conformance -->\n", "<!-- /conformance -->\n"];
const head = [
  "cases of",
  "there are",
  "passed on Kubernetes 1.37",
  "passed on the embedded cluster",
];

/** The table that stands in the README. */
export function readTable(): Row[] {
  const [, , ...lines] = parts().table.trim().split("\n");
  return lines
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .filter(([, area = ""]) => !area.startsWith("**") && area !== "")
    .map(([, area = "", cases, real, embedded]) => ({
      area,
      cases: Number(cases),
      real: Number(real),
      embedded: Number(embedded),
    }));
}

export function writeTable(rows: readonly Row[]): void {
  const sum = (of: (row: Row) => number) => rows.reduce((total, row) => total + of(row), 0);
  const cells = [
    head,
    ...rows.map(({ area, cases, real, embedded }) => [area, cases, real, embedded]),
    ["**all**", sum(({ cases }) => cases), sum(({ real }) => real), sum((row) => row.embedded)],
  ];
  // In columns, as the formatter would have it.
  const widths = head.map((_, i) => Math.max(...cells.map((line) => String(line[i]).length)));
  const [names = "", ...counts] = cells.map((line) => {
    const [area, ...numbers] = line.map(String);
    const padded = numbers.map((number, i) => number.padStart(widths[i + 1] ?? 0));
    return `| ${[area?.padEnd(widths[0] ?? 0), ...padded].join(" | ")} |`;
  });
  const rule = widths.map((width, i) =>
    i === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  const lines = [names, `| ${rule.join(" | ")} |`, ...counts];
  const { before, after } = parts();
  writeFileSync(readme, `${before}${begin}\n${lines.join("\n")}\n\n${end}${after}`);
}

function parts(): { before: string; table: string; after: string } {
  const text = readFileSync(readme, "utf8");
  const [before = "", rest = ""] = text.split(begin);
  const [table = "", after = ""] = rest.split(end);
  if (table === "") throw new Error("README.md has no conformance table");
  return { before, table, after };
}

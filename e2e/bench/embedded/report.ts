/** A line of the table: a ratio of two figures of one run, and what it was made of. */
export interface Line {
  readonly what: string;
  /** The figure and what it is divided by; null where that could not be had. */
  readonly ratio: number | null;
  readonly against: string;
  readonly aside: string;
}

/** A Markdown table. */
export function table(lines: readonly Line[]): string {
  const rows = lines.map(({ what, ratio, against, aside }) => [
    what,
    ratio === null ? "no kubectl" : `${rounded(ratio)} ×`,
    against,
    aside,
  ]);
  const all = [["measured", "ratio", "against", "aside, on this machine"], ...rows];
  const widths = [0, 1, 2, 3].map((i) => Math.max(...all.map((row) => (row[i] ?? "").length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  const [head = [], ...rest] = all;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [line(head), rule, ...rest.map(line)].join("\n");
}

const rounded = (ratio: number) => (ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(0));

export const ms = (value: number) =>
  value < 10 ? `${value.toFixed(1)} ms` : `${value.toFixed(0)} ms`;
export const seconds = (value: number) => `${(value / 1000).toFixed(1)} s`;
export const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`;

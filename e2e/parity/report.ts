import type { Observer, Sight } from "./observer.ts";

/** What was compared, as a table, and each difference. */
export function report(observer: Observer): string {
  const lines = [["KIND", "LISTS", "EVENTS", "CELLS", "STATUS WORDS"]];
  for (const [plural, { lists, events, cells, words }] of observer.tallies) {
    lines.push([
      plural,
      ...[lists, events, cells].map(String),
      [...words].sort().join(", ") || "<none>",
    ]);
  }
  const widths = lines[0]?.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  const table = lines.map((line) =>
    line.map((cell, i) => cell.padEnd(i < 4 ? (widths?.[i] ?? 0) : 0)).join("   "),
  );
  const differences = [...observer.differences];
  return [
    ...table,
    `${differences.length} differences from the API server's own tables`,
    ...differences.slice(0, 50),
    "",
  ].join("\n");
}

export function describeSight({ kind, name, column, text }: Sight): string {
  return `${kind} ${name}: ${column} ${typeof text === "string" ? JSON.stringify(text) : text}`;
}

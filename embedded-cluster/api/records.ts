import { readFileSync } from "node:fs";

/** What a file of `data/` holds: a line of JSON for each name with what is known of it. */
export function records<T>(file: string): ReadonlyMap<string, T> {
  const text = readFileSync(new URL(`./data/${file}`, import.meta.url), "utf8");
  const lines = text.split("\n").filter((line) => line !== "");
  return new Map(lines.map((line) => JSON.parse(line) as [string, T]));
}

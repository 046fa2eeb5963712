import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Flag } from "#lib/line/flag";
import { commandFlags, globalFlags } from "#lib/line/flag-tables";

/** What kubectl 1.37's help lists, recorded by e2e/recordings/lines/record.ts. */
const recorded: Readonly<Record<string, readonly string[]>> = JSON.parse(
  readFileSync(join(import.meta.dirname, "testdata/known-flags.json"), "utf8"),
);

const tables: readonly (readonly [string, readonly Flag[]])[] = [
  ["options", globalFlags],
  ...Object.entries(commandFlags),
];

it.each(tables)("kubectl %s has the flags its help lists", (words, flags) => {
  const written = flags
    // It is deprecated, and in no help.
    .filter(({ name }) => name !== "record")
    .map(({ short, name }) => (short === "" ? `--${name}` : `-${short} --${name}`));
  expect(written.sort()).toEqual([...(recorded[words] ?? [])].sort());
});

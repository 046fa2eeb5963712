import { execFileSync } from "node:child_process";
import { basename, dirname, join } from "node:path";
import { expect, test } from "vitest";
import { readTable } from "./table.ts";

const root = join(import.meta.dirname, "..", "..");

interface Suite {
  readonly specs: readonly unknown[];
  readonly suites?: readonly Suite[];
}

const casesOf = ({ specs, suites = [] }: Suite): number =>
  suites.reduce((sum, suite) => sum + casesOf(suite), specs.length);

test("the README's conformance table counts the cases there are, and all of them pass", () => {
  const list = ["test", "--list", "--project=conformance", "--reporter=json"];
  const cli = join(root, "node_modules", "@playwright", "test", "cli.js");
  const env = { ...process.env, NODE_OPTIONS: "" };
  const output = execFileSync(process.execPath, [cli, ...list], { cwd: root, env });
  const { suites } = JSON.parse(output.toString()) as {
    suites: (Suite & { readonly title: string })[];
  };
  const folders = Map.groupBy(suites, ({ title }) => basename(dirname(title)));
  const counted = [...folders].map(([area, files]) => ({
    area,
    cases: files.reduce((sum, file) => sum + casesOf(file), 0),
  }));
  const passed = counted.map((row) => ({ ...row, real: row.cases, embedded: row.cases }));
  expect(readTable()).toEqual(passed.sort((a, b) => a.area.localeCompare(b.area)));
  expect(counted.reduce((sum, { cases }) => sum + cases, 0)).toBeGreaterThanOrEqual(120);
});

import { basename, dirname } from "node:path";
import type { Reporter, Suite, TestCase } from "@playwright/test/reporter";
import { readTable, writeTable } from "./table.ts";

/**
 * Writes into the README how many cases of each folder passed on the cluster under test; what is
 * known of the other cluster stays.
 */
// biome-ignore lint/style/noDefaultExport: Playwright takes a reporter by its default export
export default class TableReporter implements Reporter {
  #tests: TestCase[] = [];

  onBegin(_config: unknown, suite: Suite): void {
    this.#tests = suite.allTests();
  }

  onEnd(): void {
    const cluster = process.env.TEST_KUBERNETES === "embedded" ? "embedded" : "real";
    const known = new Map(readTable().map((row) => [row.area, row]));
    const areas = Map.groupBy(this.#tests, ({ location }) => basename(dirname(location.file)));
    const rows = [...areas].map(([area, tests]) => ({
      ...(known.get(area) ?? { real: 0, embedded: 0 }),
      area,
      cases: tests.length,
      [cluster]: tests.filter((test) => test.outcome() === "expected").length,
    }));
    writeTable(rows.sort((a, b) => a.area.localeCompare(b.area)));
  }

  printsToStdio(): boolean {
    return false;
  }
}

import type { Child } from "../child.ts";
import type { Figure } from "../figure.ts";
import { openTerminal, type Terminal } from "./kubectl-logs.ts";
import type { LogStage } from "./log-stage.ts";
import { lineOf } from "./log-text.ts";

/** The Pod whose log is read whole. */
export const wholePod = "whole";
export const wholeLines = 1_000_000;

/** In the syntax that Go, `grep -E` and a log search share. */
const patterns = {
  literal: "status=5[0-9][0-9]",
  // What it begins with is in every line.
  everywhere: "took (2|3)[0-9]+ms",
};

/** P14: the log of a Pod whole, and what is found in it, beside kubectl. */
export async function benchReading(
  stage: LogStage,
  readers: Child,
  rounds: number,
  say: (line: string) => void,
): Promise<Figure[]> {
  const terminal = openTerminal(stage);
  const of = `namespace=default&of=pod/${wholePod}`;
  const { dashboard, cookie } = stage;
  const log = { url: `${dashboard.origin}/api/logs?${of}`, cookie };

  const counted = await readers.call("count", log);
  if (counted.lines !== wholeLines || counted.last !== lineOf(wholeLines - 1)) {
    throw new Error(`the dashboard gave ${counted.lines} lines, the last ${counted.last}`);
  }
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    say(`a million lines, by kubectl and from the dashboard, round ${round}`);
    const kubectl = await terminal.read(wholePod);
    const dashboard = await readers.call("read", log);
    // The first warms what all have in common.
    if (round === 0) continue;
    theirs.push(kubectl);
    ours.push(dashboard);
  }
  const searching = [];
  for (const pattern of Object.values(patterns)) {
    say(`a million lines searched for ${pattern}`);
    const query = new URLSearchParams({ find: pattern, regex: "1", case: "1" });
    const search = { url: `${dashboard.origin}/api/logs/search?${of}&${query}`, cookie };
    searching.push(await benchSearch(pattern, search, readers, terminal, rounds));
  }
  return [
    {
      name: "P14",
      what: "a log of 1,000,000 lines, from the request to its last line on a connection",
      against: "`kubectl logs` of it",
      limit: { at: 0.75, text: "0.75 ×" },
      ours,
      theirs,
      unit: "ms",
    },
    ...searching,
  ];
}

/** What is found in the whole log; both sides must find the same lines. */
async function benchSearch(
  pattern: string,
  search: { readonly url: string; readonly cookie: string },
  readers: Child,
  terminal: Terminal,
  rounds: number,
): Promise<Figure> {
  const ours: number[] = [];
  const theirs: number[] = [];
  const hits: number = await readers.call("hits", search);
  for (let round = 0; round <= rounds; round++) {
    const { ms, lines } = await terminal.count(wholePod, pattern);
    if (lines !== hits) throw new Error(`grep found ${lines} of ${pattern}, the search ${hits}`);
    const searched = await readers.call("read", search);
    if (round === 0) continue;
    theirs.push(ms);
    ours.push(searched);
  }
  return {
    name: "P14",
    what: `the ${hits} lines of 1,000,000 that have \`${pattern.replaceAll("|", "\\|")}\``,
    against: "`kubectl logs` through `grep -cE`",
    limit: { at: 1.5, text: "1.5 ×" },
    ours,
    theirs,
    unit: "ms",
  };
}

import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { findKubectl } from "../../cluster/kubectl.ts";
import { knownFlags, recordedFlags } from "../../recordings/lines/known-flags.ts";
import {
  linesToRecord,
  recorded,
  type Verdict,
  verdictsOf,
} from "../../recordings/lines/verdicts.ts";

test("kubectl makes of each line what the grammar of the line is held to", async () => {
  test.setTimeout(300_000);
  const kubectl = findKubectl();
  test.skip(kubectl === undefined, "There is no kubectl of the newest release");
  const before: readonly Verdict[] = JSON.parse(await readFile(recorded, "utf8"));
  const lines = await linesToRecord();
  expect(before.map(({ line }) => line)).toEqual(lines);
  const now = await verdictsOf(lines, kubectl ?? "");
  const told = (verdicts: readonly Verdict[]) =>
    verdicts.map(({ line, refused }) => ({ line, refused }));
  expect(told(now)).toEqual(told(before));
  expect(await knownFlags(kubectl ?? "")).toEqual(
    JSON.parse(await readFile(recordedFlags, "utf8")),
  );
});

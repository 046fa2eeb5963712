import { expect, it } from "vitest";
import { changedLines } from "#components/actions/yaml-diff";

const text = (before: string, after: string) =>
  changedLines(before, after).map(({ sign, text: line }) => `${sign}${line}`);

it("says nothing of equal texts", () => {
  expect(text("a: 1\nb: 2\n", "a: 1\nb: 2\n")).toEqual([]);
});

it("shows what is changed with two lines around it", () => {
  const before = ["1", "2", "3", "4", "5", "6"].join("\n");
  expect(text(before, before.replace("4", "four"))).toEqual([
    " 2",
    " 3",
    "-4",
    "+four",
    " 5",
    " 6",
  ]);
});

it("leaves out what lies between two changes far from each other", () => {
  const lines = Array.from({ length: 12 }, (_, i) => `${i}`);
  const after = lines.with(1, "one").with(10, "ten").join("\n");
  expect(text(lines.join("\n"), after)).toEqual([
    " 0",
    "-1",
    "+one",
    " 2",
    " 3",
    "…",
    " 8",
    " 9",
    "-10",
    "+ten",
    " 11",
  ]);
});

import { expect, it } from "vitest";
import { cell, cellOrNone } from "#lib/printers/cell";

it.each([
  ["* * * * *", "* * * * *"],
  ["", ""],
  ["first\nsecond", "first..."],
  ["first\r\nsecond", "first..."],
  ["first\fsecond\nthird", "first..."],
  ["\n", "..."],
  ["\u001b[31mred", "^[[31mred"],
  ["tab\there", "tab\there"],
])("a cell of %j prints as %j", (text, want) => {
  expect(cell(text)).toBe(want);
});

it.each([
  [null, "<none>"],
  ["", "<none>"],
  ["10.0.0.5", "10.0.0.5"],
  ["a\nb", "a..."],
])("a cell of %j that may be absent prints as %j", (text, want) => {
  expect(cellOrNone(text)).toBe(want);
});

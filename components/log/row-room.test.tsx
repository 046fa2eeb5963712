import { expect, test } from "vitest";
import { roomRows, scrollTopFor } from "#components/log/row-room";

test("of a long log that is followed its end is laid out, of one that is read all of it", () => {
  expect(roomRows(200_000, true, false)).toBe(199_000);
  expect(roomRows(200_000, false, false)).toBe(0);
  expect(roomRows(900, true, false)).toBe(0);
  // Rows of other heights are no room that is known.
  expect(roomRows(200_000, true, true)).toBe(0);
});

test("a line is brought to the middle, or only as far as it takes to see it", () => {
  const seen = { scrollTop: 1_000, clientHeight: 400 };
  expect(scrollTopFor(5_000, "center", seen)).toBe(4_810);
  expect(scrollTopFor(40, "center", seen)).toBe(0);
  expect(scrollTopFor(980, "auto", seen)).toBe(980);
  expect(scrollTopFor(1_380, "auto", seen)).toBeNull();
  expect(scrollTopFor(1_400, "auto", seen)).toBe(1_020);
});

import { describe, expect, it } from "vitest";
import {
  formatLineLink,
  linePlace,
  parseLineLink,
  samePlace,
  sinceTimeOf,
} from "#lib/logs/line-link";

const one = linePlace("u-1_main_0", "2026-03-10T12:00:00.123456789Z", "\u001b[31mred\u001b[0m");
const two = linePlace("u-2_main_0", "2026-03-10T12:01:00.000000001Z", "two");

describe("a link to lines", () => {
  it.each([
    ["a line", { first: one, last: null }],
    ["a range over two sources", { first: one, last: two }],
    ["a line without a time", { first: linePlace("k", "", "x"), last: null }],
  ])("names %s, and is read as it was written", (_, link) => {
    expect(parseLineLink(formatLineLink(link))).toEqual(link);
    expect(
      encodeURIComponent(formatLineLink(link)).replaceAll("%2C", ",").replaceAll("%3A", ":"),
    ).toBe(formatLineLink(link));
  });

  it("tells lines of one nanosecond apart, and notices another text", () => {
    const other = linePlace(one.source, one.time, "red");
    expect(samePlace(one, other)).toBe(false);
    expect(samePlace(one, { ...one })).toBe(true);
  });

  it("may name a line by its time alone, as a search of everything does", () => {
    const link = { first: { ...one, hash: "" }, last: null };
    expect(parseLineLink(formatLineLink(link))).toEqual(link);
    expect(samePlace(link.first, one)).toBe(true);
    expect(samePlace(link.first, two)).toBe(false);
  });

  it("opens the log half a minute before its lines", () => {
    expect(sinceTimeOf({ first: one, last: null })).toBe("2026-03-10T11:59:30Z");
    expect(sinceTimeOf({ first: two, last: one })).toBe("2026-03-10T11:59:30Z");
    expect(sinceTimeOf({ first: linePlace("k", "", "x"), last: null })).toBe("");
  });

  it.each([
    "",
    "x",
    "k,2026,abc",

    "k,,a..",
    "k,,a..k,,b..k,,c",
    "k k,,a",
  ])("is none in %j", (text) => {
    expect(parseLineLink(text)).toBeNull();
  });
});

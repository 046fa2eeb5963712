import { describe, expect, it } from "vitest";
import { LogBuffer } from "#lib/client/logs/log-buffer";
import { LogSearch } from "#lib/client/logs/log-search";

function bufferOf(...texts: string[]): LogBuffer {
  const buffer = new LogBuffer({ entries: 4, characters: 1_000 });
  buffer.push(texts.map((text) => ["", text]));
  return buffer;
}

describe("the search in a log", () => {
  it("finds every hit, also several in one line, whatever their case", () => {
    const buffer = bufferOf("Error: no error", "fine", "ERROR");
    expect(new LogSearch("error", false).hits(buffer).lines).toEqual([0, 0, 2]);
    expect(new LogSearch("error", true).hits(buffer).lines).toEqual([0]);
    expect(new LogSearch("", false).hits(buffer).lines).toEqual([]);
  });

  it("takes what is typed as it is, not as a pattern", () => {
    const typed = "a.c (x)* [1] {2} $^|\\ /";
    expect(new LogSearch(typed, false).hits(bufferOf("abc x", typed)).lines).toEqual([1]);
  });

  it("finds words that colours cut through, and no escape sequence", () => {
    const buffer = bufferOf("\u001b[31mre\u001b[1md31m\u001b[0m");
    expect(new LogSearch("red31", false).hits(buffer).lines).toEqual([0]);
    expect(new LogSearch("[31", false).hits(buffer).lines).toEqual([]);
  });

  it("goes on with new lines and forgets those that were let go", () => {
    const buffer = bufferOf("hit", "no");
    const search = new LogSearch("hit", false);
    expect(search.hits(buffer).lines).toEqual([0]);
    buffer.push([["", "hit"], { note: "hit" }, ["", "hit"]]);
    expect(search.hits(buffer)).toEqual({ lines: [2, 4], first: 1 });
  });

  it("says where in the line a hit stands", () => {
    expect(new LogSearch("a", false).matches("xAa")).toEqual([
      { start: 1, end: 2 },
      { start: 2, end: 3 },
    ]);
  });
});

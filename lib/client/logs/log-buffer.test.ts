import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LogBuffer, type LogEntry } from "#lib/client/logs/log-buffer";

const lines = (...texts: string[]): LogEntry[] => texts.map((text) => ["", text]);

function held(buffer: LogBuffer): LogEntry[] {
  const entries: LogEntry[] = [];
  for (let number = buffer.first; number < buffer.end; number++) {
    const entry = buffer.at(number);
    if (entry) entries.push(entry);
  }
  return entries;
}

describe("a log buffer", () => {
  it("R24: lets the oldest lines go beyond its limit and keeps every line's number", () => {
    const buffer = new LogBuffer({ entries: 3, characters: 1_000 });
    buffer.push(lines("a", "b", "c", "d", "e"));
    expect(held(buffer)).toEqual(lines("c", "d", "e"));
    expect([buffer.first, buffer.letGo]).toEqual([2, 2]);
    expect(buffer.at(1)).toBeUndefined();
    expect(buffer.at(4)).toEqual(["", "e"]);
    expect(buffer.at(5)).toBeUndefined();
  });

  it("R24: counts characters too, for few lines can be long", () => {
    const buffer = new LogBuffer({ entries: 1_000, characters: 10 });
    buffer.push(lines("aaaa", "bbbb", "cccc"));
    expect(held(buffer)).toEqual(lines("bbbb", "cccc"));
  });

  it("gives no number twice when it begins anew", () => {
    const buffer = new LogBuffer();
    buffer.push(lines("a", "b"));
    buffer.clear();
    buffer.push(lines("c"));
    expect([buffer.first, buffer.end, buffer.letGo]).toEqual([2, 3, 0]);
    expect(buffer.at(2)).toEqual(["", "c"]);
  });

  it("saves what the container wrote and nothing that was said beside it", () => {
    const buffer = new LogBuffer();
    buffer.push([["t", "\u001b[31mred\u001b[0m"], { note: "some lines may be missing" }, ["", ""]]);
    expect(buffer.text()).toBe("\u001b[31mred\u001b[0m\n\n");
  });

  it("always holds the newest lines, in order", () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string(), { maxLength: 9 })), (batches) => {
        const buffer = new LogBuffer({ entries: 7, characters: 40 });
        for (const batch of batches) buffer.push(lines(...batch));
        const all = lines(...batches.flat());
        expect(held(buffer)).toEqual(all.slice(all.length - buffer.length));
        expect(buffer.end).toBe(all.length);
      }),
    );
  });
});

import { describe, expect, it } from "vitest";
import { LogBuffer } from "#lib/client/logs/log-buffer";
import { LogSearch } from "#lib/client/logs/log-search";
import { logOrigin, logText } from "#lib/client/testing/log-data";
import { type Pattern, textPattern } from "#lib/logs/pattern";
import { ManualClock } from "#lib/time/clock";

const text = (number: number, text: string) =>
  logText(`12:00:${String(number).padStart(2, "0")}`, text);
function bufferOf(...texts: string[]): LogBuffer {
  const buffer = new LogBuffer({ entries: 4, characters: 1_000 });
  buffer.insert(texts.map((line, i) => text(10 + i, line)));
  return buffer;
}
const found = (buffer: LogBuffer, typed: string, matchCase = false) =>
  new LogSearch(textPattern(typed, matchCase)).hits(buffer).lines;

describe("the search in a log", () => {
  it("finds every hit, also several in one line, whatever their case", () => {
    const buffer = bufferOf("Error: no error", "fine", "ERROR");
    expect(found(buffer, "error")).toEqual([0, 0, 2]);
    expect(found(buffer, "error", true)).toEqual([0]);
  });

  it("finds words that colours cut through, and no escape sequence", () => {
    const buffer = bufferOf("\u001b[31mre\u001b[1md31m\u001b[0m");
    expect(found(buffer, "red31")).toEqual([0]);
    expect(found(buffer, "[31")).toEqual([]);
  });

  it("goes on with new lines and forgets those that were let go", () => {
    const buffer = bufferOf("hit", "no");
    const search = new LogSearch(textPattern("hit", false));
    expect(search.hits(buffer).lines).toEqual([0]);
    const { at, source } = text(20, "");
    buffer.insert([text(20, "hit"), { at, source, note: "hit", about: "gap" }, text(21, "hit")]);
    expect(search.hits(buffer)).toEqual({ lines: [2, 4], first: 1, progress: 1 });
  });

  it("stays on its lines when others are put between them", () => {
    const buffer = bufferOf("hit", "no", "hit");
    const search = new LogSearch(textPattern("hit", false));
    expect(search.hits(buffer).lines).toEqual([0, 2]);
    buffer.insert([{ ...text(11, "hit"), source: logOrigin({ pod: "later" }) }]);
    expect(search.hits(buffer).lines).toEqual([0, 2, 3]);
  });

  it("looks through a long log in slices, and says how far it is", () => {
    const buffer = new LogBuffer();
    buffer.insert(Array.from({ length: 1_000 }, (_, i) => text(10, `line ${i}`)));
    let looked = 0;
    const clock = Object.assign(new ManualClock(), { now: () => looked });
    const slow: Pattern = {
      ...textPattern("line", true),
      test: (line) => {
        looked += 1;
        return line === "line 900";
      },
      matches: () => [{ start: 0, end: 1 }],
    };
    const search = new LogSearch(slow, clock);
    expect(search.hits(buffer)).toMatchObject({ lines: [], progress: 0.064 });
    while (search.hits(buffer).progress < 1);
    expect(search.hits(buffer).lines).toEqual([900]);
    expect(looked).toBe(1_000);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isNote, LogBuffer, type LogEntry } from "#lib/client/logs/log-buffer";
import { logOrigin, logText } from "#lib/client/testing/log-data";
import { mergeRuns } from "#lib/logs/merge";
import { inEnglish } from "#lib/texts/wording";

const [a, b] = ["a", "b"].map((pod) => logOrigin({ pod }));

/** Lines of one second each, named by the second. */
const lines = (...seconds: number[]) => seconds.map((second) => line(second));
const line = (second: number, source = a, text = String(second)) =>
  logText(`12:00:${String(second).padStart(2, "0")}`, text, source);

const texts = (entries: readonly LogEntry[]) =>
  entries.map((entry) => (isNote(entry) ? `(${inEnglish(entry.note)})` : entry.text));
const held = (buffer: LogBuffer) =>
  Array.from({ length: buffer.length }, (_, i) => buffer.at(buffer.first + i) as LogEntry);

describe("a log buffer", () => {
  it("R24: lets the oldest lines go beyond its limit and keeps every line's number", () => {
    const buffer = new LogBuffer({ entries: 3, characters: 1_000 });
    buffer.insert(lines(1, 2, 3, 4, 5));
    expect(texts(held(buffer))).toEqual(["3", "4", "5"]);
    expect([buffer.first, buffer.letGo]).toEqual([2, 2]);
    expect(buffer.at(1)).toBeUndefined();
    expect(buffer.at(4)).toMatchObject({ text: "5" });
    expect(buffer.at(5)).toBeUndefined();
    expect(buffer.revision).toBe(0);
  });

  it("R24: counts characters too, for few lines can be long", () => {
    const buffer = new LogBuffer({ entries: 1_000, characters: 80 });
    buffer.insert([line(1, a, "aaaa"), line(2, a, "bbbb"), line(3, a, "cccc")]);
    expect(texts(held(buffer))).toEqual(["bbbb", "cccc"]);
  });

  it("puts late lines where they belong, and says from which number on numbers have moved", () => {
    const buffer = new LogBuffer();
    const [one, three, five] = lines(1, 3, 5) as [LogEntry, LogEntry, LogEntry];
    buffer.insert([one, three, five]);
    buffer.insert([line(2, b), line(4, b), line(6, b)]);
    expect(texts(held(buffer))).toEqual(["1", "2", "3", "4", "5", "6"]);
    expect(buffer.changedFrom(0)).toBe(1);
    expect([one, three, five].map((entry) => buffer.numberOf(entry))).toEqual([0, 2, 4]);
    const { revision } = buffer;
    buffer.insert([line(7, b)]);
    expect(buffer.changedFrom(revision)).toBe(buffer.end);
  });

  it("keeps the order in which a source wrote lines of one time", () => {
    const buffer = new LogBuffer();
    buffer.insert([line(1, b, "b1"), line(1, b, "b2")]);
    buffer.insert([line(1, a, "a1")]);
    buffer.insert([line(1, a, "a2"), line(1, b, "b3")]);
    expect(texts(held(buffer))).toEqual(["a1", "a2", "b1", "b2", "b3"]);
  });

  it("counts a line that is older than what was let go as let go too", () => {
    const buffer = new LogBuffer({ entries: 2, characters: 1_000 });
    buffer.insert(lines(3, 4, 5, 6));
    buffer.insert([line(1, b), line(2, b)]);
    expect(texts(held(buffer))).toEqual(["5", "6"]);
    expect(buffer.letGo).toBe(4);
  });

  it("moves no line that stays when older ones are put before it, and makes room for them", () => {
    const buffer = new LogBuffer({ entries: 3, characters: 1_000 });
    buffer.insert(lines(3, 4, 5, 6));
    const newest = buffer.at(3) as LogEntry;
    buffer.restate([...lines(1, 2, 3), ...held(buffer)], 3);
    expect(texts(held(buffer))).toEqual(["1", "2", "3", "4", "5", "6"]);
    expect(buffer.numberOf(newest)).toBe(3);
    expect([buffer.first, buffer.letGo, buffer.hasRoom]).toEqual([-2, 0, false]);
    buffer.insert(lines(7));
    expect(texts(held(buffer))).toEqual(["2", "3", "4", "5", "6", "7"]);
    expect(buffer.letGo).toBe(1);
  });

  it("lets older lines go that have no room although they were asked for", () => {
    const buffer = new LogBuffer({ entries: 2, characters: 1_000 });
    buffer.insert(lines(8, 9));
    buffer.restate([...lines(1, 2, 3), ...held(buffer)], 3);
    expect(texts(held(buffer))).toEqual(["2", "3", "8", "9"]);
    expect(buffer.letGo).toBe(1);
  });

  it("saves what containers wrote and nothing that was said beside it", () => {
    const buffer = new LogBuffer();
    const { at, source } = line(2);
    buffer.insert([
      line(1, a, "\u001b[31mred\u001b[0m"),
      { at, source, note: "some lines may be missing", about: "gap" },
      line(3, a, ""),
    ]);
    expect(buffer.text()).toBe("\u001b[31mred\u001b[0m\n\n");
  });

  it("is the merge of all sources however their lines come, or the newest of it", () => {
    const arrivals = fc.array(fc.record({ pod: fc.nat(2), second: fc.nat(9) }), { maxLength: 40 });
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 1, max: 50 }), fc.nat(5), (all, limit, step) => {
        const buffer = new LogBuffer({ entries: limit, characters: 1_000_000 });
        const runs: LogEntry[][] = [[], [], []];
        const arrived = all.map(({ pod, second }, i) => {
          const run = runs[pod] as LogEntry[];
          const at = Math.max(second, Number(run.at(-1)?.at.slice(17, 19) ?? 0));
          const entry = line(at, logOrigin({ pod: `pod-${pod}` }), `${pod}:${i}`);
          run.push(entry);
          return { pod, entry };
        });
        for (let i = 0; i < arrived.length; i += step + 1) {
          const batch = arrived.slice(i, i + step + 1);
          const parts = [0, 1, 2].map((pod) => batch.filter((one) => one.pod === pod));
          buffer.insert(mergeRuns(parts.map((part) => part.map(({ entry }) => entry))));
        }
        const merged = mergeRuns(runs);
        expect(texts(held(buffer))).toEqual(texts(merged.slice(-limit)));
        expect(buffer.letGo).toBe(merged.length - buffer.length);
        for (let n = buffer.first; n < buffer.end; n++) {
          expect(buffer.numberOf(buffer.at(n) as LogEntry)).toBe(n);
        }
      }),
    );
  });
});

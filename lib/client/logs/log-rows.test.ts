import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LogBuffer, type LogEntry } from "#lib/client/logs/log-buffer";
import { type LogRow, LogRows, type RowChoice } from "#lib/client/logs/log-rows";
import { logOrigin, logText } from "#lib/client/testing/log-data";
import { textPattern } from "#lib/logs/pattern";
import { ManualClock } from "#lib/time/clock";

const [a, b] = ["a", "b"].map((pod) => logOrigin({ pod })) as [
  ReturnType<typeof logOrigin>,
  ReturnType<typeof logOrigin>,
];
const line = (second: number, text: string, source = a) =>
  logText(
    `12:${String(Math.floor(second / 60)).padStart(2, "0")}:${String(second % 60).padStart(2, "0")}`,
    text,
    source,
  );
const bufferOf = (...texts: string[]): LogBuffer => {
  const buffer = new LogBuffer();
  buffer.insert(texts.map((text, i) => line(i, text)));
  return buffer;
};

const all: RowChoice = {
  muted: new Set(),
  filter: null,
  exclude: null,
  context: 0,
  foldTraces: false,
  opened: new Set(),
};
const typed = (text: string) => textPattern(text, true);
const rowsOf = (buffer: LogBuffer, choice: Partial<RowChoice>): LogRows => {
  const rows = new LogRows(new ManualClock());
  rows.update(buffer, { ...all, ...choice });
  return rows;
};
const listed = (rows: LogRows): LogRow[] =>
  Array.from({ length: rows.length }, (_, i) => rows.at(i) as LogRow);
/** Rows as numbers, `+n` behind that of a fold, `…` behind that of a skip. */
const said = (rows: LogRows) =>
  listed(rows).map((row) =>
    row.kind === "fold"
      ? `${row.number}+${row.count}`
      : `${row.number}${row.kind === "skip" ? "…" : ""}`,
  );

const trace = ["failed", "\tat x.Y.z(Y.java:1)", "\tat x.Y.w(Y.java:2)", "next"];

describe("the rows of a log", () => {
  it("are its entries where all are shown", () => {
    const rows = rowsOf(bufferOf("a", "b"), {});
    expect(said(rows)).toEqual(["0", "1"]);
    expect([rows.at(-1), rows.at(2), rows.indexOf(1), rows.indexOf(99)]).toEqual([
      undefined,
      undefined,
      1,
      1,
    ]);
  });

  it("leave out muted sources with all that is said of them", () => {
    const buffer = new LogBuffer();
    const { at } = line(1, "");
    buffer.insert([
      line(0, "a"),
      { at, source: b, note: "Started", about: "start" },
      line(2, "b", b),
      line(3, "c"),
    ]);
    expect(said(rowsOf(buffer, { muted: new Set([b.key]) }))).toEqual(["0", "3"]);
  });

  it("are the lines a filter is found in, without those that are excluded", () => {
    const buffer = bufferOf("GET /a", "POST /b", "GET /healthz", "\u001b[1mG\u001b[0mET /c");
    expect(said(rowsOf(buffer, { filter: typed("GET") }))).toEqual(["0", "2", "3"]);
    expect(said(rowsOf(buffer, { filter: typed("GET"), exclude: typed("healthz") }))).toEqual([
      "0",
      "3",
    ]);
    expect(said(rowsOf(buffer, { exclude: typed("GET") }))).toEqual(["1"]);
  });

  it("have the lines around a hit, and say where others are left out", () => {
    const buffer = bufferOf("0", "1", "hit", "3", "4", "5", "6", "hit", "hit", "9", "10");
    expect(said(rowsOf(buffer, { filter: typed("hit"), context: 1 }))).toEqual([
      "0…",
      "1",
      "2",
      "3",
      "4…",
      "6",
      "7",
      "8",
      "9",
    ]);
    const near = rowsOf(buffer, { filter: typed("hit"), context: 2 });
    expect(said(near)).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
  });

  it("keep gaps in sight where a filter is set", () => {
    const buffer = new LogBuffer();
    const { at, source } = line(1, "");
    buffer.insert([
      line(0, "hit"),
      { at, source, note: "Some lines may be missing.", about: "gap" },
      { at, source, note: "Exited with code 0", about: "exit" },
    ]);
    expect(said(rowsOf(buffer, { filter: typed("hit") }))).toEqual(["0", "1"]);
  });

  it("fold a stack trace into one row, also where another source writes in between", () => {
    expect(said(rowsOf(bufferOf(...trace), { foldTraces: true }))).toEqual(["0", "1+2", "3"]);
    const buffer = new LogBuffer();
    buffer.insert(trace.slice(0, 2).map((text, i) => line(i, text)));
    buffer.insert([line(2, "other", b)]);
    const rows = rowsOf(buffer, { foldTraces: true });
    expect(said(rows)).toEqual(["0", "1+1", "2"]);
    buffer.insert(trace.slice(2).map((text, i) => line(3 + i, text)));
    rows.update(buffer, { ...all, foldTraces: true });
    expect(said(rows)).toEqual(["0", "1+2", "2", "4"]);
  });

  it("show a trace that was opened, and all of it where a filter looks for something", () => {
    const buffer = bufferOf(...trace);
    const opened = new Set([buffer.at(1) as LogEntry]);
    expect(said(rowsOf(buffer, { foldTraces: true, opened }))).toEqual(["0", "1", "2", "3"]);
    const filter = typed("Y.java:2");
    expect(said(rowsOf(buffer, { foldTraces: true, filter }))).toEqual(["2"]);
  });

  it("find the row of a line, or the one before it", () => {
    const rows = rowsOf(bufferOf("no", "hit", "no", "hit", "no"), { filter: typed("hit") });
    expect([0, 1, 2, 3, 4].map((number) => rows.indexOf(number))).toEqual([0, 0, 0, 1, 1]);
    expect(rowsOf(bufferOf("no"), { filter: typed("hit") }).indexOf(0)).toBe(-1);
  });

  it("come in slices where choosing takes long", () => {
    const buffer = bufferOf(...Array.from({ length: 1_000 }, (_, i) => `line ${i}`));
    let looked = 0;
    const clock = Object.assign(new ManualClock(), { now: () => looked });
    const filter = { ...typed("line"), test: () => ++looked > 0 };
    const rows = new LogRows(clock);
    expect(rows.update(buffer, { ...all, filter })).toBe(false);
    expect(rows.length).toBeLessThan(200);
    while (!rows.update(buffer, { ...all, filter }));
    expect([rows.length, looked]).toEqual([1_000, 1_000]);
  });

  it("are the same however the lines came", () => {
    const texts = ["hit", "no", "out hit", "  at x.y(z:1)", "Caused by: x"];
    const lines = fc.array(
      fc.record({ second: fc.nat(20), pod: fc.nat(1), text: fc.constantFrom(...texts) }),
      { minLength: 6, maxLength: 9 },
    );
    const choices: Partial<RowChoice>[] = [
      { foldTraces: true },
      { foldTraces: true, exclude: typed("out"), muted: new Set([b.key]) },
      { filter: typed("hit") },
      { filter: typed("hit"), context: 2 },
      { filter: typed("hit"), context: 1, exclude: typed("out") },
    ];
    fc.assert(
      fc.property(
        fc.array(lines, { minLength: 15, maxLength: 40 }),
        fc.constantFrom(...choices),
        (batches, part) => {
          const choice = { ...all, ...part };
          const buffer = new LogBuffer();
          const rows = new LogRows(new ManualClock());
          for (const [i, batch] of batches.entries()) {
            const placed = batch
              .map(({ second, pod, text }) => line(second + i * 8, text, pod === 0 ? a : b))
              .sort((x, y) =>
                x.at < y.at
                  ? -1
                  : x.at > y.at
                    ? 1
                    : x.source.pod < y.source.pod
                      ? -1
                      : x.source === y.source
                        ? 0
                        : 1,
              );
            buffer.insert(placed);
            rows.update(buffer, choice);
          }
          expect(listed(rows)).toEqual(listed(rowsOf(buffer, choice)));
        },
      ),
    );
  });

  it("let go of rows whose lines were let go", () => {
    const buffer = new LogBuffer({ entries: 3, characters: 1_000 });
    const rows = new LogRows(new ManualClock());
    const choice = { ...all, filter: typed("hit") };
    buffer.insert([line(0, "hit"), line(1, "no"), line(2, "hit")]);
    rows.update(buffer, choice);
    buffer.insert([line(3, "no"), line(4, "hit")]);
    rows.update(buffer, choice);
    expect(said(rows)).toEqual(["2", "4"]);
    expect(rows.indexOf(4)).toBe(1);
  });
});

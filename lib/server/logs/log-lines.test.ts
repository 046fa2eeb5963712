import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cutMark, type LogLine, lineLimit } from "#lib/api/log-frames";
import { linesOf } from "#lib/logs/line-block";
import { isRuntimeError, LogLines } from "#lib/server/logs/log-lines";
import { type TimedLines, textOf } from "#lib/server/logs/timed-lines";

const stamp = "2026-03-10T12:00:00.123456789Z";
const bytes = (text: string) => new TextEncoder().encode(text);

function lines(...chunks: Uint8Array[]): LogLine[] {
  const parser = new LogLines();
  return [...chunks.flatMap((chunk) => parser.push(chunk)), ...parser.end()].flatMap(linesIn);
}

const linesIn = ({ block }: TimedLines) => linesOf(textOf(block));

test("a log arrives the same however the network cuts it", () => {
  const text = `${stamp} naïve ✓\n${stamp} \n${stamp} last, without a line break`;
  const whole = lines(bytes(text));
  expect(whole).toEqual([
    [stamp, "naïve ✓"],
    [stamp, ""],
    [stamp, "last, without a line break"],
  ]);
  fc.assert(
    fc.property(fc.array(fc.nat(bytes(text).length), { maxLength: 8 }), (cuts) => {
      const edges = [0, ...cuts.sort((a, b) => a - b), bytes(text).length];
      const chunks = edges.slice(1).map((end, index) => bytes(text).slice(edges[index], end));
      expect(lines(...chunks)).toEqual(whole);
    }),
  );
});

test.each([
  ["2026-03-10T20:00:00.123456789+08:00", "2026-03-10T12:00:00.123456789Z"],
  ["2026-03-09T23:30:00.5-12:30", "2026-03-10T12:00:00.500000000Z"],
  ["2026-03-10T12:00:00Z", "2026-03-10T12:00:00.000000000Z"],
])("a node that stamps %s means %s", (written, time) => {
  expect(lines(bytes(`${written} text\n`))).toEqual([[time, "text"]]);
});

test("digits that are no time are text", () => {
  const text = "2026-03-10T12:61:00Z what a program wrote";
  expect(lines(bytes(text))).toEqual([["", text]]);
});

test("S23: a line without end is cut, marked, and does not swallow the next one", () => {
  const parser = new LogLines();
  const got = parser.push(bytes(`${stamp} `)).flatMap(linesIn);
  for (let i = 0; i < 40; i++) got.push(...parser.push(bytes("x".repeat(1024))).flatMap(linesIn));
  got.push(
    ...parser.push(bytes(`\n${stamp} next\n`)).flatMap(linesIn),
    ...parser.end().flatMap(linesIn),
  );
  expect(got.map(([, text]) => text)).toEqual(["x".repeat(lineLimit) + cutMark, "next"]);
});

test("S23: a line of one gigabyte costs no more memory than a short one", () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const held = () => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const chunk = bytes("x".repeat(65_536));
  const parser = new LogLines();
  const got = parser.push(bytes(`${stamp} `)).flatMap(linesIn);
  got.push(...parser.push(chunk).flatMap(linesIn));
  const before = held();
  let most = 0;
  for (let i = 1; i <= 16_384; i++) {
    got.push(...parser.push(chunk).flatMap(linesIn));
    if (i % 2_048 === 0) most = Math.max(most, held() - before);
  }
  expect(most).toBeLessThan(2_000_000);
  got.push(...parser.push(bytes(`\n${stamp} next\n`)).flatMap(linesIn));
  expect(got.map(([, text]) => text)).toEqual(["x".repeat(lineLimit) + cutMark, "next"]);
}, 60_000);

test("the runtime's apology is told from a line that quotes it", () => {
  const apology = "unable to retrieve container logs for containerd://0123abcd";
  expect(lines(bytes(apology)).map(isRuntimeError)).toEqual([true]);
  expect(lines(bytes(`${stamp} ${apology}\n`)).map(isRuntimeError)).toEqual([false]);
});

test("binary output becomes text, and stays one line a line", () => {
  const got = lines(new Uint8Array([...bytes(`${stamp} `), 0xff, 0xfe, 0x00, 0x0a]));
  expect(got).toEqual([[stamp, "\uFFFD\uFFFD\u0000"]]);
});

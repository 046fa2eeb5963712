import fc from "fast-check";
import { expect, test } from "vitest";
import { lineLimit } from "#lib/api/log-frames";
import { hitLimit, type LogSearch, type SearchHit } from "#lib/api/log-search";
import { linesOf } from "#lib/logs/line-block";
import { type Pattern, textPattern } from "#lib/logs/pattern";
import { regexPattern } from "#lib/logs/regex-pattern";
import { plainText } from "#lib/logs/text";
import { LineSearch } from "#lib/server/logs/line-search";
import { LogLines } from "#lib/server/logs/log-lines";
import { requiredText } from "#lib/server/logs/required-text";
import { textOf } from "#lib/server/logs/timed-lines";
import { inEnglish } from "#lib/texts/wording";

function patternOf({ find, regex, matchCase }: LogSearch): Pattern {
  const pattern = regex ? regexPattern(find, matchCase) : textPattern(find, matchCase);
  if ("wrong" in pattern) throw new Error(inEnglish(pattern.wrong));
  return pattern;
}

/** What a search finds in these bytes, which come in chunks of `size`. */
function hitsOf(search: LogSearch, bytes: Uint8Array, size = 1_000, until = ""): SearchHit[] {
  const pattern = patternOf(search);
  const lines = new LineSearch({ pattern, required: requiredText(search), until });
  const hits: SearchHit[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    hits.push(...lines.push(bytes.subarray(at, at + size), 1_000).hits);
  }
  return [...hits, ...lines.end(1_000).hits];
}

const stamp = "2026-03-10T12:00:00.000000001Z ";
const bytesOf = (text: string) => new TextEncoder().encode(text);
const text = (find: string, matchCase = false): LogSearch => ({ find, regex: false, matchCase });
const regex = (find: string, matchCase = true): LogSearch => ({ find, regex: true, matchCase });

/** Few letters, so that what is looked for is often there; and what lines are made of besides. */
const letters = fc.constantFrom(
  ..."abABkK. -7|[",
  "\u001b[31m",
  "\u200b",
  "\r",
  "é",
  "ſ",
  "K",
  "🚀",
);
const line = fc.string({ unit: letters, maxLength: 12 });
const begin = fc.oneof(
  { weight: 8, arbitrary: fc.constant(stamp) },
  fc.constantFrom("", "2026-03-10T14:00:00.5+02:00 ", "2026-03-10T12:61:00.000000001Z "),
);
const log = fc
  .array(
    fc.tuple(begin, line).map((parts) => parts.join("")),
    { maxLength: 30 },
  )
  .map((lines) => lines.join("\n"));
const atoms = fc.constantFrom(
  ...["a", "b", "K", "k", "ab", ".", "a+", "b*", "a?", "[ab]", "[^a]", "[]a]", "\\.", "\\d", "\\b"],
  ...[
    "^",
    "$",
    "|",
    "(a|b)",
    "(?:ab)?",
    "a{2}",
    "\\|",
    "\\x61",
    "\\Qa.\\E",
    "(ab|b7)+",
    "[a-c]",
    "[a-zA-C]",
    "7",
    "é",
    " ",
    "-",
  ],
);
const expression = fc
  .array(atoms, { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(""))
  .filter((source) => !("wrong" in regexPattern(source, true)));
const search = fc.oneof(
  fc.record({ find: expression, regex: fc.constant(true), matchCase: fc.boolean() }),
  fc.record({
    find: fc.string({ unit: letters, minLength: 1, maxLength: 3 }),
    regex: fc.constant(false),
    matchCase: fc.boolean(),
  }),
);

test("what is found is what a look at each line as it is shown finds, however the bytes come", () => {
  let found = 0;
  fc.assert(
    fc.property(search, log, fc.integer({ min: 1, max: 200 }), (asked, written, size) => {
      const pattern = patternOf(asked);
      const parser = new LogLines();
      const lines = [...parser.push(bytesOf(written)), ...parser.end()].flatMap(({ block }) =>
        linesOf(textOf(block)),
      );
      const expected = lines.flatMap(([time, raw], i) =>
        pattern.test(plainText(raw)) ? [{ line: i + 1, time, text: plainText(raw) }] : [],
      );
      found += expected.length;
      const hits = hitsOf(asked, bytesOf(written), size);
      expect(
        hits.map(({ line: number, time, text: shown }) => ({ line: number, time, text: shown })),
      ).toEqual(expected);
    }),
    { numRuns: 3_000 },
  );
  expect(found).toBeGreaterThan(1_000);
});

test("what is required of lines spares those without it, and is in every hit", () => {
  const known = [
    ["ERROR code=50[3-5]", /ERROR code=50[3-5]/g],
    ["error|fatal", /error|fatal/g],
    ["(error|fatal)+", /(?:error|fatal)/g],
    ["took (2|3)\\d+ms", /took (?:2|3)[0-9]/g],
    ["x[a-c]?yz(?:a|b)*", /yz/g],
    ["^took \\d+ms", /took [0-9]/g],
    ["a\\.b+c?d", /a\.b/g],
  ] as const;
  for (const [find, required] of known) expect(requiredText(regex(find))).toEqual(required);
  // Of these no text is known, or none that is worth a look.
  for (const find of [
    "((error|fatal))",
    "error|",
    "(error|x)",
    "(?i)error",
    "[a-z]+",
    "a?b*",
    "\\Qab\\E",
    "\\x61\\x62",
  ]) {
    expect(requiredText(regex(find)), find).toBeNull();
  }
});

test("of a long line the part around the hit is sent, and where the hit stands in it", () => {
  const before = "x".repeat(5_000);
  const [hit] = hitsOf(text("here"), bytesOf(`${stamp}${before} here ${before}\n`));
  expect(hit).toMatchObject({ line: 1, cut: true });
  expect(hit?.text).toHaveLength(hitLimit);
  expect(hit?.text.slice(hit.start, hit.end)).toBe("here");
});

test("S23: of a line without an end no more is held and searched than is shown", () => {
  const bytes = bytesOf(`${stamp}first ${"x".repeat(lineLimit)} late\n${stamp}late\n`);
  expect(hitsOf(text("late"), bytes, 4_096).map(({ line: number }) => number)).toEqual([2]);
  expect(hitsOf(text("first"), bytes, 4_096)).toMatchObject([{ line: 1, cut: true }]);
});

test("a line that was written after the end that was asked for is no hit", () => {
  const at = (second: number) => `2026-03-10T12:00:0${second}.000000000Z hit\n`;
  const bytes = bytesOf(at(1) + at(3) + at(2));
  const hits = hitsOf(text("hit"), bytes, 1_000, "2026-03-10T12:00:02.000000000Z");
  expect(hits.map(({ line: number }) => number)).toEqual([1, 3]);
});

test("hits are counted where no more of them are wanted", () => {
  const lines = new LineSearch({ pattern: patternOf(text("a")), required: null, until: "" });
  const { hits, found } = lines.push(bytesOf("a\na\nb\na\n"), 2);
  expect([hits.length, found]).toEqual([2, 3]);
});

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

/**
 * Holds the tables of docs/quality.md to the tree: a case is covered by the tests whose titles begin
 * with its name, and all of them, with nothing else, stand in its row.
 */
const root = join(import.meta.dirname, "..");

const demanded = [
  ...cases("S", [8, [10, 15], 17, [20, 30]]),
  ...cases("R", [[1, 20], [22, 24], 27, 28]),
  ...cases("P", [[1, 18], 20]),
];

function cases(letter: string, numbers: readonly (number | readonly [number, number])[]): string[] {
  return numbers.flatMap((entry) => {
    const [from, to] = typeof entry === "number" ? [entry, entry] : entry;
    return Array.from({ length: to - from + 1 }, (_, i) => `${letter}${from + i}`);
  });
}

/** `name` is `S10`; `tests` are `file: title` without the case's name. */
interface Row {
  readonly name: string;
  readonly tests: readonly string[];
}

const page = readFileSync(join(root, "docs", "quality.md"), "utf8");

const rows: readonly Row[] = page
  .split("\n")
  .filter((line) => /^\| [SRP]\d+ /.test(line))
  .map((line) => {
    const [, name = "", , tests = ""] = line.split(/(?<!\\)\|/).map((it) => it.trim());
    const named = tests.split("<br>").map((it) => it.trim().replaceAll("\\|", "|"));
    return { name, tests: named.filter((it) => it !== "") };
  });

/** The cases the bench measures. */
const measured = [
  ...new Set(
    readdirSync(join(root, "e2e", "bench"), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .flatMap((file) => {
        const source = readFileSync(join(root, "e2e", "bench", file), "utf8");
        return [...source.matchAll(/^ +name: "(P\d+)",$/gm)].map(([, name = ""]) => name);
      }),
  ),
];

/** Every test that says which cases it covers. */
const titles = ["bin", "components", "e2e", "lib"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(test|spec)\.tsx?$/.test(file))
    .flatMap((file) => {
      const source = readFileSync(join(root, folder, file), "utf8");
      // A title is the first text of a line or of a call.
      const titles = source.matchAll(/(?:^\s*|\()(["'`])((?:[SRP]\d+(?:, )?)+): (.*?)(?<!\\)\1/gm);
      return [...titles].flatMap(([, , names = "", title = ""]) =>
        names.split(", ").map((name) => ({ name, test: `\`${folder}/${file}\`: ${title}` })),
      );
    }),
);

const titled: readonly { readonly name: string; readonly test: string }[] = [
  ...titles,
  ...measured.map((name) => ({ name, test: "`npm run bench`" })),
];

/** Cases the page says are not covered yet, or in part, each with what is missing. */
const open = [...page.matchAll(/^- ([SRP]\d+): \S/gm)].map(([, name = ""]) => name);

test("each case that is demanded has a row, or is said to be open", () => {
  const names = rows.map(({ name }) => name);
  expect(demanded.filter((name) => !names.includes(name) && !open.includes(name))).toEqual([]);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

test("each row names the tests that cover its case, and all of them", () => {
  const wrong = rows.flatMap(({ name, tests }) => {
    const found = titled.filter((it) => it.name === name).map((it) => it.test);
    return [
      ...found.filter((it) => !tests.includes(it)).map((it) => `${name} lacks ${it}`),
      ...tests.filter((it) => !found.includes(it)).map((it) => `${name} names in vain ${it}`),
    ];
  });
  expect(wrong).toEqual([]);
  expect(rows.filter(({ tests }) => tests.length === 0)).toEqual([]);
  const unlisted = titled.filter(({ name }) => !rows.some((row) => row.name === name));
  expect(unlisted).toEqual([]);
});

test("what the bench measures stands in docs/performance.md", () => {
  const performance = readFileSync(join(root, "docs", "performance.md"), "utf8");
  expect(measured.filter((name) => !performance.includes(`| ${name} |`))).toEqual([]);
});

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import chinese from "./zh.json" with { type: "json" };

const translations = Object.entries(chinese);

/** What is left of a text without its slots. */
const words = (told: string) => told.replace(/\{\w+\}/g, "");
const slotsOf = (told: string) => [...new Set(told.match(/\{\w+\}/g))].toSorted();

/** What is said in Chinese too, among signs. */
const names =
  /^(?:\P{L}|Batchboard|kubectl|kubeconfig|CronJobs?|Jobs?|Pods?|Events?|Init|finalizers?|YAML|JSON|UTC|TLS)*$/u;

/** The translations that fail, as `English → 中文`. */
const failing = (fails: (told: string, key: string) => boolean) =>
  translations.flatMap(([key, told]) => (fails(told, key) ? [`${key} → ${told}`] : []));

test("each text stands once, in the order of the alphabet", () => {
  const written = readFileSync(join(import.meta.dirname, "zh.json"), "utf8");
  const keys = [...written.matchAll(/^ {2}("(?:\\.|[^"\\])*"): /gm)].map(([, key = ""]) =>
    JSON.parse(key),
  );
  const plain = (key: string) => key.replace(/^\{/, "").toLowerCase();
  const sorted = keys.toSorted((a, b) =>
    plain(a) < plain(b) || (plain(a) === plain(b) && a < b) ? -1 : 1,
  );
  expect(keys).toEqual(sorted);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.length).toBe(translations.length);
});

test("a translation has exactly the slots of its text", () => {
  expect(failing((told, key) => slotsOf(told).join() !== slotsOf(key).join())).toEqual([]);
});

test("no text of ours is left in English, or empty", () => {
  expect(failing((told) => !/\p{sc=Han}/u.test(words(told)) && !names.test(words(told)))).toEqual(
    [],
  );
  expect(failing((told, key) => told === key && !names.test(words(key)))).toEqual([]);
  expect(failing((told) => told.trim() === "")).toEqual([]);
});

test("Chinese has the marks of Chinese, and room about what is Latin", () => {
  expect(
    failing((told) => /\p{sc=Han}(?: ?[,.;:!?]|[()])|(?:[,;:!?] ?|[()])\p{sc=Han}/u.test(told)),
  ).toEqual([]);
  expect(failing((told) => /[,;:!?](?: |$)/.test(told))).toEqual([]);
  expect(failing((told) => /\s[，。；：、！？）”]/.test(told))).toEqual([]);
  expect(failing((told) => /\p{sc=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{sc=Han}/u.test(told))).toEqual([]);
});

test("every text is said somewhere", () => {
  const root = join(import.meta.dirname, "../..");
  const code = ["app", "bin", "components", "lib"]
    .flatMap((top) =>
      readdirSync(join(root, top), { recursive: true, encoding: "utf8" })
        .filter((path) => /\.tsx?$/.test(path) && !path.includes(".test."))
        .map((path) => readFileSync(join(root, top, path), "utf8")),
    )
    .join("\n");
  // As the formatter quotes it.
  const isSaid = (key: string) =>
    code.includes(JSON.stringify(key)) || code.includes(`'${key.replaceAll("'", "\\'")}'`);
  expect(Object.keys(chinese).filter((key) => !isSaid(key))).toEqual([]);
});

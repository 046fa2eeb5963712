import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { chinese } from "#lib/texts/chinese";

const folder = join(import.meta.dirname, "zh");
const parts = readdirSync(folder).map((part): [string, Record<string, string>] => [
  part,
  JSON.parse(readFileSync(join(folder, part), "utf8")),
]);
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

test("every part of the catalogue is loaded", () => {
  const keys = new Set(parts.flatMap(([, texts]) => Object.keys(texts)));
  expect(new Set(Object.keys(chinese))).toEqual(keys);
  expect(keys.size).toBeGreaterThan(0);
});

test("no two parts translate one text differently", () => {
  const twins = parts.flatMap(([part, texts]) =>
    Object.entries(texts).flatMap(([key, told]) =>
      chinese[key as keyof typeof chinese] === told ? [] : [`${part}: ${key} → ${told}`],
    ),
  );
  expect(twins).toEqual([]);
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

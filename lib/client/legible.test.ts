import { expect, test } from "vitest";
import { legibleJson } from "#lib/client/legible";

test("S21: characters that hide or turn what stands beside them are written out, wherever they are", () => {
  const said = {
    rows: [["a\u202Eb", 3, null, true]],
    message: "x\u0000y\u001b[2Jz\u200B\u{e0041}",
  };
  expect(legibleJson(JSON.stringify(said))).toEqual({
    rows: [["a‹U+202E›b", 3, null, true]],
    message: "x‹U+0000›y‹U+001B›[2Jz‹U+200B›‹U+E0041›",
  });
  // A JSON text may write them as it likes.
  expect(legibleJson('"\\u202e\\u200B"')).toBe("‹U+202E›‹U+200B›");
});

test("S21: what is seen as it is stays, line breaks, other scripts and joined emoji too", () => {
  for (const text of ["plain", "two\n\tlines\r\n", "żółw 東京 العربية", "👩\u200d🚀 ✔\ufe0f"]) {
    expect(legibleJson(JSON.stringify({ text }))).toEqual({ text });
  }
});

test("S25: a key that is somebody's name for a prototype is a key", () => {
  const read = legibleJson('{"__proto__":{"polluted":"é"}}') as object;
  expect(Object.keys(read)).toEqual(["__proto__"]);
  expect(({} as { polluted?: string }).polluted).toBeUndefined();
});

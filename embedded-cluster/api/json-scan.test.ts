import { expect, test } from "vitest";
import { duplicateFields } from "./json-scan.ts";

test.each([
  ['{"a":1,"b":{"c":[{"d":1,"d":2}],"c":0},"a":2}', ["b.c[0].d", "b.c", "a"]],
  ['[{"op":1},{"op":1,"op":2}]', ["[1].op"]],
  ['{"a":{"a":1},"b":[1,-2.5e+3,0,true,false,null,"\\u00e9\\n",[],{}]}', []],
  ['  "text" ', []],
])("%s has the fields %j twice", (text, twice) => {
  expect(duplicateFields(text)).toEqual(twice);
});

test.each([
  ["", "unexpected end of JSON input"],
  ['{"a":', "unexpected end of JSON input"],
  ['{"a', "unexpected end of JSON input"],
  ["{'a':1}", "invalid character '\\'' looking for beginning of object key string"],
  ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
  ["[1,]", "invalid character ']' looking for beginning of value"],
  ['{"a" 1}', "invalid character '1' after object key"],
  ['{"a":1 "b":2}', "invalid character '\"' after object key:value pair"],
  ["[1 2]", "invalid character '2' after array element"],
  ["{}x", "invalid character 'x' after top-level value"],
  ["hello", "invalid character 'h' looking for beginning of value"],
  ["trap", "invalid character 'a' in literal true (expecting 'u')"],
  ["-x", "invalid character 'x' in numeric literal"],
  ["01", "invalid character '1' after top-level value"],
  ["1.e", "invalid character 'e' after decimal point in numeric literal"],
  ["1ex", "invalid character 'x' in exponent of numeric literal"],
  ['"\\x"', "invalid character 'x' in string escape code"],
  ['"\\u12z4"', "invalid character 'z' in \\u hexadecimal character escape"],
  ['"a\nb"', "invalid character '\\n' in string literal"],
  ["ünicode", "invalid character 'Ã' looking for beginning of value"],
  ["[".repeat(10_001), "invalid character '[' exceeded max depth"],
])("of %j is said: %s", (text, fault) => {
  expect(() => duplicateFields(text)).toThrow(fault);
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matches, parseSelector, type Requirement } from "#lib/kubernetes/selector";
import { inEnglish } from "#lib/texts/wording";

/** What `kubectl get pods -l TEXT` selects of these, by name. */
const pods: Record<string, Record<string, string>> = {
  web: { app: "web", tier: "front", "example.com/rank": "3" },
  api: { app: "api", tier: "back", "example.com/rank": "12" },
  bare: {},
  odd: { app: "", in: "x" },
};

function selected(text: string): string {
  const selector = parseSelector(text);
  if (!Array.isArray(selector)) return inEnglish(selector.message);
  return Object.keys(pods)
    .filter((name) => matches(selector, pods[name] ?? {}))
    .join(" ");
}

describe("a label selector selects what kubectl -l selects", () => {
  it.each([
    ["", "web api bare odd"],
    ["  ", "web api bare odd"],
    ["app=web", "web"],
    ["app == web", "web"],
    ["app!=web", "api bare odd"],
    ["app", "web api odd"],
    ["!app", "bare"],
    ["! app", "bare"],
    ["app=", "odd"],
    ["app=,tier", ""],
    ["app!=,app", "web api"],
    ["app in (web,api)", "web api"],
    ["app in (web, )", "web odd"],
    ["app in (,)", "odd"],
    ["app in ()", "odd"],
    ["in", "odd"],
    ["in in (x),!notin", "odd"],
    ["app notin (web,api)", "bare odd"],
    ["tier in (front),app!=web", ""],
    ["tier,app in ( api , web ),!missing", "web api"],
    ["app=in", ""],
    ["app in (in,web)", "web"],
    ["example.com/rank>3", "api"],
    ["example.com/rank < 12", "web"],
    ["app>3", ""],
    ["\tapp\n=\rweb ", "web"],
    ["constructor", ""],
  ])("%j: %s", (text, names) => {
    expect(selected(text)).toBe(names);
  });
});

describe("what kubectl -l refuses is refused with a sentence that names the fault", () => {
  it.each([
    [",", 'a key is missing before ","'],
    ["app=web,", "nothing follows the last comma"],
    ["app=web,,tier", 'a key is missing before ","'],
    ["app=web tier", 'a comma is missing before "tier"'],
    ["app web", '"web" does not stand after a label key'],
    ["=web", 'a key is missing before "="'],
    ["!", "it ends too soon"],
    ["!app=web", 'a comma is missing before "="'],
    ["in (a)", '"(" does not stand after a label key'],
    ["app in", '"in" needs values in parentheses'],
    ["app in web", '"in" needs values in parentheses'],
    ["app in (web", "a parenthesis is not closed"],
    ["app in (web api)", 'a comma is missing before "api"'],
    ["app notin (a=b)", 'a comma is missing before "="'],
    ["app=-web", '"-web" is not a label value'],
    ["app=web/api", '"web/api" is not a label value'],
    [`app=${"x".repeat(64)}`, "is not a label value"],
    ["-app", '"-app" is not a label key'],
    ["a/b/c", '"a/b/c" is not a label key'],
    ["Example.com/app", '"Example.com/app" is not a label key'],
    ["/app", '"/app" is not a label key'],
    [`${"x".repeat(64)}=1`, "is not a label key"],
    ["rank>x", '">" needs a whole number'],
    ["rank>", '">" needs a whole number'],
  ])("%j: %s", (text, fault) => {
    expect(selected(text)).toContain(fault);
    expect(selected(text)).toMatch(/ is not a label selector: .+\.$/);
  });
});

const word = fc.stringMatching(/^[a-zA-Z0-9]([-a-zA-Z0-9_.]{0,8}[a-zA-Z0-9])?$/);
const key = fc
  .oneof(word, fc.tuple(fc.stringMatching(/^[a-z]{1,5}\.[a-z]{1,5}$/), word))
  .map((parts) => (typeof parts === "string" ? parts : parts.join("/")));
const value = fc.oneof(fc.constant(""), word);
const requirement: fc.Arbitrary<Requirement> = fc.oneof(
  fc.record({
    key,
    operator: fc.constantFrom("in" as const, "notin" as const),
    values: fc.uniqueArray(value, { minLength: 1, maxLength: 4 }),
  }),
  fc.record({
    key,
    operator: fc.constantFrom("exists" as const, "absent" as const),
    values: fc.constant([]),
  }),
);

function written({ key, operator, values }: Requirement): string {
  if (operator === "exists") return key;
  if (operator === "absent") return `!${key}`;
  return `${key} ${operator} (${values.join(",")})`;
}

it("what is written in the long form is read back as it was meant", () => {
  fc.assert(
    fc.property(fc.array(requirement, { maxLength: 5 }), (requirements) => {
      expect(parseSelector(requirements.map(written).join(", "))).toEqual(requirements);
    }),
  );
});

it("any text is read or refused, and what is read decides about any labels", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.string({ unit: fc.constantFrom(..."ab in(),!=<>/-. \n0"), maxLength: 30 }),
  );
  fc.assert(
    fc.property(text, fc.dictionary(key, value), (selectorText, labels) => {
      const selector = parseSelector(selectorText);
      if (Array.isArray(selector)) expect(typeof matches(selector, labels)).toBe("boolean");
      else expect(inEnglish(selector.message)).toContain("is not a label selector");
    }),
    { numRuns: 2000 },
  );
});

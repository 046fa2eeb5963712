import fc from "fast-check";
import { expect, it } from "vitest";
import { bestNames, bestNamesTypedOn, type Naming } from "#lib/printers/best-names";

interface Named {
  readonly name: string;
  readonly created: string;
  readonly status: string;
}

const naming: Naming<Named> = {
  kind: "job",
  nameOf: ({ name }) => name,
  createdOf: ({ created }) => created,
  wordOf: ({ status }) => status,
};

const object = fc.record({
  name: fc.string({ unit: fc.constantFrom("a", "b", "-"), minLength: 1, maxLength: 6 }),
  created: fc.constantFrom("", "2026-03-10T11:00:00Z", "2026-03-10T12:00:00Z"),
  status: fc.constantFrom("Complete", "Running", "Failed"),
});

/** Names as most have them: they begin alike. */
const objects = fc
  .tuple(fc.constantFrom("", "a", "ab-"), fc.array(object, { maxLength: 120, size: "max" }))
  .map(([begin, some]) => some.map((it): Named => ({ ...it, name: begin + it.name })));

it("letter by letter the same names are found as at once, in the same order", () => {
  let shortened = 0;
  const typed = fc.string({ unit: fc.constantFrom("a", "b", "-"), maxLength: 5 });
  fc.assert(
    fc.property(objects, typed, (all, q) => {
      let found = bestNames(all, naming, { q: "", exact: false });
      for (let length = 1; length <= q.length; length++) {
        const begin = q.slice(0, length);
        const before = found;
        found = bestNamesTypedOn(before, all, naming, begin);
        if (found.best === before.best) shortened += 1;
        expect(found).toEqual(bestNames(all, naming, { q: begin, exact: false }));
      }
    }),
    { numRuns: 1_000 },
  );
  expect(shortened).toBeGreaterThan(100);
});

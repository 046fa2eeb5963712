import fc from "fast-check";
import { expect, it } from "vitest";
import { plainSchedule } from "#lib/time/plain-schedule";

const ranges = [
  { min: 0, max: 59, names: "" },
  { min: 0, max: 23, names: "" },
  { min: 1, max: 31, names: "" },
  { min: 1, max: 12, names: "jan feb mar apr may jun jul aug sep oct nov dec" },
  { min: 0, max: 6, names: "sun mon tue wed thu fri sat" },
];
type Range = (typeof ranges)[number];

/** A field as robfig/cron v3 reads it: what it holds, and whether it counts as a star. */
function read(text: string, { min, max, names }: Range): { star: boolean; holds: Set<number> } {
  const number = (value: string) => {
    const name = names.split(" ").indexOf(value.toLowerCase());
    return names === "" || name === -1 ? Number(value) : name + min;
  };
  const holds = new Set<number>();
  let star = false;
  for (const term of text.split(",")) {
    const [range = "", by] = term.split("/");
    const [from = "", to] = range.split("-");
    const any = from === "*" || from === "?";
    const first = any ? min : number(from);
    const last = any || (to === undefined && by !== undefined) ? max : number(to ?? from);
    const step = Number(by ?? 1);
    if (any && step === 1) star = true;
    for (let value = first; value <= last; value += step) holds.add(value);
  }
  return { star, holds };
}

/** The minutes and hours of a schedule, and its days of 2028, as text. */
function firings(schedule: string): string {
  const fields = schedule.split(" ");
  const [minute, hour, date, month, day] = ranges.map((range, i) => read(fields[i] ?? "", range));
  const days = Array.from({ length: 366 }, (_, i) => new Date(Date.UTC(2028, 0, 1 + i))).filter(
    (at) => {
      const [isDate, isDay] = [date?.holds.has(at.getUTCDate()), day?.holds.has(at.getUTCDay())];
      const fits = date?.star || day?.star ? isDate && isDay : isDate || isDay;
      return fits && month?.holds.has(at.getUTCMonth() + 1);
    },
  );
  const sorted = (values = new Set<number>()) => [...values].sort((a, b) => a - b).join();
  return `${sorted(hour?.holds)}:${sorted(minute?.holds)} on ${days.map((at) => at.getTime())}`;
}

/** A valid field, with whatever the grammar allows. */
const fieldOf = ({ min, max, names }: Range): fc.Arbitrary<string> => {
  const value = fc
    .tuple(fc.integer({ min, max }), fc.boolean())
    .map(([n, named]) => (named && names !== "" ? (names.split(" ")[n - min] ?? "") : String(n)));
  const range = fc
    .tuple(fc.integer({ min, max }), fc.integer({ min, max }))
    .map((ends) => ends.toSorted((a, b) => a - b).join("-"));
  const term = fc
    .tuple(
      fc.oneof(fc.constantFrom("*", "?"), value, range),
      fc.option(fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 70 }))),
    )
    .map(([what, step]) => (step === null ? what : `${what}/${step}`));
  return fc.array(term, { minLength: 1, maxLength: 3 }).map((terms) => terms.join());
};

it("says a schedule in other words that mean the same minutes of a year", () => {
  fc.assert(
    fc.property(fc.tuple(...ranges.map(fieldOf)), (fields) => {
      const schedule = fields.join(" ");
      const plain = plainSchedule(schedule) ?? "";
      expect(firings(plain)).toBe(firings(schedule));
      // Whoever reads it need not know what is a star in the controller's eyes, nor a lone step.
      for (const [i, text] of plain.split(" ").entries()) {
        expect(text).toMatch(/^(\*(\/\d+)?|\d+(-\d+)?\/\d+|\d+(-\d+)?(,\d+(-\d+)?)*)$/);
        if (text.includes("/")) {
          expect(ranges[i] && read(text, ranges[i]).holds.size).toBeGreaterThan(1);
        }
      }
    }),
    { numRuns: 3000 },
  );
});

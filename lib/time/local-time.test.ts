import fc from "fast-check";
import { expect, it } from "vitest";
import { LocalTime } from "#lib/time/local-time";

it("the clocks of a zone are its own, in whatever order moments are asked for", () => {
  const seconds = (instant: string) => Date.parse(instant) / 1000;
  // Each a second before and at a change of the clocks.
  const changes = ["2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z", "2026-04-04T15:00:00Z"]
    .map(seconds)
    .flatMap((change) => [change - 1, change]);
  const moment = fc.oneof(
    fc.constantFrom(...changes),
    fc.integer({ min: seconds("1990-01-01T00:00:00Z"), max: seconds("2040-01-01T00:00:00Z") }),
  );
  const zones = ["Europe/Paris", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca", "UTC"];
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.array(moment), (zone, moments) => {
      const local = new LocalTime(zone);
      for (const t of moments) {
        const { year, month, day, hour, minute, second } = Temporal.Instant.fromEpochMilliseconds(
          t * 1000,
        ).toZonedDateTimeISO(zone);
        expect(local.at(t)).toMatchObject({ year, month, day, hour, minute, second });
      }
    }),
    { numRuns: 1000 },
  );
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatLogQuery, type LogQuery, parseLogQuery } from "#lib/api/log-query";

const parsed = (text: string) => parseLogQuery(new URLSearchParams(text));
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/);
const instant = fc.constantFrom("", "2026-03-10T12:00:00Z", "2026-03-10T12:00:00.123456789+02:00");

const queries: fc.Arbitrary<LogQuery> = fc.record({
  namespace: name,
  target: fc.oneof(
    fc.record({ kind: fc.constantFrom("pod" as const, "job" as const), name }),
    fc.record({
      kind: fc.constant("cronjob" as const),
      name,
      runs: fc.integer({ min: 1, max: 20 }),
    }),
    fc.record({ kind: fc.constant("selector" as const), selector: fc.string({ minLength: 1 }) }),
  ),
  uid: fc.constantFrom("", "8a1f"),
  container: fc.constantFrom("", "*", "main"),
  instances: fc.constantFrom("current" as const, "previous" as const, "all" as const),
  follow: fc.constant(false),
  tail: fc.option(fc.nat(999_999_999)),
  since: fc.constantFrom("", "15m"),
  sinceTime: instant,
  until: instant,
});

describe("what of a log is read", () => {
  it("comes out of its text as it went in", () => {
    fc.assert(
      fc.property(queries, (query) => {
        expect(parsed(formatLogQuery(query))).toEqual(query);
      }),
    );
  });

  it.each([
    ["of=pod/p", "namespace is required"],
    ["namespace=a&of=node/n", 'of must be pod/NAME, job/NAME or cronjob/NAME, not "node/n"'],
    ["namespace=a&of=pod/p/q", 'of must be pod/NAME, job/NAME or cronjob/NAME, not "pod/p/q"'],
    ["namespace=a&selector=", "selector must not be empty"],
    ["namespace=a&of=cronjob/c&runs=0", 'runs must be a number from 1 to 20, not "0"'],
    ["namespace=a&of=pod/p&tail=-1", 'tail must be a whole number of lines, not "-1"'],
    ["namespace=a&of=pod/p&instances=x", 'instances must be current, previous or all, not "x"'],
    [
      "namespace=a&of=pod/p&until=yesterday",
      'until must be a time such as 2026-03-10T12:00:00Z, not "yesterday"',
    ],
    [
      "namespace=a&of=pod/p&follow=1&until=2026-03-10T12:00:00Z",
      "follow and until cannot be asked for together",
    ],
  ])("%s is refused in a sentence", (text, sentence) => {
    expect(parsed(text)).toEqual({ wrong: sentence });
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logFields } from "#lib/logs/fields";

const others = (text: string) =>
  logFields(text)?.others.map(({ name, value }) => `${name}=${value}`);

describe("the fields of a line", () => {
  it.each([
    [
      '{"ts":"2026-03-10T12:00:00Z","level":"warn","msg":"upload slow","took_ms":4210,"ok":false}',
      { format: "json", time: "2026-03-10T12:00:00Z", severity: "warn", message: "upload slow" },
      ["took_ms=4210", "ok=false"],
    ],
    [
      'time="2026-03-10T12:00:00Z" level=error msg="no \\"space\\" left" disk=sda1 tags=',
      { format: "logfmt", severity: "error", message: 'no "space" left' },
      ["disk=sda1", "tags="],
    ],
    [
      '  {"level":50,"time":1773144000000,"pid":7,"msg":"failed"}',
      { format: "json", level: "50", severity: "error", message: "failed" },
      ["pid=7"],
    ],
    [
      "level=info caller=main.go:12 msg=started",
      { severity: null, message: "started" },
      ["caller=main.go:12"],
    ],
    ['{"@timestamp":"t","@m":"hi","MESSAGE":"first"}', { message: "first" }, ["@m=hi"]],
  ])("of %s are told apart", (text, expected, rest) => {
    expect(logFields(text)).toMatchObject(expected);
    expect(others(text)).toEqual(rest);
  });

  it("are printed as the container printed them, inner ones by their path", () => {
    const line =
      '{"msg":"x","id":12345678901234567890,"price":1.50,"http":{"status":500,"headers":{}},"list":["a",{"b":1.0}],"none":null}';
    expect(others(line)).toEqual([
      "id=12345678901234567890",
      "price=1.50",
      "http.status=500",
      "http.headers={}",
      'list=["a",{"b":1.0}]',
      "none=null",
    ]);
  });

  it.each([
    "plain text",
    "a=1 b=2",
    "level=error",
    "level=info then words",
    "[1,2]",
    '{"msg":"cut',
    "{}",
    "",
  ])("are none in %j", (text) => {
    expect(logFields(text)).toBeNull();
  });

  it("are bounded, however deep and wide a line is", () => {
    const wide = JSON.stringify(
      Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`k${i}`, i])),
    );
    expect(logFields(wide)?.all).toHaveLength(100);
    const deep = `{"a":${'{"a":'.repeat(1_000)}1${"}".repeat(1_000)}}`;
    expect(logFields(deep)?.all.map(({ name }) => name)).toEqual(["a.a.a.a"]);
  });

  it("are read from any text without an error", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => logFields(text) !== undefined),
    );
  });
});

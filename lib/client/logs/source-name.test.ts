import { describe, expect, it } from "vitest";
import type { LogOrigin } from "#lib/api/log-frames";
import { sourceNames } from "#lib/client/logs/source-name";
import { logOrigin } from "#lib/client/testing/log-data";

const named = (...origins: Partial<LogOrigin>[]) => [
  ...sourceNames(origins.map((origin, i) => logOrigin({ key: String(i), ...origin }))).values(),
];

describe("the name of a source", () => {
  it.each<[string, Partial<LogOrigin>[], string[]]>([
    ["one container", [{ pod: "echo-0-abcde", container: "main" }], ["main"]],
    ["one Pod", [{ container: "main" }, { container: "init" }], ["main", "init"]],
    ["a restart", [{ container: "main" }, { container: "main", instance: 2 }], ["main", "main ↺2"]],
    ["Pods of one Job", [{ pod: "echo-0-abcde" }, { pod: "echo-1-fghij" }], ["0-abcde", "1-fghij"]],
    [
      "Pods with several containers",
      [
        { pod: "echo-0-abcde", container: "main" },
        { pod: "echo-0-abcde", container: "init" },
        { pod: "echo-1-fghij", container: "main", instance: 1 },
      ],
      ["0-abcde/main", "0-abcde/init", "1-fghij/main ↺1"],
    ],
    ["a name that another begins with", [{ pod: "a-web" }, { pod: "a-web-1" }], ["web", "web-1"]],
    ["names with nothing in common", [{ pod: "one" }, { pod: "two" }], ["one", "two"]],
    [
      "a Pod that was created again under its name",
      [{ podUid: "u1" }, { podUid: "u2" }],
      ["echo", "echo #2"],
    ],
  ])("of %s is no longer than it must be", (_, origins, names) => {
    expect(named(...origins)).toEqual(names);
  });
});

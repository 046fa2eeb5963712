import { describe, expect, it } from "vitest";
import type { LogQuery } from "#lib/api/log-query";
import { logCommand } from "#lib/client/logs/log-command";

const query: LogQuery = {
  namespace: "web",
  target: { kind: "pod", name: "echo-1" },
  uid: "uid-1",
  container: "",
  instances: "current",
  follow: false,
  tail: null,
  since: "",
  sinceTime: "",
  until: "",
};
const line = (changes: Partial<LogQuery>, times = false) =>
  logCommand({ ...query, ...changes }, times);

describe("the kubectl line of a log", () => {
  it.each<[Partial<LogQuery>, string]>([
    [{}, ""],
    [{ container: "main" }, " -c main"],
    [{ tail: 1000, follow: true }, " --tail=1000 --follow"],
    [{ since: "15m", follow: true }, " --since=15m --follow"],
    [{ instances: "previous", follow: true }, " --previous"],
    [{ container: "main; reboot" }, " -c 'main; reboot'"],
    [{ since: "$(reboot)" }, " --since='$(reboot)'"],
  ])("for %j ends with %j", (changes, end) => {
    expect(line(changes)).toBe(`kubectl logs echo-1 -n web${end}`);
  });

  it("quotes every name a shell would read as something else", () => {
    expect(line({ target: { kind: "pod", name: "a b" }, namespace: "it's" })).toBe(
      "kubectl logs 'a b' -n 'it'\\''s'",
    );
  });

  it("prints the times where they are shown", () => {
    expect(line({ tail: 10 }, true)).toBe("kubectl logs echo-1 -n web --timestamps --tail=10");
  });
});

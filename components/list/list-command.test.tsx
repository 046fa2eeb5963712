import { describe, expect, it } from "vitest";
import { listCommand } from "#components/list/list-command";

describe("the kubectl line of a list", () => {
  const line = (list: Partial<Parameters<typeof listCommand>[0]>) =>
    listCommand({ view: "jobs", namespaces: "*", selector: "", wide: false, ...list });

  it.each([
    [{}, "kubectl get jobs -A --watch"],
    [{ namespaces: ["web"] }, "kubectl get jobs -n web --watch"],
    [{ wide: true, view: "pods" as const }, "kubectl get pods -A -o wide --watch"],
    [{ selector: "app=web" }, "kubectl get jobs -A -l app=web --watch"],
    [{ selector: "env in (a,b)" }, "kubectl get jobs -A -l 'env in (a,b)' --watch"],
    [{ selector: "a=$(reboot)'" }, `kubectl get jobs -A -l 'a=$(reboot)'\\''' --watch`],
    [{ namespaces: ["a", "b"] }, 'for n in a b; do kubectl get jobs -n "$n"; done'],
  ])("for %j is %s", (list, command) => {
    expect(line(list)).toBe(command);
  });
});

import { describe, expect, it } from "vitest";
import { formatScope, parseNamespaces, parseScope, type Scope } from "#lib/api/scope";

describe("the namespaces in an address", () => {
  it.each([
    [null, "default"],
    ["", "default"],
    [",", "default"],
    [" , ,", "default"],
    ["*", "*"],
    ["web,*", "*"],
    ["web, pay,web", ["pay", "web"]],
  ])("%j are %j", (text, namespaces) => {
    expect(parseNamespaces(text)).toEqual(namespaces);
  });
});

describe("the query string of a scope", () => {
  const jobs = { view: "jobs", selector: "" } as const;

  it.each<Scope>([
    { ...jobs, namespaces: "*" },
    { ...jobs, namespaces: "default", selector: "app in (a,b)" },
    { ...jobs, namespaces: ["pay", "web"] },
    { view: "pod", namespace: "web", name: "build-x7k2p" },
  ])("says the same again once it was read: %j", (scope) => {
    expect(parseScope(new URLSearchParams(formatScope(scope)))).toEqual(scope);
  });

  it("leaves an empty set of namespaces to the server's default", () => {
    expect(formatScope({ ...jobs, namespaces: [] })).toBe("view=jobs");
    expect(parseScope(new URLSearchParams("view=jobs&ns=,"))).toEqual({
      ...jobs,
      namespaces: "default",
    });
  });
});

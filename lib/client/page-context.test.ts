// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { commandInContext, inContext } from "#lib/client/page-context";

beforeEach(() => vi.resetModules());
afterEach(() => window.history.replaceState(null, "", "/"));

const pageAt = async (address: string) => {
  window.history.replaceState(null, "", address);
  return import("#lib/client/page-context");
};

test("what a page asks is asked of the context in its address, whatever stands in it", async () => {
  const name = "arn:aws:eks:eu-1:1/c&d=e#f ü";
  const { requestUrl } = await pageAt(`/jobs?ns=a&context=${encodeURIComponent(name)}`);
  for (const query of ["", "ns=b%26c", new URLSearchParams({ ns: "*" })]) {
    const url = new URL(requestUrl("watch", query), "http://localhost");
    expect(url.pathname).toBe("/api/watch");
    expect(url.searchParams.getAll("context")).toEqual([name]);
    expect(url.hash).toBe("");
  }
});

test("a page without a context asks the cluster of the start, by the shortest address", async () => {
  const { requestUrl } = await pageAt("/jobs?ns=a");
  expect(requestUrl("actions")).toBe("/api/actions");
  expect(requestUrl("watch", "view=jobs")).toBe("/api/watch?view=jobs");
});

test("a page stays in its context when its address loses it", async () => {
  const { requestUrl } = await pageAt("/jobs?context=east");
  expect(requestUrl("rights")).toBe("/api/rights?context=east");
  window.history.replaceState(null, "", "/jobs?context=west");
  expect(requestUrl("rights")).toBe("/api/rights?context=east");
});

test.each([
  ["/jobs", "/jobs?context=a%2Fb"],
  ["/jobs/web/x#log", "/jobs/web/x?context=a%2Fb#log"],
  ["/jobs?ns=*", "/jobs?ns=*&context=a%2Fb"],
  ["/jobs?context=old&ns=a", "/jobs?context=a%2Fb&ns=a"],
])("the address %s leads to the same page of a context", (address, there) => {
  expect(inContext(address, "a/b")).toBe(there);
  expect(inContext(address, "")).toBe(address);
});

test.each([
  ["kubectl get jobs -A --watch", "kubectl --context a/b get jobs -A --watch"],
  [
    'for n in a b; do kubectl get jobs -n "$n"; done',
    'for n in a b; do kubectl --context a/b get jobs -n "$n"; done',
  ],
  [
    'stern -n a -l "job-name in ($(kubectl get jobs -n a | tail -n 1))"',
    'stern --context a/b -n a -l "job-name in ($(kubectl --context a/b get jobs -n a | tail -n 1))"',
  ],
  ["kubectl logs a-kubectl -n kubectl x", "kubectl --context a/b logs a-kubectl -n kubectl x"],
])("%s is typed for a context as kubectl and stern take it", (command, typed) => {
  expect(commandInContext(command, "a/b")).toBe(typed);
});

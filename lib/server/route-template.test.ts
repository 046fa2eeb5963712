import { expect, test } from "vitest";
import { knownMethod, routeTemplate } from "#lib/server/route-template";

test.each([
  ["/?key=canary", "/"],
  ["/jobs?ns=canary", "/jobs"],
  ["/jobs/canary/canary?container=canary", "/jobs/[namespace]/[name]"],
  ["/logs/canary?of=job/canary", "/logs/[namespace]"],
  ["/logs/canary/canary", "other"],
  ["/api/watch?view=jobs&ns=canary", "/api/watch"],
  ["/api/logs/search?of=pod/canary&find=canary", "/api/logs/search"],
  ["/api/logs/export?of=job/canary&form=archive", "/api/logs/export"],
  ["/api/actions/plan?canary=1", "/api/actions/plan"],
  ["/api/remains?kind=job&namespace=canary&name=canary", "/api/remains"],
  ["/api/canary", "other"],
  ["/_next/static/chunks/canary.js", "/_next/*"],
  ["/canary", "other"],
  ["/jobs/canary", "other"],
  ["//canary/jobs", "other"],
  ["http://canary/jobs", "other"],
])("S35: of %s no name and no query is left: %s", (target, route) => {
  expect(routeTemplate(target)).toBe(route);
});

test("S35: a method that is none is not repeated", () => {
  expect([knownMethod("POST"), knownMethod("CANARY")]).toEqual(["POST", "other"]);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { cronJobs, jobs, namespaces, pods } from "#lib/kubernetes/resources";
import { hostileText } from "#lib/kubernetes/testing/hostile-text";
import { collectionPath, InvalidName, objectPath } from "#lib/kubernetes/url";

test("paths are those of the API", () => {
  expect(collectionPath(jobs, null)).toBe("/apis/batch/v1/jobs");
  expect(collectionPath(cronJobs("v1beta1"), "a-b")).toBe(
    "/apis/batch/v1beta1/namespaces/a-b/cronjobs",
  );
  expect(objectPath(pods, "default", "echo-1.x", "log")).toBe(
    "/api/v1/namespaces/default/pods/echo-1.x/log",
  );
  expect(objectPath(namespaces, "", "default")).toBe("/api/v1/namespaces/default");
});

test("S10: no name, however hostile, leads outside the object it should name", () => {
  fc.assert(
    fc.property(hostileText, hostileText, (namespace, name) => {
      let path: string;
      try {
        path = objectPath(jobs, namespace, name);
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidName);
        return;
      }
      expect(path).toMatch(
        /^\/apis\/batch\/v1\/namespaces\/[a-z0-9-]{1,63}\/jobs\/[a-z0-9.-]{1,253}$/,
      );
      expect(new URL(path, "https://x").pathname).toBe(path);
      expect(path).not.toMatch(/\.\.|\/\./);
    }),
    { numRuns: 100_000 },
  );
});

import { expect, test } from "vitest";
import { requestKind } from "#lib/kubernetes/request-kind";

test.each([
  ["GET", "/version", {}, "get version"],
  ["GET", "/apis/batch/v1", {}, "get discovery"],
  ["GET", "/apis/batch/v1/jobs", { limit: 500 }, "list jobs, a list begins"],
  ["GET", "/apis/batch/v1/jobs", { limit: 500, continue: "c" }, "list jobs"],
  ["GET", "/apis/batch/v1/namespaces/shop/jobs", { watch: true }, "watch jobs"],
  [
    "GET",
    "/api/v1/namespaces/shop/pods",
    { watch: true, sendInitialEvents: true },
    "watch pods, a list begins",
  ],
  ["GET", "/api/v1/namespaces", {}, "list namespaces, a list begins"],
  ["GET", "/api/v1/namespaces/shop", {}, "get namespaces"],
  ["GET", "/api/v1/namespaces/jobs/pods/pods/log", {}, "get pods/log"],
  ["PATCH", "/apis/batch/v1beta1/namespaces/shop/cronjobs/nightly", {}, "patch cronjobs"],
  [
    "POST",
    "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
    {},
    "create selfsubjectaccessreviews",
  ],
  ["POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", {}, "create selfsubjectreviews"],
  ["POST", "/apis/batch/v1/namespaces/shop/jobs", { dryRun: "All" }, "create jobs"],
  ["DELETE", "/apis/batch/v1/namespaces/shop/jobs/nightly", {}, "delete jobs"],
  ["GET", "/api/v1/namespaces/shop/secrets/canary", {}, "get other"],
  ["GET", "/api/v1/namespaces/shop/pods/p/canary", {}, "get other"],
  ["GET", "/canary", {}, "get other"],
] as const)("%s %s %j is counted without its names: %s", (method, path, query, said) => {
  const { verb, resource, beginsList } = requestKind(method, path, query);
  expect(`${verb} ${resource}${beginsList ? ", a list begins" : ""}`).toBe(said);
});

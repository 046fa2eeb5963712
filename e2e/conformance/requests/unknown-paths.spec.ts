import { expect, test } from "../fixtures.ts";
import { expectRefusal, methodNotAllowed, noSuchResource, notFound } from "../statuses.ts";

test("what is nowhere is told in plain text", async ({ api, namespace }) => {
  for (const path of [
    "/nope",
    "/nope/nope",
    "/apis/nope",
    "/apis/nope/v1",
    "/apis/nope/v1/things",
    `/apis/nope/v1/namespaces/${namespace}/things/x`,
  ]) {
    const { status, text, headers } = await api.call("GET", path);
    expect({ path, status, text }).toEqual({ path, status: 404, text: "404 page not found\n" });
    expect(headers.get("content-type")).toBe("text/plain; charset=utf-8");
  }
});

test("what a known group does not have is told as a Status", async ({ api, namespace }) => {
  const jobs = `/apis/batch/v1/namespaces/${namespace}/jobs`;
  for (const path of [
    "/api/v2",
    "/api/v2/pods",
    "/api/v1/nope",
    "/apis/batch/v9",
    `/apis/batch/v9/namespaces/${namespace}/jobs`,
    "/apis/batch/v1/nope",
    `/apis/batch/v1/namespaces/${namespace}/nope`,
    `${jobs}/x/nope`,
    `${jobs}/a/b/c`,
    "/apis/batch/v1//jobs",
    "/api/v1/pods/x",
    `/api/v1/namespaces/${namespace}/namespaces`,
    `/api/v1/namespaces/${namespace}/nodes`,
    "/api/v1/__proto__",
    "/apis/batch/v1/constructor",
  ]) {
    const { body, status } = await api.call("GET", path);
    expect.soft({ path, status, body }).toEqual({ path, status: 404, body: noSuchResource });
  }
});

test("what is done to the wrong thing is not allowed", async ({ api, namespace }) => {
  const jobs = `/apis/batch/v1/namespaces/${namespace}/jobs`;
  const body = {};
  for (const [method, path] of [
    ["PUT", jobs],
    ["PATCH", jobs],
    ["POST", `${jobs}/x`],
    ["POST", `${jobs}/x/status`],
    ["DELETE", `${jobs}/x/status`],
    ["POST", `/api/v1/namespaces/${namespace}/pods/x/log`],
    ["POST", "/apis/batch/v1/jobs"],
    ["DELETE", "/apis/batch/v1/jobs"],
    ["DELETE", "/api/v1/pods"],
    ["DELETE", "/api/v1/namespaces"],
    ["OPTIONS", jobs],
    ["GET", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"],
  ] as const) {
    const options = method === "GET" ? {} : { body };
    const reply = await api.call(method, path, options);
    expect
      .soft({ method, path, status: reply.status, body: reply.body })
      .toEqual({ method, path, status: 405, body: methodNotAllowed });
  }
});

test("an object that is not there is told by its name and resource", async ({ api, namespace }) => {
  const at = `/api/v1/namespaces/${namespace}`;
  for (const [path, status] of [
    [`/apis/batch/v1/namespaces/${namespace}/jobs/none`, notFound("jobs", "none", "batch")],
    [`${at}/pods/none`, notFound("pods", "none")],
    [`${at}/pods/none/log`, notFound("pods", "none")],
    [`${at}/pods/none/status`, notFound("pods", "none")],
    ["/api/v1/namespaces/none", notFound("namespaces", "none")],
    ["/api/v1/nodes/none", notFound("nodes", "none")],
  ] as const) {
    expectRefusal(await api.call("GET", path), status);
  }
});

test("a namespace that is not there holds nothing", async ({ api }) => {
  expect((await api.get("/apis/batch/v1/namespaces/no-such/jobs")).body).toMatchObject({
    kind: "JobList",
    items: [],
  });
});

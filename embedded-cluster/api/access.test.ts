import { expect, test } from "vitest";
import { job, jobs, pods, Served } from "./testing/served.ts";

const cannot = (verb: string, resource: string, group: string, where: string) =>
  `User "embedded-viewer" cannot ${verb} resource "${resource}" in API group "${group}" ${where}`;

test("nobody comes in without a token that is known, but to ask whether it lives", () => {
  const served = new Served();
  for (const token of ["wrong", "admin2"]) {
    expect(served.call("GET", jobs, { token })).toMatchObject({
      status: 401,
      body: { message: "Unauthorized", reason: "Unauthorized", code: 401 },
    });
  }
  expect(served.call("GET", jobs, { token: "" }).body).toMatchObject({
    message:
      'jobs.batch is forbidden: User "system:anonymous" cannot list resource "jobs" in API group "batch" in the namespace "shop"',
    code: 403,
  });
  expect(served.call("GET", "/readyz", { token: "" }).body).toBe("ok");
  expect(served.call("GET", "/version", { token: "" }).body.gitVersion).toBe("v1.37.2+embedded");
  expect(served.call("GET", "/apis", { token: "" }).status).toBe(403);
  const review = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
  expect(served.call("POST", review, { token: "", body: {} }).status).toBe(403);
});

test("a page of another origin that was led to the port is turned away", () => {
  expect(new Served().call("GET", jobs, { host: "evil.example:6443" }).status).toBe(421);
});

test.each([
  ["GET", jobs, 200, ""],
  ["GET", `${jobs}?watch=1&timeoutSeconds=0`, 200, ""],
  [
    "GET",
    "/apis/batch/v1/jobs",
    403,
    `jobs.batch is forbidden: ${cannot("list", "jobs", "batch", "at the cluster scope")}`,
  ],
  [
    "GET",
    "/apis/batch/v1/namespaces/other/jobs",
    403,
    `jobs.batch is forbidden: ${cannot("list", "jobs", "batch", 'in the namespace "other"')}`,
  ],
  [
    "POST",
    jobs,
    403,
    `jobs.batch is forbidden: ${cannot("create", "jobs", "batch", 'in the namespace "shop"')}`,
  ],
  [
    "DELETE",
    `${jobs}/a`,
    403,
    `jobs.batch "a" is forbidden: ${cannot("delete", "jobs", "batch", 'in the namespace "shop"')}`,
  ],
  [
    "PATCH",
    `${jobs}/a/status`,
    403,
    `jobs.batch "a" is forbidden: ${cannot("patch", "jobs/status", "batch", 'in the namespace "shop"')}`,
  ],
  [
    "GET",
    "/api/v1/namespaces",
    403,
    `namespaces is forbidden: ${cannot("list", "namespaces", "", "at the cluster scope")}`,
  ],
  [
    "GET",
    "/api/v1/namespaces/shop/secrets/s",
    403,
    `secrets "s" is forbidden: ${cannot("get", "secrets", "", 'in the namespace "shop"')}`,
  ],
  ["GET", `${pods}/none/log`, 404, 'pods "none" not found'],
])("a viewer's %s %s is answered %i", (method, url, code, message) => {
  const served = new Served();
  if (url.includes("watch")) {
    expect(served.stream(url, { token: "viewer" })).toBeDefined();
    return;
  }
  const { status, body } = served.call(method, url, { token: "viewer" });
  expect({ status, message: body.message ?? "" }).toEqual({ status: code, message });
});

test("one may ask what one may do", () => {
  const served = new Served();
  const url = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
  const may = (resourceAttributes: object, token: string) => {
    const body = { spec: { resourceAttributes } };
    const review = served.call("POST", url, { body, token });
    expect(review.status).toBe(201);
    return review.body.status.allowed;
  };
  const log = { verb: "get", resource: "pods", subresource: "log", namespace: "shop" };
  expect(may(log, "viewer")).toBe(true);
  expect(may({ ...log, namespace: "" }, "viewer")).toBe(false);
  expect(may({ ...log, namespace: "" }, "admin")).toBe(true);
  expect(
    may({ verb: "create", group: "batch", resource: "jobs", namespace: "shop" }, "viewer"),
  ).toBe(false);
  expect(served.call("POST", url, { body: { spec: {} } }).body.message).toMatch(
    /exactly one of nonResourceAttributes or resourceAttributes must be specified$/,
  );
});

test("the rules of a namespace are listed, and who one is", () => {
  const served = new Served();
  const url = "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews";
  const rules = served.call("POST", url, {
    body: { spec: { namespace: "shop" } },
    token: "viewer",
  });
  expect(rules.body.status).toMatchObject({ incomplete: false });
  expect(rules.body.status.resourceRules).toContainEqual({
    verbs: ["get", "list", "watch"],
    apiGroups: ["batch"],
    resources: ["jobs", "jobs/status", "cronjobs", "cronjobs/status"],
  });
  expect(served.call("POST", url, { body: { spec: {} } }).body.message).toBe(
    "no namespace on request",
  );
  const whoami = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
  expect(served.call("POST", whoami, { body: {}, token: "viewer" }).body.status.userInfo).toEqual({
    username: "embedded-viewer",
    groups: ["system:authenticated"],
  });
});

test("the admin may speak for others, who may do nothing, and nobody else may", () => {
  const served = new Served();
  const as = (headers: Record<string, string>, token = "admin") =>
    served.call("GET", jobs, { headers, token });
  expect(as({ "impersonate-user": "joe" }).body.message).toBe(
    'jobs.batch is forbidden: User "joe" cannot list resource "jobs" in API group "batch" in the namespace "shop"',
  );
  const masters = { "impersonate-user": "joe", "impersonate-group": "system:masters" };
  expect(as(masters).status).toBe(200);
  expect(as({ "impersonate-group": "system:masters" }).status).toBe(400);
  expect(as({ "impersonate-user": "joe" }, "viewer").body.message).toMatch(
    /cannot impersonate resource "users"/,
  );
});

test.each([
  ["GET", "/api/v1/endpoints", 404, "the server could not find the requested resource"],
  ["GET", "/apis/batch/v1/foos", 404, "the server could not find the requested resource"],
  ["GET", "/apis/batch/v2/jobs", 404, "the server could not find the requested resource"],
  ["GET", "/apis/apps/v1/deployments", 404, undefined],
  ["GET", "/nothing", 404, undefined],
  ["PUT", jobs, 405, "the server does not allow this method on the requested resource"],
  ["POST", `${jobs}/a`, 405, "the server does not allow this method on the requested resource"],
  [
    "POST",
    "/apis/batch/v1/jobs",
    405,
    "the server does not allow this method on the requested resource",
  ],
  ["BREW", jobs, 405, "the server does not allow this method on the requested resource"],
  ["GET", `${jobs}/a/log`, 404, "the server could not find the requested resource"],
  ["GET", `${jobs}/%ZZ`, 400, 'invalid URL escape "%ZZ"'],
  ["GET", `${jobs}/..%2f..%2fsecrets`, 404, "the server could not find the requested resource"],
  ["GET", `${jobs}/%2e%2e`, 404, 'jobs.batch ".." not found'],
  ["GET", `${jobs}/${"a".repeat(300)}`, 404, `jobs.batch "${"a".repeat(300)}" not found`],
  ["GET", `${jobs}/__proto__`, 404, 'jobs.batch "__proto__" not found'],
])("%s %s is answered %i", (method, url, code, message) => {
  const { status, body } = new Served().call(method, url);
  expect({ status, message: body.message }).toEqual({ status: code, message });
});

test("a name is taken once, and a namespace must be there and stay", () => {
  const served = new Served();
  served.create(jobs, job("a"));
  expect(served.call("POST", jobs, { body: job("a") }).body).toMatchObject({
    message: 'jobs.batch "a" already exists',
    reason: "AlreadyExists",
    details: { name: "a", group: "batch", kind: "jobs" },
    code: 409,
  });
  const nowhere = "/apis/batch/v1/namespaces/nowhere/jobs";
  expect(served.call("POST", nowhere, { body: job("a") }).body).toMatchObject({
    message: 'namespaces "nowhere" not found',
    code: 404,
  });
  served.call("DELETE", "/api/v1/namespaces/shop");
  expect(served.call("POST", jobs, { body: job("b") }).body).toMatchObject({
    message:
      'jobs.batch "b" is forbidden: unable to create new content in namespace shop because it is being terminated',
    details: { causes: [{ reason: "NamespaceTerminating" }] },
    code: 403,
  });
});

test("exec and its like are refused for a Pod that exists", () => {
  const served = new Served();
  served.create(pods, {
    metadata: { name: "p" },
    spec: { containers: [{ name: "c", image: "i" }] },
  });
  expect(served.call("POST", `${pods}/p/exec?command=ls`).body).toMatchObject({
    code: 501,
    message: "the embedded cluster does not simulate pods/exec",
  });
});

test("whatever a body holds is answered, and nothing stored is lost", () => {
  const served = new Served();
  served.create(jobs, job("kept"));
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  for (const body of [
    `{"metadata":${deep}}`,
    deep,
    '{"__proto__":{"polluted":1},"metadata":{"name":"p","labels":{"__proto__":"x"}}}',
    '{"metadata":{"name":"p","annotations":{"constructor":"x"}},"spec":null}',
    "null",
    "\0\0\0",
    `"${"x".repeat(4 * 1024 * 1024)}"`,
  ]) {
    for (const type of ["application/json", "application/yaml"]) {
      if (type === "application/yaml" && body.includes(deep)) continue;
      expect(served.call("POST", jobs, { body, type }).status).toBeGreaterThanOrEqual(400);
    }
    for (const type of [
      "application/merge-patch+json",
      "application/strategic-merge-patch+json",
      "application/json-patch+json",
    ]) {
      expect(served.call("PATCH", `${jobs}/kept`, { body, type }).status).toBeGreaterThanOrEqual(
        200,
      );
    }
  }
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  expect(served.call("GET", `${jobs}/kept`).body.spec.completions).toBe(1);
  const large = served.call("POST", jobs, { body: "x".repeat(3 * 1024 * 1024 + 1) });
  expect(large.body).toMatchObject({
    code: 413,
    reason: "RequestEntityTooLarge",
    message: "Request entity too large: limit is 3145728",
  });
});

import { expect, test } from "../fixtures.ts";
import { badRequest, expectRefusal, failure } from "../statuses.ts";
import { asViewer, letView, reading } from "../viewer.ts";

const accessReviews = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
const rulesReviews = "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews";
const selfReviews = "/apis/authentication.k8s.io/v1/selfsubjectreviews";

test("one may ask whether one may", async ({ api, namespace }) => {
  await letView(api);
  const may = async (resourceAttributes: object) => {
    const reply = await asViewer(api, "POST", accessReviews, {
      body: { spec: { resourceAttributes } },
    });
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({
      kind: "SelfSubjectAccessReview",
      apiVersion: "authorization.k8s.io/v1",
      spec: { resourceAttributes },
    });
    return (reply.body as { status: { allowed: boolean } }).status.allowed;
  };
  const jobs = { group: "batch", resource: "jobs" };
  expect(await may({ ...jobs, verb: "list", namespace: "default" })).toBe(true);
  expect(await may({ ...jobs, verb: "list", namespace })).toBe(false);
  expect(await may({ ...jobs, verb: "list" })).toBe(false);
  expect(await may({ ...jobs, verb: "create", namespace: "default" })).toBe(false);
  const log = { verb: "get", resource: "pods", subresource: "log", namespace: "default" };
  expect(await may(log)).toBe(true);
  expect(await may({ ...log, subresource: "exec" })).toBe(false);
});

test("the administrator may do anything, read any path, and asks one thing at a time", async ({
  api,
  namespace,
}) => {
  const review = (spec: object) => api.call("POST", accessReviews, { body: { spec } });
  const verb = "delete";
  const all = { resourceAttributes: { verb, group: "batch", resource: "jobs", namespace } };
  expect((await review(all)).body).toMatchObject({ status: { allowed: true } });
  const path = { nonResourceAttributes: { path: "/metrics", verb: "get" } };
  expect((await review(path)).body).toMatchObject({ spec: path, status: { allowed: true } });
  const detail = "exactly one of nonResourceAttributes or resourceAttributes must be specified";
  const message = `Invalid value: null: ${detail}`;
  expectRefusal(
    await review({}),
    failure(422, "Invalid", `.authorization.k8s.io "" is invalid: spec: ${message}`, {
      group: "authorization.k8s.io",
      causes: [{ reason: "FieldValueInvalid", message, field: "spec" }],
    }),
  );
});

test("the rules of a namespace are told to whom they concern", async ({ api }) => {
  await letView(api);
  const { status, body } = await asViewer(api, "POST", rulesReviews, {
    body: { spec: { namespace: "default" } },
  });
  expect(status).toBe(201);
  expect(body).toMatchObject({
    kind: "SelfSubjectRulesReview",
    apiVersion: "authorization.k8s.io/v1",
    metadata: {},
    spec: {},
    status: { incomplete: false },
  });
  interface Rules {
    readonly status: {
      readonly resourceRules: readonly {
        readonly verbs: readonly string[];
        readonly apiGroups: readonly string[];
        readonly resources: readonly string[];
      }[];
      readonly nonResourceRules: readonly {
        readonly verbs: readonly string[];
        readonly nonResourceURLs: readonly string[];
      }[];
    };
  }
  const { resourceRules, nonResourceRules } = (body as Rules).status;
  const allows = (group: string, resource: string) =>
    resourceRules
      .filter(
        ({ apiGroups, resources }) => apiGroups.includes(group) && resources.includes(resource),
      )
      .flatMap(({ verbs }) => verbs);
  expect(allows("batch", "jobs")).toEqual(reading);
  expect(allows("", "pods/log")).toEqual(reading);
  expect(allows("authorization.k8s.io", "selfsubjectaccessreviews")).toEqual(["create"]);
  expect(allows("", "secrets")).toEqual([]);
  const readable = nonResourceRules.flatMap(({ nonResourceURLs }) => nonResourceURLs);
  expect(readable).toEqual(expect.arrayContaining(["/healthz", "/version", "/apis/*"]));
  expectRefusal(
    await api.call("POST", rulesReviews, { body: { spec: {} } }),
    badRequest("no namespace on request"),
  );
});

test("one may ask who one is", async ({ api }) => {
  const own = await api.call("POST", selfReviews, { body: {} });
  expect(own.status).toBe(201);
  expect(own.body).toMatchObject({
    kind: "SelfSubjectReview",
    apiVersion: "authentication.k8s.io/v1",
    status: { userInfo: { username: expect.any(String) } },
  });
  const { groups } = (own.body as { status: { userInfo: { groups: string[] } } }).status.userInfo;
  expect(groups).toContain("system:masters");
  const headers = {
    "impersonate-user": "joe",
    "impersonate-group": "devs",
    "impersonate-uid": "u-1",
  };
  const other = await api.call("POST", selfReviews, { body: {}, headers });
  expect((other.body as { status: object }).status).toEqual({
    userInfo: { username: "joe", uid: "u-1", groups: ["devs", "system:authenticated"] },
  });
});

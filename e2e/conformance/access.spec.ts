import { Api, type Reply, type Send } from "../cluster/api.ts";
import { unlessGone } from "../cluster/namespace.ts";
import { expect, test } from "./fixtures.ts";
import { idleJob, paths } from "./objects.ts";
import { badRequest, expectRefusal, failure, notFound } from "./statuses.ts";

const accessReviews = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
const rulesReviews = "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews";
const selfReviews = "/apis/authentication.k8s.io/v1/selfsubjectreviews";

const viewer = "embedded-viewer";
const reading = ["get", "list", "watch"];

/** What the viewer may look at, and that in the namespace `default` alone. */
const viewed = [
  { apiGroups: ["batch"], resources: ["jobs", "cronjobs"], verbs: reading },
  { apiGroups: [""], resources: ["pods", "pods/log", "events"], verbs: reading },
];

/** Gives the viewer these rights, where rights can be given. */
async function letView(api: Api): Promise<void> {
  const roles = "/apis/rbac.authorization.k8s.io/v1/namespaces/default";
  const metadata = { name: viewer };
  const group = { apiGroup: "rbac.authorization.k8s.io" };
  const binding = {
    metadata,
    roleRef: { ...group, kind: "Role", name: viewer },
    subjects: [{ ...group, kind: "User", name: viewer }],
  };
  for (const [path, body] of [
    [`${roles}/roles`, { metadata, rules: viewed }],
    [`${roles}/rolebindings`, binding],
  ] as const) {
    const { status, text } = await api.call("POST", path, { body });
    if (![201, 404, 409].includes(status)) throw new Error(text);
  }
  await expect
    .poll(async () => (await asViewer(api, "GET", paths.jobs("default"))).status)
    .toBe(200);
}

function asViewer(api: Api, method: string, path: string, options: Send = {}): Promise<Reply> {
  return api.call(method, path, { ...options, headers: { "impersonate-user": viewer } });
}

const cannot = (verb: string, resource: string, group: string, where: string) =>
  `User "${viewer}" cannot ${verb} resource "${resource}" in API group "${group}" ${where}`;
const inside = (namespace: string) => `in the namespace "${namespace}"`;

test("who does not say who they are hears how it is, and no more", async ({
  cluster,
  namespace,
}) => {
  const nobody = new Api(cluster.kubeconfig, { anonymous: true });
  for (const path of ["/healthz", "/livez", "/readyz", "/version"]) {
    expect((await nobody.call("GET", path)).status).toBe(200);
  }
  const who = 'User "system:anonymous" cannot';
  const about = { group: "batch", kind: "jobs" };
  const where = `resource "jobs" in API group "batch" in the namespace "${namespace}"`;
  expectRefusal(
    await nobody.call("GET", paths.jobs(namespace)),
    failure(403, "Forbidden", `jobs.batch is forbidden: ${who} list ${where}`, about),
  );
  expectRefusal(
    await nobody.call("DELETE", paths.jobs(namespace, "a")),
    failure(403, "Forbidden", `jobs.batch "a" is forbidden: ${who} delete ${where}`, {
      ...about,
      name: "a",
    }),
  );
  expectRefusal(
    await nobody.call("GET", "/api"),
    failure(403, "Forbidden", `forbidden: ${who} get path "/api"`, {}),
  );
  await nobody.close();
});

test("who comes with a token of nobody is not let in at all", async ({ cluster, namespace }) => {
  const nobody = new Api(cluster.kubeconfig, { anonymous: true });
  const headers = { authorization: "Bearer of-nobody" };
  for (const path of [paths.jobs(namespace), "/version", "/apis", "/nope"]) {
    expectRefusal(
      await nobody.call("GET", path, { headers }),
      failure(401, "Unauthorized", "Unauthorized"),
    );
  }
  await nobody.close();
});

test("who may view a namespace reads there, and is refused what is more", async ({ api }) => {
  await letView(api);
  const list = await asViewer(api, "GET", paths.jobs("default"));
  expect(list.body).toMatchObject({ kind: "JobList" });
  expectRefusal(
    await asViewer(api, "GET", `${paths.pods("default", "none")}/log`),
    notFound("pods", "none"),
  );
  const jobs = { group: "batch", kind: "jobs" };
  const refused: readonly [string, string, string, object][] = [
    [
      "POST",
      paths.jobs("default"),
      `jobs.batch is forbidden: ${cannot("create", "jobs", "batch", inside("default"))}`,
      jobs,
    ],
    [
      "PUT",
      paths.jobs("default", "a"),
      `jobs.batch "a" is forbidden: ${cannot("update", "jobs", "batch", inside("default"))}`,
      { ...jobs, name: "a" },
    ],
    [
      "PATCH",
      paths.jobs("default", "a"),
      `jobs.batch "a" is forbidden: ${cannot("patch", "jobs", "batch", inside("default"))}`,
      { ...jobs, name: "a" },
    ],
    [
      "PATCH",
      `${paths.jobs("default", "a")}/status`,
      `jobs.batch "a" is forbidden: ${cannot("patch", "jobs/status", "batch", inside("default"))}`,
      { ...jobs, name: "a" },
    ],
    [
      "DELETE",
      paths.jobs("default"),
      `jobs.batch is forbidden: ${cannot("deletecollection", "jobs", "batch", inside("default"))}`,
      jobs,
    ],
    [
      "POST",
      `${paths.pods("default", "a")}/exec?command=id`,
      `pods "a" is forbidden: ${cannot("create", "pods/exec", "", inside("default"))}`,
      { name: "a", kind: "pods" },
    ],
    [
      "GET",
      paths.secrets("default", "a"),
      `secrets "a" is forbidden: ${cannot("get", "secrets", "", inside("default"))}`,
      { name: "a", kind: "secrets" },
    ],
  ];
  for (const [method, path, message, details] of refused) {
    const options = method === "GET" ? {} : { body: {}, type: "application/merge-patch+json" };
    expectRefusal(
      await asViewer(api, method, path, options),
      failure(403, "Forbidden", message, details),
    );
  }
});

test("who may view one namespace sees no other, and not all of them", async ({
  api,
  namespace,
}) => {
  await letView(api);
  const jobs = { group: "batch", kind: "jobs" };
  const everywhere = "at the cluster scope";
  const refused: readonly [string, string, object][] = [
    [
      paths.jobs(namespace),
      `jobs.batch is forbidden: ${cannot("list", "jobs", "batch", inside(namespace))}`,
      jobs,
    ],
    [
      "/apis/batch/v1/jobs",
      `jobs.batch is forbidden: ${cannot("list", "jobs", "batch", everywhere)}`,
      jobs,
    ],
    [
      "/apis/batch/v1/jobs?watch=true",
      `jobs.batch is forbidden: ${cannot("watch", "jobs", "batch", everywhere)}`,
      jobs,
    ],
    [
      paths.namespaces(),
      `namespaces is forbidden: ${cannot("list", "namespaces", "", everywhere)}`,
      { kind: "namespaces" },
    ],
    [
      paths.namespaces("default"),
      `namespaces "default" is forbidden: ${cannot("get", "namespaces", "", inside("default"))}`,
      { name: "default", kind: "namespaces" },
    ],
    [
      "/api/v1/nodes/x",
      `nodes "x" is forbidden: ${cannot("get", "nodes", "", everywhere)}`,
      { name: "x", kind: "nodes" },
    ],
  ];
  for (const [path, message, details] of refused) {
    expectRefusal(await asViewer(api, "GET", path), failure(403, "Forbidden", message, details));
  }
  expectRefusal(
    await asViewer(api, "GET", "/metrics"),
    failure(403, "Forbidden", `forbidden: User "${viewer}" cannot get path "/metrics"`, {}),
  );
});

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

test("the administrator may speak for others, who can do what they could themselves", async ({
  api,
  namespace,
}) => {
  await letView(api);
  const path = paths.jobs(namespace);
  const as = (headers: Record<string, string>) => api.call("GET", path, { headers });
  const where = `resource "jobs" in API group "batch" in the namespace "${namespace}"`;
  expectRefusal(
    await as({ "impersonate-user": "joe" }),
    failure(403, "Forbidden", `jobs.batch is forbidden: User "joe" cannot list ${where}`, {
      group: "batch",
      kind: "jobs",
    }),
  );
  const masters = { "impersonate-user": "joe", "impersonate-group": "system:masters" };
  expect((await as(masters)).status).toBe(200);
  expectRefusal(
    await as({ "impersonate-group": "devs" }),
    badRequest(
      'requested &user.DefaultInfo{Name:"", UID:"", Groups:[]string{"devs"}, Extra:map[string][]string(nil)} without impersonating a user name',
    ),
  );
});

test("what is refused has not happened", async ({ api }) => {
  await letView(api);
  const body = idleJob("refused");
  expect((await asViewer(api, "POST", paths.jobs("default"), { body })).status).toBe(403);
  const gone = await api.get(paths.jobs("default", "refused")).catch(unlessGone);
  expect(gone).toBeUndefined();
});

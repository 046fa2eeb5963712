import { Api } from "../../cluster/api.ts";
import { unlessGone } from "../../cluster/namespace.ts";
import { expect, test } from "../fixtures.ts";
import { idleJob, paths } from "../objects.ts";
import { badRequest, expectRefusal, failure, notFound } from "../statuses.ts";
import { asViewer, letView, viewer } from "../viewer.ts";

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

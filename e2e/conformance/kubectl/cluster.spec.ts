import { expect, lines, test } from "./typing.ts";

test("explain tells what a field is for", async ({ look }) => {
  expect(await look("explain job.spec.completions")).toBe(`GROUP:  batch
KIND:  Job
VERSION:  v1

FIELD: completions <integer>


DESCRIPTION:
    Specifies the desired number of successfully finished pods the job should be
    run with.  Setting to null means that the success of any pod signals the
    success of all pods, and allows parallelism to have any positive value.
    Setting to 1 means that parallelism is limited to 1 and the success of that
    pod signals the success of the job. More info:
    https://kubernetes.io/docs/concepts/workloads/controllers/jobs-run-to-completion/

`);
  expect(await look("explain cj.spec.concurrencyPolicy")).toContain(
    lines(
      "FIELD: concurrencyPolicy <string>",
      "ENUM:",
      "    Allow",
      "    Forbid",
      "    Replace",
      "",
    ),
  );
  expect(await look("explain job.spec.foo")).toContain(
    lines('error: field "foo" does not exist', "[exit 1]"),
  );
});

test("explain --recursive shows all fields with their types", async ({ look }) => {
  expect(await look("explain job.status --recursive")).toContain(`FIELDS:
  active\t<integer>
  completedIndexes\t<string>
  completionTime\t<string>
  conditions\t<[]JobCondition>
    lastProbeTime\t<string>
    lastTransitionTime\t<string>
    message\t<string>
    reason\t<string>
    status\t<string> -required-
    type\t<string> -required-
  failed\t<integer>
  failedIndexes\t<string>
  ready\t<integer>
  startTime\t<string>
  succeeded\t<integer>
  terminating\t<integer>
  uncountedTerminatedPods\t<UncountedTerminatedPods>
    failed\t<[]string>
    succeeded\t<[]string>
`);
});

test("api-resources lists what there is of batch, and api-versions its version", async ({
  look,
}) => {
  expect(await look("api-resources --api-group=batch -o wide")).toBe(
    lines(
      "NAME  SHORTNAMES  APIVERSION  NAMESPACED  KIND  VERBS  CATEGORIES",
      "cronjobs  cj  batch/v1  true  CronJob  create,delete,deletecollection,get,list,patch,update,watch  all",
      "jobs  batch/v1  true  Job  create,delete,deletecollection,get,list,patch,update,watch  all",
    ),
  );
  expect(await look("api-resources --api-group=batch -o name")).toBe(
    lines("cronjobs.batch", "jobs.batch"),
  );
  const core = (await look("api-resources --api-group= --no-headers")).split("\n");
  expect(core).toEqual(
    expect.arrayContaining([
      "namespaces  ns  v1  false  Namespace",
      "nodes  no  v1  false  Node",
      "pods  po  v1  true  Pod",
    ]),
  );
  expect((await look("api-versions")).split("\n")).toEqual(
    expect.arrayContaining(["batch/v1", "events.k8s.io/v1", "v1"]),
  );
});

test("version and cluster-info say whom one talks to", async ({ look }) => {
  expect(await look("version")).toMatch(/^Client Version: .*\n.*\nServer Version: v1\.37\.2/);
  expect(await look("cluster-info")).toMatch(
    /^Kubernetes control plane is running at https:\/\/IP:\d+\n\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'\.$/,
  );
});

test("the administrator may do all, and anybody else nothing", async ({ look }) => {
  for (const [typed, answer] of [
    ["get jobs", "yes"],
    ["'*' '*'", "yes"],
    ["get pods --subresource=log", "yes"],
    ["get /healthz", "yes"],
    ["get jobs --as=nobody", lines("no", "[exit 1]")],
    ["delete nodes", lines("yes", "Warning: resource 'nodes' is not namespace scoped", "")],
    ["get foos", lines("yes", "Warning: the server doesn't have a resource type 'foos'", "")],
  ] as const) {
    expect(await look(`auth can-i ${typed}`)).toBe(answer);
  }
});

test("auth can-i --list shows the rules of the administrator", async ({ look }) => {
  const rules = (await look("auth can-i --list")).split("\n").map((line) => line.trim());
  expect([...new Set(rules)]).toEqual([
    "Resources  Non-Resource URLs  Resource Names  Verbs",
    "*.*  []  []  [*]",
    "[*]  []  [*]",
    "selfsubjectreviews.authentication.k8s.io  []  []  [create]",
    "selfsubjectaccessreviews.authorization.k8s.io  []  []  [create]",
    "selfsubjectrulesreviews.authorization.k8s.io  []  []  [create]",
    ...["/api/*", "/api", "/apis/*", "/apis", "/healthz", "/livez", "/openapi/*", "/openapi"].map(
      (path) => `[${path}]  []  [get]`,
    ),
    ...["/readyz", "/version/", "/version"].map((path) => `[${path}]  []  [get]`),
  ]);
});

test("auth whoami says as whom one acts", async ({ look }) => {
  expect(await look("auth whoami --as=jane --as-group=night")).toBe(
    lines("ATTRIBUTE  VALUE", "Username  jane", "Groups  [night system:authenticated]"),
  );
});

test("somebody who may nothing is told so, of each verb", async ({ look }) => {
  for (const [typed, refusal] of [
    [
      "get jobs",
      'Error from server (Forbidden): jobs.batch is forbidden: User "nobody" cannot list resource "jobs" in API group "batch" in the namespace "NAMESPACE"',
    ],
    [
      "get job echo",
      'Error from server (Forbidden): jobs.batch "echo" is forbidden: User "nobody" cannot get resource "jobs" in API group "batch" in the namespace "NAMESPACE"',
    ],
    [
      "get nodes",
      'Error from server (Forbidden): nodes is forbidden: User "nobody" cannot list resource "nodes" in API group "" at the cluster scope',
    ],
    [
      "create job x --image=busybox",
      'error: failed to create job: jobs.batch is forbidden: User "nobody" cannot create resource "jobs" in API group "batch" in the namespace "NAMESPACE"',
    ],
  ] as const) {
    expect(await look(`${typed} --as=nobody`)).toBe(lines(refusal, "[exit 1]"));
  }
});

test("kubectl proxy lets anything on the machine speak to the API server", async ({
  finished,
  terminal,
}) => {
  const proxy = terminal.start("proxy --port=0");
  await proxy.until(/:\d+\n/);
  const port = /:(\d+)\n/.exec(proxy.printed())?.[1];
  const jobs = `http://127.0.0.1:${port}/apis/batch/v1/namespaces/${finished}/jobs`;
  expect(await (await fetch(jobs)).json()).toMatchObject({
    kind: "JobList",
    items: [{ metadata: { name: "echo" } }],
  });
  await proxy.interrupt();
});

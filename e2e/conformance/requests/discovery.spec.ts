import { expect, test } from "../fixtures.ts";

interface ResourceOf {
  readonly name: string;
  readonly singularName: string;
  readonly namespaced: boolean;
  readonly kind: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

const everything = [
  "create",
  "delete",
  "deletecollection",
  "get",
  "list",
  "patch",
  "update",
  "watch",
];

test("the version is told with all its parts", async ({ api }) => {
  const { body, headers } = await api.call("GET", "/version");
  expect(headers.get("content-type")).toBe("application/json");
  expect(body).toMatchObject({
    major: "1",
    minor: "37",
    gitVersion: expect.stringMatching(/^v1\.37\.\d+/),
    emulationMajor: "1",
    emulationMinor: "37",
    minCompatibilityMajor: "1",
    minCompatibilityMinor: "36",
  });
  for (const part of [
    "gitCommit",
    "gitTreeState",
    "buildDate",
    "goVersion",
    "compiler",
    "platform",
  ]) {
    expect(body).toHaveProperty(part, expect.any(String));
  }
});

test("the core group has one version, and the others are listed with theirs", async ({ api }) => {
  for (const path of ["/api", "/api/"]) {
    expect((await api.get(path)).body).toMatchObject({ kind: "APIVersions", versions: ["v1"] });
  }
  const { body } = await api.get("/apis");
  expect(body).toMatchObject({ kind: "APIGroupList", apiVersion: "v1" });
  const { groups } = body as { groups: object[] };
  for (const name of ["batch", "events.k8s.io", "authorization.k8s.io", "authentication.k8s.io"]) {
    const version = { groupVersion: `${name}/v1`, version: "v1" };
    const group = { name, versions: [version], preferredVersion: version };
    expect(groups).toContainEqual(group);
    expect((await api.get(`/apis/${name}`)).body).toEqual({
      kind: "APIGroup",
      apiVersion: "v1",
      ...group,
    });
  }
});

test("the batch group has Jobs and CronJobs with their verbs and short names", async ({ api }) => {
  const { body } = await api.get("/apis/batch/v1");
  expect(body).toMatchObject({
    kind: "APIResourceList",
    apiVersion: "v1",
    groupVersion: "batch/v1",
    resources: [
      {
        name: "cronjobs",
        singularName: "cronjob",
        namespaced: true,
        kind: "CronJob",
        verbs: everything,
        shortNames: ["cj"],
        categories: ["all"],
      },
      {
        name: "cronjobs/status",
        singularName: "",
        namespaced: true,
        kind: "CronJob",
        verbs: ["get", "patch", "update"],
      },
      {
        name: "jobs",
        singularName: "job",
        namespaced: true,
        kind: "Job",
        verbs: everything,
        categories: ["all"],
      },
      {
        name: "jobs/status",
        singularName: "",
        namespaced: true,
        kind: "Job",
        verbs: ["get", "patch", "update"],
      },
    ],
  });
});

test("the core group has Pods, their logs and what they refer to", async ({ api }) => {
  const { body } = await api.get("/api/v1");
  expect(body).toMatchObject({ kind: "APIResourceList", groupVersion: "v1" });
  const { resources } = body as { resources: ResourceOf[] };
  const told = Object.fromEntries(
    resources.map(({ name, kind, namespaced, verbs, shortNames = [] }) => [
      name,
      [kind, namespaced ? "namespaced" : "cluster", verbs.join(" "), ...shortNames].join(" | "),
    ]),
  );
  const all = everything.join(" ");
  expect(told).toMatchObject({
    pods: `Pod | namespaced | ${all} | po`,
    "pods/log": "Pod | namespaced | get",
    "pods/status": "Pod | namespaced | get patch update",
    "pods/binding": "Binding | namespaced | create",
    namespaces: "Namespace | cluster | create delete get list patch update watch | ns",
    "namespaces/status": "Namespace | cluster | get patch update",
    "namespaces/finalize": "Namespace | cluster | update",
    nodes: `Node | cluster | ${all} | no`,
    events: `Event | namespaced | ${all} | ev`,
    configmaps: `ConfigMap | namespaced | ${all} | cm`,
    secrets: `Secret | namespaced | ${all}`,
    serviceaccounts: `ServiceAccount | namespaced | ${all} | sa`,
  });
});

test("all groups are told at once where that is wished", async ({ api }) => {
  const form = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
  const { body, headers } = await api.call("GET", "/apis", { accept: `${form},application/json` });
  expect(headers.get("content-type")).toBe(form);
  expect(body).toMatchObject({
    kind: "APIGroupDiscoveryList",
    apiVersion: "apidiscovery.k8s.io/v2",
  });
  interface Group {
    readonly metadata: { readonly name?: string };
    readonly versions: readonly { readonly resources: readonly object[] }[];
  }
  const group = (answer: unknown, name: string | undefined) =>
    (answer as { items: Group[] }).items.find(({ metadata }) => metadata.name === name);
  expect(group(body, "batch")).toMatchObject({
    versions: [
      {
        version: "v1",
        freshness: "Current",
        resources: [
          {
            resource: "cronjobs",
            responseKind: { group: "", version: "", kind: "CronJob" },
            scope: "Namespaced",
            singularResource: "cronjob",
            verbs: everything,
            shortNames: ["cj"],
            categories: ["all"],
            subresources: [{ subresource: "status", verbs: ["get", "patch", "update"] }],
          },
          { resource: "jobs", scope: "Namespaced", singularResource: "job" },
        ],
      },
    ],
  });
  const core = (await api.get("/api", form)).body;
  expect(group(core, undefined)?.versions[0]?.resources).toContainEqual(
    expect.objectContaining({ resource: "namespaces", scope: "Cluster", shortNames: ["ns"] }),
  );
  const old = form.replace("v=v2", "v=v2beta1");
  expect((await api.get("/apis", `${old},application/json`)).body).toMatchObject({
    kind: "APIGroupList",
  });
});

test("the schemas that kubectl merges by are to be had, group by group", async ({ api }) => {
  const index = (await api.get("/openapi/v3")).body as {
    paths: Record<string, { serverRelativeURL: string }>;
  };
  const path = index.paths["apis/batch/v1"]?.serverRelativeURL ?? "";
  expect(path).toMatch(/^\/openapi\/v3\/apis\/batch\/v1(\?|$)/);
  expect(index.paths).toHaveProperty(["api/v1"]);
  const { body } = await api.get(path);
  expect(body).toMatchObject({
    openapi: "3.0.0",
    info: { title: "Kubernetes" },
    components: {
      schemas: {
        "io.k8s.api.batch.v1.Job": {
          properties: { spec: expect.any(Object) },
          "x-kubernetes-group-version-kind": [{ group: "batch", kind: "Job", version: "v1" }],
        },
        "io.k8s.api.core.v1.PodSpec": {
          properties: {
            containers: {
              "x-kubernetes-patch-merge-key": "name",
              "x-kubernetes-patch-strategy": "merge",
            },
          },
        },
      },
    },
  });
  const { patch } = (body as { paths: Record<string, { patch: { parameters: object[] } }> }).paths[
    "/apis/batch/v1/namespaces/{namespace}/jobs/{name}"
  ] as { patch: { parameters: object[] } };
  expect(patch).toMatchObject({
    "x-kubernetes-group-version-kind": { group: "batch", kind: "Job", version: "v1" },
  });
  expect(patch.parameters).toContainEqual(
    expect.objectContaining({ name: "fieldValidation", in: "query" }),
  );
  expect((await api.call("GET", "/openapi/v3/apis/none/v1")).status).toBe(404);
});

test("whoever asks whether it lives and is ready hears ok", async ({ api }) => {
  for (const path of ["/healthz", "/livez", "/readyz"]) {
    const { status, text, headers } = await api.call("GET", path);
    expect({ path, status, text }).toEqual({ path, status: 200, text: "ok" });
    expect(headers.get("content-type")).toBe("text/plain; charset=utf-8");
  }
});

import { expect, test } from "../fixtures.ts";
import { idleCronJob, idleJob, idlePod, paths } from "../objects.ts";
import { badRequest, expectRefusal, notFound } from "../statuses.ts";

interface Table {
  readonly columnDefinitions: readonly {
    readonly name: string;
    readonly type: string;
    readonly format: string;
    readonly priority: number;
    readonly description: string;
  }[];
  readonly rows: readonly { readonly cells: readonly unknown[]; readonly object?: object }[];
  readonly metadata: { readonly resourceVersion: string };
}

const accept = (as = "Table", version = "v1") =>
  `application/json;as=${as};v=${version};g=meta.k8s.io`;

const columns: Readonly<Record<string, [path: (namespace: string) => string, string[]]>> = {
  Jobs: [
    paths.jobs,
    [
      "Name string name 0",
      "Status string  0",
      "Completions string  0",
      "Duration string  0",
      "Age string  0",
      "Containers string  1",
      "Images string  1",
      "Selector string  1",
    ],
  ],
  CronJobs: [
    paths.cronJobs,
    [
      "Name string name 0",
      "Schedule string  0",
      "Timezone string  0",
      "Suspend boolean  0",
      "Active integer  0",
      "Last Schedule string  0",
      "Age string  0",
      "Containers string  1",
      "Images string  1",
      "Selector string  1",
    ],
  ],
  Pods: [
    paths.pods,
    [
      "Name string name 0",
      "Ready string  0",
      "Status string  0",
      "Restarts string  0",
      "Age string  0",
      "IP string  1",
      "Node string  1",
      "Nominated Node string  1",
      "Readiness Gates string  1",
    ],
  ],
  events: [
    paths.events,
    [
      "Last Seen string  0",
      "Type string  0",
      "Reason string  0",
      "Object string  0",
      "Subobject string  1",
      "Source string  1",
      "Message string  0",
      "First Seen string  1",
      "Count string  1",
      "Name string name 1",
    ],
  ],
  namespaces: [
    () => paths.namespaces(),
    ["Name string name 0", "Status string  0", "Age string  0"],
  ],
  nodes: [
    () => "/api/v1/nodes",
    [
      "Name string name 0",
      "Status string  0",
      "Roles string  0",
      "Age string  0",
      "Version string  0",
      "Internal-IP string  1",
      "External-IP string  1",
      "OS-Image string  1",
      "Kernel-Version string  1",
      "Container-Runtime string  1",
    ],
  ],
  "config maps": [paths.configMaps, ["Name string name 0", "Data string  0", "Age string  0"]],
  "service accounts": [paths.serviceAccounts, ["Name string name 0", "Age string  0"]],
};

for (const [what, [path, expected]] of Object.entries(columns)) {
  test(`a table of ${what} has kubectl's columns, and says of each what it is`, async ({
    api,
    namespace,
  }) => {
    const { body } = await api.get(path(namespace), accept());
    expect(body).toMatchObject({
      kind: "Table",
      apiVersion: "meta.k8s.io/v1",
      metadata: { resourceVersion: expect.stringMatching(/^\d+$/) },
    });
    const { columnDefinitions, rows } = body as Table;
    const told = columnDefinitions.map(
      ({ name, type, format, priority }) => `${name} ${type} ${format} ${priority}`,
    );
    expect(told).toEqual(expected);
    for (const { description } of columnDefinitions) expect(description).not.toBe("");
    for (const { cells } of rows) expect(cells).toHaveLength(expected.length);
  });
}

test("a table's cells are what kubectl get prints, wide ones included", async ({
  api,
  namespace,
}) => {
  await api.create(paths.jobs(namespace), idleJob("job", { completions: 3 }));
  await api.create(paths.cronJobs(namespace), idleCronJob("cron", { timeZone: "Europe/Berlin" }));
  await api.create(paths.pods(namespace), idlePod("pod"));
  const cells = async (path: string) =>
    ((await api.get(path, accept())).body as Table).rows[0]?.cells;
  const job = (await api.get(paths.jobs(namespace, "job"))).body as { metadata: { uid: string } };
  await expect
    .poll(() => cells(paths.jobs(namespace, "job")))
    .toEqual([
      "job",
      "Suspended",
      "0/3",
      "",
      expect.stringMatching(/^\d+s$/),
      "main",
      "busybox",
      `batch.kubernetes.io/controller-uid=${job.metadata.uid}`,
    ]);
  expect(await cells(paths.cronJobs(namespace))).toEqual([
    "cron",
    "0 0 1 1 *",
    "Europe/Berlin",
    "True",
    0,
    "<none>",
    expect.stringMatching(/^\d+s$/),
    "main",
    "busybox",
    "<none>",
  ]);
  const none = "<none>";
  expect(await cells(paths.pods(namespace))).toEqual([
    "pod",
    "0/1",
    "Pending",
    "0",
    expect.stringMatching(/^\d+s$/),
    none,
    none,
    none,
    none,
  ]);
});

test("a row comes with its metadata, its whole object or nothing", async ({ api, namespace }) => {
  await api.create(paths.pods(namespace), idlePod("a"));
  const object = async (query: string) =>
    ((await api.get(`${paths.pods(namespace)}${query}`, accept())).body as Table).rows[0]?.object;
  for (const query of ["", "?includeObject=Metadata"]) {
    const metadata = await object(query);
    expect(metadata).toMatchObject({
      kind: "PartialObjectMetadata",
      apiVersion: "meta.k8s.io/v1",
      metadata: { name: "a", namespace },
    });
    expect(metadata).not.toHaveProperty("spec");
  }
  expect(await object("?includeObject=Object")).toMatchObject({
    kind: "Pod",
    apiVersion: "v1",
    metadata: { name: "a" },
    spec: { containers: [{ name: "main" }] },
  });
  expect(await object("?includeObject=None")).toBeNull();
  expectRefusal(
    await api.call("GET", `${paths.pods(namespace)}?includeObject=Some`, { accept: accept() }),
    badRequest(
      "Unable to convert to Table as requested: includeObject: Invalid value: \"Some\": must be 'Metadata', 'Object', 'None', or empty",
    ),
  );
});

test("a table comes in the old version too, and is no other", async ({ api, namespace }) => {
  await api.create(paths.pods(namespace), idlePod("a"));
  const old = await api.get(paths.pods(namespace), accept("Table", "v1beta1"));
  expect(old.body).toMatchObject({
    kind: "Table",
    apiVersion: "meta.k8s.io/v1beta1",
    rows: [{ object: { apiVersion: "meta.k8s.io/v1beta1" } }],
  });
  const unknown = accept("Table", "v2");
  const refused = await api.call("GET", paths.pods(namespace), { accept: unknown });
  expect(refused.body).toMatchObject({
    code: 406,
    reason: "NotAcceptable",
    message: expect.stringMatching(
      /^only the following media types are accepted: application\/json, application\/yaml/,
    ),
  });
  const otherwise = `${unknown},application/json`;
  expect((await api.get(paths.pods(namespace), otherwise)).body).toMatchObject({ kind: "PodList" });
});

test("a change is answered in a table where that is wished, a refusal never", async ({
  api,
  namespace,
}) => {
  const created = await api.call("POST", paths.jobs(namespace), {
    body: idleJob("a"),
    accept: accept(),
  });
  expect(created.status).toBe(201);
  expect((created.body as Table).rows[0]?.cells.slice(0, 3)).toEqual(["a", "Running", "0/1"]);
  expectRefusal(
    await api.call("GET", paths.jobs(namespace, "none"), { accept: accept() }),
    notFound("jobs", "none", "batch"),
  );
  const deleted = await api.call("DELETE", paths.jobs(namespace, "a"), {
    body: { propagationPolicy: "Background" },
    accept: accept(),
  });
  expect(deleted.body).toMatchObject({ kind: "Status", status: "Success" });
});

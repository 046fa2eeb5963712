import { list, names } from "../answers.ts";
import { expect, test } from "../fixtures.ts";
import { paths, resting } from "../objects.ts";
import { badRequest, failure } from "../statuses.ts";

const letters = ["a", "b", "c", "d", "e"];

test("a list of nothing is a list with a resourceVersion", async ({ api, namespace }) => {
  const { status, headers, body } = await api.call("GET", paths.cronJobs(namespace));
  expect(status).toBe(200);
  expect(headers.get("content-type")).toBe("application/json");
  expect(body).toEqual({
    kind: "CronJobList",
    apiVersion: "batch/v1",
    metadata: { resourceVersion: expect.stringMatching(/^[1-9]\d*$/) },
    items: [],
  });
});

test("a list has its objects in the order of their names, without kind and apiVersion", async ({
  api,
  namespace,
}) => {
  for (const name of ["b", "a", "b-1", "b.1", "b1"]) {
    await api.create(paths.cronJobs(namespace), resting(name));
  }
  const { items } = await list(api, paths.cronJobs(namespace));
  expect(names(items)).toEqual(["a", "b", "b-1", "b.1", "b1"]);
  for (const item of items) {
    expect(item).not.toHaveProperty("kind");
    expect(item).not.toHaveProperty("apiVersion");
    expect(Object.keys(item).toSorted()).toEqual(["metadata", "spec", "status"]);
  }
});

test("a list is as new as the newest of its objects", async ({ api, namespace }) => {
  const { body } = await api.create(paths.cronJobs(namespace), resting("a"));
  const { items, metadata } = await list(api, paths.cronJobs(namespace));
  const [only] = items;
  expect(only?.metadata.resourceVersion).toBe(
    (body as { metadata: { resourceVersion: string } }).metadata.resourceVersion,
  );
  expect(BigInt(metadata.resourceVersion)).toBeGreaterThanOrEqual(
    BigInt(only?.metadata.resourceVersion ?? ""),
  );
});

test("all namespaces are listed together, in order of namespace and name", async ({
  api,
  cluster,
  namespace,
}) => {
  const other = await cluster.createNamespace();
  for (const name of ["b", "a"]) {
    for (const where of [namespace, other]) {
      await api.create(paths.cronJobs(where), resting({ name, labels: { case: namespace } }));
    }
  }
  const { items } = await list(api, `/apis/batch/v1/cronjobs?labelSelector=case%3D${namespace}`);
  const [first, second] = [namespace, other].toSorted();
  expect(items.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual([
    `${first}/a`,
    `${first}/b`,
    `${second}/a`,
    `${second}/b`,
  ]);
});

test("a namespace that does not exist has an empty list", async ({ api }) => {
  const { status, body } = await api.call("GET", paths.jobs("no-such-namespace"));
  expect(status).toBe(200);
  expect(body).toMatchObject({ kind: "JobList", items: [] });
});

test.describe("in pages", () => {
  test.beforeEach(async ({ api, namespace }) => {
    for (const name of letters) {
      await api.create(paths.cronJobs(namespace), resting({ name, labels: { app: name } }));
    }
  });

  test("a list says how much remains, and the last page says neither that nor continue", async ({
    api,
    namespace,
  }) => {
    const path = `${paths.cronJobs(namespace)}?limit=2`;
    const first = await list(api, path);
    expect(names(first.items)).toEqual(["a", "b"]);
    expect(first.metadata).toEqual({
      resourceVersion: expect.any(String),
      continue: expect.any(String),
      remainingItemCount: 3,
    });
    const second = await list(api, `${path}&continue=${first.metadata.continue}`);
    expect(names(second.items)).toEqual(["c", "d"]);
    expect(second.metadata.remainingItemCount).toBe(1);
    const third = await list(api, `${path}&continue=${second.metadata.continue}`);
    expect(names(third.items)).toEqual(["e"]);
    expect(third.metadata).toEqual({ resourceVersion: first.metadata.resourceVersion });
    expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
  });

  test("a page that ends with the last object is the last", async ({ api, namespace }) => {
    const { items, metadata } = await list(api, `${paths.cronJobs(namespace)}?limit=5`);
    expect(names(items)).toEqual(letters);
    expect(metadata).toEqual({ resourceVersion: expect.any(String) });
  });

  test("later pages show what was there with the first, whatever has happened since", async ({
    api,
    namespace,
  }) => {
    const path = paths.cronJobs(namespace);
    const first = await list(api, `${path}?limit=1`);
    await api.create(path, resting("bb"));
    await api.patch(`${path}/d`, { metadata: { labels: { app: "changed" } } });
    await api.delete(`${path}/e`);
    const rest = await list(api, `${path}?continue=${first.metadata.continue}`);
    expect(names(rest.items)).toEqual(["b", "c", "d", "e"]);
    expect(rest.items[2]?.metadata.labels).toEqual({ app: "d" });
    expect(rest.metadata).toEqual({ resourceVersion: first.metadata.resourceVersion });
    expect(names((await list(api, path)).items)).toEqual(["a", "b", "bb", "c", "d"]);
  });

  test("what remains is not counted when there is a selector", async ({ api, namespace }) => {
    for (const selector of ["labelSelector=app+notin+(c)", "fieldSelector=metadata.name!%3Dc"]) {
      const path = `${paths.cronJobs(namespace)}?limit=2&${selector}`;
      const first = await list(api, path);
      expect(first.metadata).not.toHaveProperty("remainingItemCount");
      const second = await list(api, `${path}&continue=${first.metadata.continue}`);
      expect(names([...first.items, ...second.items])).toEqual(["a", "b", "d", "e"]);
    }
  });

  test("a page of what is selected may be followed by an empty one", async ({ api, namespace }) => {
    const path = `${paths.cronJobs(namespace)}?limit=1&labelSelector=app%3D`;
    const first = await list(api, `${path}b`);
    expect(names(first.items)).toEqual(["b"]);
    const second = await list(api, `${path}b&continue=${first.metadata.continue}`);
    expect(second.items).toEqual([]);
    expect(second.metadata).toEqual({ resourceVersion: first.metadata.resourceVersion });
    const last = await list(api, `${path}e`);
    expect(names(last.items)).toEqual(["e"]);
    expect(last.metadata).not.toHaveProperty("continue");
  });

  test("a list of anything there is (resourceVersion 0) comes whole", async ({
    api,
    namespace,
  }) => {
    const path = `${paths.cronJobs(namespace)}?limit=2&resourceVersion=0`;
    // It may be older than what was just created.
    await expect.poll(async () => names((await list(api, path)).items)).toEqual(letters);
    expect((await list(api, path)).metadata).toEqual({ resourceVersion: expect.any(String) });
  });

  test("a limit of nothing or less is none", async ({ api, namespace }) => {
    for (const limit of ["0", "-1"]) {
      const { items } = await list(api, `${paths.cronJobs(namespace)}?limit=${limit}`);
      expect(names(items)).toEqual(letters);
    }
  });

  test("a later page cannot be asked for by a version", async ({ api, namespace }) => {
    const path = paths.cronJobs(namespace);
    const { metadata } = await list(api, `${path}?limit=1`);
    const asked = `${path}?limit=1&continue=${metadata.continue}`;
    const { status, body } = await api.call(
      "GET",
      `${asked}&resourceVersion=${metadata.resourceVersion}`,
    );
    expect(status).toBe(400);
    expect(body).toEqual(
      badRequest("specifying resource version is not allowed when using continue"),
    );
  });

  test("pages of a Table and of metadata carry the same marks", async ({ api, namespace }) => {
    const path = `${paths.cronJobs(namespace)}?limit=2&includeObject=None`;
    const marks = {
      resourceVersion: expect.any(String),
      continue: expect.any(String),
      remainingItemCount: 3,
    };
    const table = await api.get(path, "application/json;as=Table;v=v1;g=meta.k8s.io");
    expect(table.body).toMatchObject({
      kind: "Table",
      apiVersion: "meta.k8s.io/v1",
      metadata: marks,
      rows: [
        { cells: ["a", ...Array(9).fill(expect.anything())], object: null },
        { cells: ["b", ...Array(9).fill(expect.anything())], object: null },
      ],
    });
    const as = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";
    const partial = await api.get(path, as);
    expect(partial.body).toMatchObject({
      kind: "PartialObjectMetadataList",
      apiVersion: "meta.k8s.io/v1",
      metadata: marks,
      items: ["a", "b"].map((name) => ({
        kind: "PartialObjectMetadata",
        apiVersion: "meta.k8s.io/v1",
        metadata: { name, namespace, labels: { app: name } },
      })),
    });
    expect((partial.body as { items: object[] }).items[0]).not.toHaveProperty("spec");
  });
});

const token = (content: object) => Buffer.from(JSON.stringify(content)).toString("base64url");

for (const [wrong, because] of [
  ["abc", "invalid character 'i' looking for beginning of value"],
  ["!!!", "illegal base64 data at input byte 0"],
  [token({}), "server does not recognize this encoded version "],
  [token({ v: "v2" }), "server does not recognize this encoded version v2"],
  [
    token({ v: "meta.k8s.io/v1", start: "a" }),
    "incorrect encoded start resourceVersion (version meta.k8s.io/v1)",
  ],
  [token({ v: "meta.k8s.io/v1", rv: 1 }), "encoded start key empty (version meta.k8s.io/v1)"],
  [token({ v: "meta.k8s.io/v1", rv: 1, start: "../a" }), "../a"],
] as const) {
  test(`the continue token ${wrong} is refused`, async ({ api }) => {
    const path = `${paths.jobs("default")}?limit=1&continue=${wrong}`;
    const { status, body } = await api.call("GET", path);
    expect(status).toBe(400);
    const message = `invalid continue token: continue key is not valid: ${because}`;
    expect(body).toEqual(badRequest(message));
  });
}

for (const [parameter, value, fault] of [
  ["limit", "abc", "invalid syntax"],
  ["limit", "", "invalid syntax"],
  ["limit", "9223372036854775808000", "value out of range"],
  ["timeoutSeconds", "1.5", "invalid syntax"],
] as const) {
  test(`${parameter} must be a whole number, and not ${JSON.stringify(value)}`, async ({ api }) => {
    const { status, body } = await api.call(
      "GET",
      `${paths.pods("default")}?${parameter}=${value}`,
    );
    expect(status).toBe(400);
    const message = `strconv.ParseInt: parsing ${JSON.stringify(value)}: ${fault}`;
    expect(body).toEqual(badRequest(message));
  });
}

test("the metadata of a list is asked for as a list, that of an object as an object", async ({
  api,
}) => {
  const as = (form: string) => ({ accept: `application/json;as=${form};v=v1;g=meta.k8s.io` });
  for (const [path, form, message] of [
    [
      paths.cronJobs("default"),
      "PartialObjectMetadata",
      "you requested PartialObjectMetadata, but the requested object is a list (*batch.CronJobList)",
    ],
    [
      "/api/v1/namespaces/default",
      "PartialObjectMetadataList",
      "you requested PartialObjectMetadataList, but the requested object is not a list (*core.Namespace)",
    ],
  ] as const) {
    const { status, body } = await api.call("GET", path, as(form));
    expect(status).toBe(406);
    expect(body).toEqual(failure(406, "NotAcceptable", message));
  }
});

import { type Item, list } from "../answers.ts";
import { expect, test } from "../fixtures.ts";
import { paths, resting } from "../objects.ts";
import { badRequest, cause, failure, invalid } from "../statuses.ts";
import { told, Watching } from "../watching.ts";

const asTable = "application/json;as=Table;v=v1;g=meta.k8s.io";
const asMetadata = "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io";
const end = { "k8s.io/initial-events-end": "true" };
const streamed =
  "sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true";

test("a watch ends after timeoutSeconds, and that is no error", async ({ api, namespace }) => {
  const path = `${paths.cronJobs(namespace)}?watch=1&timeoutSeconds=1`;
  const { status, headers, text } = await api.call("GET", path);
  expect(status).toBe(200);
  expect(headers.get("content-type")).toBe("application/json");
  expect(text).toBe("");
});

test("a watch from a version that is yet to come waits for it", async ({ api, namespace }) => {
  await api.create(paths.cronJobs(namespace), resting("a"));
  const query = "watch=1&timeoutSeconds=1&resourceVersion=999999999999";
  const { status, text } = await api.call("GET", `${paths.cronJobs(namespace)}?${query}`);
  expect(status).toBe(200);
  expect(text).toBe("");
});

test("a limit means nothing to a watch", async ({ api, namespace }) => {
  const path = paths.cronJobs(namespace);
  for (const name of ["a", "b", "c"]) await api.create(path, resting(name));
  const watch = await Watching.open(api, path, "limit=1");
  expect(told(await watch.take(3)).toSorted()).toEqual(["ADDED a", "ADDED b", "ADDED c"]);
  watch.close();
});

test("a watch as Table has its columns in the first event alone", async ({ api, namespace }) => {
  const path = paths.cronJobs(namespace);
  await api.create(path, resting("a"));
  const watch = await Watching.open(api, path, "", asTable);
  await api.create(path, resting("b"));
  const created = await api.patch(`${path}/b`, { metadata: { labels: { app: "b" } } });
  const events = await watch.take(3);
  watch.close();
  const tables = events.map(({ object }) => object as unknown as Record<string, unknown>);
  expect(events.map(({ type }) => type)).toEqual(["ADDED", "ADDED", "MODIFIED"]);
  const columns = tables[0]?.columnDefinitions as { name: string }[];
  expect(columns.map(({ name }) => name)).toEqual([
    "Name",
    "Schedule",
    "Timezone",
    "Suspend",
    "Active",
    "Last Schedule",
    "Age",
    "Containers",
    "Images",
    "Selector",
  ]);
  expect(tables.slice(1).map(({ columnDefinitions }) => columnDefinitions)).toEqual([null, null]);
  const { resourceVersion, uid } = (created.body as Item).metadata;
  expect(tables[2]).toMatchObject({
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata: { resourceVersion },
    rows: [
      {
        cells: [
          "b",
          "0 3 * * *",
          "<none>",
          "True",
          0,
          "<none>",
          /^\d+s$/,
          "main",
          "busybox",
          "<none>",
        ].map((cell) => (cell instanceof RegExp ? expect.stringMatching(cell) : cell)),
        object: {
          kind: "PartialObjectMetadata",
          apiVersion: "meta.k8s.io/v1",
          metadata: { name: "b", uid, resourceVersion, labels: { app: "b" } },
        },
      },
    ],
  });
});

test("rows of a watched Table have the object that includeObject asks for", async ({
  api,
  namespace,
}) => {
  const path = paths.cronJobs(namespace);
  await api.create(path, resting("a"));
  for (const [include, object] of [
    ["None", null],
    ["Object", expect.objectContaining({ kind: "CronJob", apiVersion: "batch/v1" })],
  ] as const) {
    const watch = await Watching.open(api, path, `includeObject=${include}`, asTable);
    const [event] = await watch.take(1);
    watch.close();
    const { rows } = (event as { object: unknown }).object as { rows: unknown[] };
    expect(rows).toEqual([expect.objectContaining({ object })]);
  }
});

test("a watch of metadata carries nothing else", async ({ api, namespace }) => {
  const path = paths.cronJobs(namespace);
  await api.create(path, resting({ name: "a", labels: { app: "a" } }));
  const watch = await Watching.open(api, path, "", asMetadata);
  await api.delete(`${path}/a`);
  const events = await watch.take(2);
  watch.close();
  expect(told(events)).toEqual(["ADDED a", "DELETED a"]);
  for (const { object } of events) {
    expect(Object.keys(object).toSorted()).toEqual(["apiVersion", "kind", "metadata"]);
    expect(object).toMatchObject({
      kind: "PartialObjectMetadata",
      apiVersion: "meta.k8s.io/v1",
      metadata: { namespace, labels: { app: "a" } },
    });
  }
});

for (const [form, accept, query] of [
  ["objects", "application/json", ""],
  ["metadata", asMetadata, ""],
  ["a Table", asTable, ""],
  ["a Table without objects", asTable, "&includeObject=None"],
] as const) {
  test(`a list streamed as ${form} tells its end in a bookmark`, async ({ api, namespace }) => {
    const path = paths.cronJobs(namespace);
    await api.create(path, resting("a"));
    const listed = (await list(api, path)).metadata.resourceVersion;
    const watch = await Watching.open(api, path, streamed + query, accept);
    const events = await watch.take(2);
    expect(events.map(({ type }) => type)).toEqual(["ADDED", "BOOKMARK"]);
    const { object } = events[1] as { object: object };
    const marked = "rows" in object ? (object.rows as { object: Item }[])[0]?.object : object;
    const { metadata } = marked as Item;
    expect(metadata).toEqual({ resourceVersion: expect.any(String), annotations: end });
    expect(BigInt(metadata.resourceVersion)).toBeGreaterThanOrEqual(BigInt(listed));
    await api.create(path, resting("b"));
    expect((await watch.take(1))[0]).toMatchObject({ type: "ADDED" });
    watch.close();
    const later = await Watching.open(api, path, `resourceVersion=${metadata.resourceVersion}`);
    expect(told(await later.take(1))).toEqual(["ADDED b"]);
    later.close();
  });
}

test("without bookmarks a streamed list has no end mark", async ({ api, namespace }) => {
  const path = paths.cronJobs(namespace);
  await api.create(path, resting("a"));
  const query = "sendInitialEvents=true&resourceVersionMatch=NotOlderThan";
  const watch = await Watching.open(api, path, query);
  expect(told(await watch.take(1))).toEqual(["ADDED a"]);
  await api.create(path, resting("b"));
  expect(told(await watch.take(1))).toEqual(["ADDED b"]);
  watch.close();
});

test("who allows bookmarks is told the end of what there is in any case", async ({
  api,
  namespace,
}) => {
  const path = paths.cronJobs(namespace);
  await api.create(path, resting("a"));
  for (const version of ["", "&resourceVersion=0"]) {
    const watch = await Watching.open(api, path, `allowWatchBookmarks=true${version}`);
    const events = await watch.take(2);
    watch.close();
    expect(events.map(({ type }) => type)).toEqual(["ADDED", "BOOKMARK"]);
    expect(events[1]?.object).toMatchObject({
      kind: "CronJob",
      apiVersion: "batch/v1",
      metadata: { annotations: end },
    });
  }
});

test("without initial events a watch begins with the present", async ({ api, namespace }) => {
  const path = paths.cronJobs(namespace);
  await api.create(path, resting("a"));
  const query = "sendInitialEvents=false&resourceVersionMatch=NotOlderThan";
  const watch = await Watching.open(api, path, query);
  await api.create(path, resting("b"));
  expect(told(await watch.take(1))).toEqual(["ADDED b"]);
  watch.close();
});

test("a streamed list of a version that is yet to come ends with an error event", async ({
  api,
  namespace,
}) => {
  const query = `${streamed}&resourceVersion=999999999999`;
  const watch = await Watching.open(api, paths.cronJobs(namespace), query);
  const events = await watch.take(2);
  expect(events).toEqual([
    {
      type: "ERROR",
      object: {
        ...failure(504, "Timeout", "", {
          causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
          retryAfterSeconds: 1,
        }),
        message: expect.stringMatching(
          /^Timeout: Too large resource version: 999999999999, current: [1-9]\d*$/,
        ),
      },
    },
  ]);
});

test("the paths under /watch/ are watches still", async ({ api, namespace }) => {
  const path = paths.cronJobs(namespace);
  await api.create(path, resting("a"));
  await api.create(path, resting({ name: "b", labels: { case: namespace } }));
  const root = "/apis/batch/v1/watch";
  for (const [old, query, first] of [
    [`${root}/namespaces/${namespace}/cronjobs`, "", ["ADDED a", "ADDED b"]],
    [`${root}/namespaces/${namespace}/cronjobs/b`, "", ["ADDED b"]],
    [`${root}/cronjobs`, `labelSelector=case%3D${namespace}`, ["ADDED b"]],
    [`/api/v1/watch/namespaces/${namespace}`, "", [`ADDED ${namespace}`]],
  ] as const) {
    const watch = await Watching.open(api, old, query);
    expect(told(await watch.take(first.length)).toSorted()).toEqual(first);
    watch.close();
  }
});

const needsMatch =
  "resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan";

for (const [query, ...causes] of [
  ["sendInitialEvents=true", needsMatch],
  ["sendInitialEvents=false", needsMatch],
  [
    "resourceVersionMatch=NotOlderThan",
    "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided",
  ],
  [
    "sendInitialEvents=true&resourceVersionMatch=Exact",
    needsMatch,
    'resourceVersionMatch: Unsupported value: "Exact": supported values: "NotOlderThan"',
  ],
  [
    "continue=abc",
    "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided",
  ],
] as const) {
  test(`a watch with ${query} is invalid`, async ({ api }) => {
    const { status, body } = await api.call("GET", `${paths.jobs("default")}?watch=1&${query}`);
    expect(status).toBe(422);
    expect(body).toEqual(
      invalid({ kind: "ListOptions", group: "meta.k8s.io" }, ...causes.map(cause)),
    );
  });
}

const noNumber = (text: string) =>
  `resourceVersion: Invalid value: "${text}": strconv.ParseUint: parsing "${text}": invalid syntax`;

for (const [query, refused] of [
  ["resourceVersion=abc", failure(500, "", noNumber("abc"))],
  ["resourceVersion=-1", failure(500, "", noNumber("-1"))],
  ["timeoutSeconds=soon", badRequest('strconv.ParseInt: parsing "soon": invalid syntax')],
  [
    "labelSelector=a%20b",
    failure(
      400,
      "BadRequest",
      "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt",
    ),
  ],
] as const) {
  test(`a watch with ${query} does not begin`, async ({ api }) => {
    const { status, body } = await api.call("GET", `${paths.jobs("default")}?watch=1&${query}`);
    expect(body).toEqual(refused);
    expect(status).toBe((refused as { code: number }).code);
  });
}

test("a watch is not to be had as YAML", async ({ api }) => {
  const path = `${paths.jobs("default")}?watch=1&timeoutSeconds=1`;
  const { status } = await api.call("GET", path, { accept: "application/yaml" });
  expect(status).toBe(406);
});

test("a Table with an object of another kind is not to be had", async ({ api }) => {
  const path = `${paths.jobs("default")}?watch=1&timeoutSeconds=1&includeObject=All`;
  const { status, body } = await api.call("GET", path, { accept: asTable });
  expect(status).toBe(400);
  const values = "must be 'Metadata', 'Object', 'None', or empty";
  const message = `Unable to convert to Table as requested: includeObject: Invalid value: "All": ${values}`;
  expect(body).toEqual(badRequest(message));
});

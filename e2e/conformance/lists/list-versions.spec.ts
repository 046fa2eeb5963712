import { type Item, list, names } from "../answers.ts";
import { expect, test } from "../fixtures.ts";
import { paths, resting } from "../objects.ts";
import { badRequest, cause, failure, invalid } from "../statuses.ts";

test("a list not older than a version has what was written up to it", async ({
  api,
  namespace,
}) => {
  const path = paths.cronJobs(namespace);
  const { metadata } = (await api.create(path, resting("a"))).body as Item;
  for (const match of ["", "&resourceVersionMatch=NotOlderThan"]) {
    const read = await list(api, `${path}?resourceVersion=${metadata.resourceVersion}${match}`);
    expect(names(read.items)).toEqual(["a"]);
    expect(BigInt(read.metadata.resourceVersion)).toBeGreaterThanOrEqual(
      BigInt(metadata.resourceVersion),
    );
  }
});

test("a list of exactly a version has what there was then, with the objects of then", async ({
  api,
  namespace,
}) => {
  const path = paths.cronJobs(namespace);
  await api.create(path, resting({ name: "a", labels: { app: "before" } }));
  await api.create(path, resting("gone"));
  const then = await list(api, path);
  const { resourceVersion } = then.metadata;
  await api.patch(`${path}/a`, { metadata: { labels: { app: "after" } } });
  await api.delete(`${path}/gone`);
  await api.create(path, resting("new"));
  const again = await list(
    api,
    `${path}?resourceVersion=${resourceVersion}&resourceVersionMatch=Exact`,
  );
  expect(again.metadata).toEqual({ resourceVersion });
  expect(again.items).toEqual(then.items);
});

test("a version and a limit mean exactly that version", async ({ api, namespace }) => {
  const path = paths.cronJobs(namespace);
  await api.create(path, resting("a"));
  await api.create(path, resting("b"));
  const { resourceVersion } = (await list(api, path)).metadata;
  await api.delete(`${path}/b`);
  const page = await list(api, `${path}?resourceVersion=${resourceVersion}&limit=1`);
  expect(page.metadata).toMatchObject({ resourceVersion, remainingItemCount: 1 });
  const rest = await list(api, `${path}?limit=1&continue=${page.metadata.continue}`);
  expect(names(rest.items)).toEqual(["b"]);
});

test("an object is got as it is now, whatever older version is asked for", async ({
  api,
  namespace,
}) => {
  const path = paths.cronJobs(namespace);
  const { metadata } = (await api.create(path, resting("a"))).body as Item;
  const patched = await api.patch(`${path}/a`, { metadata: { labels: { app: "new" } } });
  const { resourceVersion } = (patched.body as Item).metadata;
  for (const version of [metadata.resourceVersion, resourceVersion]) {
    await expect
      .poll(async () => (await api.get(`${path}/a?resourceVersion=${version}`)).body)
      .toMatchObject({ metadata: { resourceVersion, labels: { app: "new" } } });
  }
});

const future = "999999999999";

for (const [what, name, query] of [
  ["a list", "", ""],
  ["a list of exactly it", "", "&resourceVersionMatch=Exact"],
  ["a page", "", "&limit=1"],
  ["a get", "a", ""],
] as const) {
  test(`${what} of a version that is yet to come ends with a Timeout`, async ({ api }) => {
    const path = `${paths.cronJobs("default", name)}?resourceVersion=${future}${query}`;
    const { status, headers, body } = await api.call("GET", path);
    expect(status).toBe(504);
    expect(headers.get("retry-after")).toBe("1");
    expect(body).toEqual({
      ...failure(504, "Timeout", "", {
        causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
        retryAfterSeconds: 1,
      }),
      message: expect.stringMatching(
        RegExp(`^Timeout: Too large resource version: ${future}, current: [1-9]\\d*$`),
      ),
    });
  });
}

const wrong =
  'resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax';

test("a list of a version that is no number is a bad request", async ({ api }) => {
  const { status, body } = await api.call("GET", `${paths.pods("default")}?resourceVersion=abc`);
  expect(status).toBe(400);
  expect(body).toEqual(badRequest(`invalid resource version: ${wrong}`));
});

test("a get of a version that is no number is an error of the server", async ({ api }) => {
  const path = `${paths.pods("default", "a")}?resourceVersion=abc`;
  const { status, body } = await api.call("GET", path);
  expect(status).toBe(500);
  expect(body).toEqual(failure(500, "", wrong));
});

for (const [query, ...causes] of [
  [
    "resourceVersionMatch=Exact",
    "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided",
  ],
  [
    "resourceVersion=0&resourceVersionMatch=Exact",
    'resourceVersionMatch: Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
  ],
  [
    "resourceVersion=1&resourceVersionMatch=Newest",
    'resourceVersionMatch: Unsupported value: "Newest": supported values: "Exact", "NotOlderThan", ""',
  ],
  [
    "resourceVersionMatch=NotOlderThan&continue=abc",
    "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided",
    "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided",
  ],
  [
    "sendInitialEvents=true",
    "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list",
  ],
  [
    "sendInitialEvents=false",
    "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list",
  ],
] as const) {
  test(`a list with ${query} is invalid`, async ({ api }) => {
    const { status, body } = await api.call("GET", `${paths.cronJobs("default")}?${query}`);
    expect(status).toBe(422);
    expect(body).toEqual(
      invalid({ kind: "ListOptions", group: "meta.k8s.io" }, ...causes.map(cause)),
    );
  });
}

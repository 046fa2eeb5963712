import { expect, test } from "vitest";
import {
  cronJob,
  cronJobs,
  job,
  jobs,
  mergePatch,
  podSpec,
  pods,
  Served,
} from "./testing/served.ts";

const names = (body: { items: { metadata: { name: string } }[] }) =>
  body.items.map(({ metadata }) => metadata.name);

function shop(...created: readonly string[]): Served {
  const served = new Served();
  for (const name of created) served.create(jobs, job(name, {}, { labels: { app: name } }));
  return served;
}

test("lists are in byte order of namespace and name, in which a-b stands before a", () => {
  const served = shop("job-2", "job-10");
  served.call("POST", "/api/v1/namespaces", { body: { metadata: { name: "shop-2" } } });
  served.create("/apis/batch/v1/namespaces/shop-2/jobs", job("first"));
  const { body } = served.call("GET", "/apis/batch/v1/jobs");
  expect(names(body)).toEqual(["first", "job-10", "job-2"]);
  expect(body).toMatchObject({ kind: "JobList", apiVersion: "batch/v1" });
  expect(body.items[0].kind).toBeUndefined();
});

test("the pages of a list are one snapshot, whatever happens between them", () => {
  const served = shop("a", "b", "c", "d");
  const first = served.call("GET", `${jobs}?limit=2`).body;
  expect(names(first)).toEqual(["a", "b"]);
  expect(first.metadata.remainingItemCount).toBe(2);
  served.call("DELETE", `${jobs}/c?propagationPolicy=Background`);
  served.create(jobs, job("cc"));
  const query = `limit=2&continue=${first.metadata.continue}`;
  const second = served.call("GET", `${jobs}?${query}`).body;
  expect(names(second)).toEqual(["c", "d"]);
  expect(second.metadata.continue).toBeUndefined();
  expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
  expect(names(served.call("GET", jobs).body)).toEqual(["a", "b", "cc", "d"]);
});

test("a page of a forgotten snapshot is refused with a token that goes on at the present", () => {
  const served = shop("a", "b", "c");
  const { metadata } = served.call("GET", `${jobs}?limit=1`).body;
  served.create(jobs, job("bb"));
  served.server.storage.compact();
  const expired = served.call("GET", `${jobs}?limit=1&continue=${metadata.continue}`);
  expect(expired.body).toMatchObject({ code: 410, reason: "Expired" });
  const onward = expired.body.metadata.continue;
  expect(names(served.call("GET", `${jobs}?continue=${onward}`).body)).toEqual(["b", "bb", "c"]);
});

test.each([
  ["labelSelector=app%3Da", ["a"]],
  ["labelSelector=app%20in%20(a,c)", ["a", "c"]],
  ["labelSelector=!app", []],
  ["fieldSelector=metadata.name%3Db", ["b"]],
  ["fieldSelector=metadata.name!%3Db", ["a", "c"]],
  ["fieldSelector=status.successful%3D0", ["a", "b", "c"]],
])("%s selects %j", (query, selected) => {
  expect(names(shop("a", "b", "c").call("GET", `${jobs}?${query}`).body)).toEqual(selected);
});

const invalid = 'ListOptions.meta.k8s.io "" is invalid: ';

test.each([
  [
    "resourceVersionMatch=Exact",
    422,
    `${invalid}resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided`,
  ],
  [
    "resourceVersion=0&resourceVersionMatch=Exact",
    422,
    `${invalid}resourceVersionMatch: Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"`,
  ],
  [
    "resourceVersion=1&resourceVersionMatch=X",
    422,
    `${invalid}resourceVersionMatch: Unsupported value: "X": supported values: "Exact", "NotOlderThan", ""`,
  ],
  [
    "sendInitialEvents=true",
    422,
    `${invalid}sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list`,
  ],
  [
    "resourceVersion=1&resourceVersionMatch=Exact",
    410,
    "The resourceVersion for the provided list is too old.",
  ],
  ["resourceVersion=99999", 504, "Timeout: Too large resource version: 99999, current: 1005"],
  [
    "resourceVersion=abc",
    400,
    'invalid resource version: resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax',
  ],
  ["limit=x", 400, 'strconv.ParseInt: parsing "x": invalid syntax'],
  [
    "continue=abc",
    400,
    "invalid continue token: continue key is not valid: invalid character 'i' looking for beginning of value",
  ],
  ["labelSelector=a%3D%3Db,,", 400, "found ',', expected: identifier after ','"],
  ["labelSelector=a%20in%20b", 400, "unable to parse requirement: found 'b' expected: '('"],
  [
    "labelSelector=a%20b",
    400,
    "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt",
  ],
  ["labelSelector=!!a", 400, "unable to parse requirement: found '!', expected: identifier"],
  ["fieldSelector=spec.suspend%3Dtrue", 400, 'field label "spec.suspend" not supported for Job'],
])("a list with %s is answered %i", (query, code, message) => {
  const { status, body } = shop("a", "b", "c").call("GET", `${jobs}?${query}`);
  expect({ status, message: body.message }).toEqual({ status: code, message });
});

test("a list of an exact version shows what was there then", () => {
  const served = shop("a", "b");
  const then = served.call("GET", jobs).body.metadata.resourceVersion;
  served.call("DELETE", `${jobs}/a?propagationPolicy=Background`);
  const query = `resourceVersion=${then}&resourceVersionMatch=Exact`;
  expect(names(served.call("GET", `${jobs}?${query}`).body)).toEqual(["a", "b"]);
  const newer = served.call("GET", `${jobs}?resourceVersion=${then}`).body;
  expect(names(newer)).toEqual(["b"]);
});

const table = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

test("a Table has kubectl's columns and cells at this moment", async () => {
  const served = new Served();
  served.create(cronJobs, cronJob("nightly", { timeZone: "Europe/Berlin" }));
  await served.clock.advance(90_000);
  const { body } = served.call("GET", cronJobs, { accept: table });
  expect(body).toMatchObject({ kind: "Table", apiVersion: "meta.k8s.io/v1" });
  const columns = body.columnDefinitions.map(({ name }: { name: string }) => name);
  expect(columns.slice(0, 7)).toEqual([
    "Name",
    "Schedule",
    "Timezone",
    "Suspend",
    "Active",
    "Last Schedule",
    "Age",
  ]);
  expect(body.rows[0].cells).toEqual([
    "nightly",
    "0 3 * * *",
    "Europe/Berlin",
    "False",
    0,
    "<none>",
    "90s",
    "main",
    "busybox:1.36",
    "<none>",
  ]);
  expect(body.rows[0].object.kind).toBe("PartialObjectMetadata");
});

test("includeObject says what a row carries", () => {
  const served = shop("a");
  const object = (include: string) =>
    served.call("GET", `${jobs}/a?includeObject=${include}`, { accept: table }).body.rows[0].object;
  expect(object("None")).toBeNull();
  expect(object("Object").spec.completions).toBe(1);
  expect(served.call("GET", `${jobs}?includeObject=All`, { accept: table }).body.message).toBe(
    "Unable to convert to Table as requested: includeObject: Invalid value: \"All\": must be 'Metadata', 'Object', 'None', or empty",
  );
});

test("1.20 has neither STATUS nor TIMEZONE", () => {
  const served = new Served({ kubernetesApi: "1.20" });
  served.create(jobs, job("a"));
  const { columnDefinitions, rows } = served.call("GET", jobs, { accept: table }).body;
  expect(columnDefinitions[1].name).toBe("Completions");
  expect(rows[0].cells.slice(0, 3)).toEqual(["a", "0/1", ""]);
});

test("a finished Pod's row says that it is complete", () => {
  const served = new Served();
  served.create(pods, { metadata: { name: "p" }, spec: podSpec });
  const body = { status: { phase: "Succeeded" } };
  served.call("PATCH", `${pods}/p/status`, { body, type: mergePatch });
  const [row] = served.call("GET", pods, { accept: table }).body.rows;
  expect(row.cells[2]).toBe("Succeeded");
  expect(row.conditions).toMatchObject([{ type: "Completed", reason: "Succeeded" }]);
});

test("metadata alone and YAML are to be had too, and nothing that is not served", () => {
  const served = shop("a");
  const partial = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";
  const { body } = served.call("GET", jobs, { accept: partial });
  expect([body.kind, body.items[0].spec]).toEqual(["PartialObjectMetadataList", undefined]);
  expect(served.call("GET", `${jobs}/a`, { accept: "application/yaml" }).body).toMatch(
    /^apiVersion|^kind|^metadata/,
  );
  expect(served.call("GET", jobs, { accept: "text/html" }).status).toBe(406);
});

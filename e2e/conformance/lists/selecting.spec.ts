import { list, names } from "../answers.ts";
import { expect, test } from "../fixtures.ts";
import { job, paths, pod, resting } from "../objects.ts";
import { badRequest } from "../statuses.ts";

test("label selectors choose by value, by set and by presence", async ({ api, namespace }) => {
  const path = paths.cronJobs(namespace);
  const labelled = [
    ["a", { app: "shop", tier: "1" }],
    ["b", { app: "mail", tier: "2" }],
    ["c", { app: "mail" }],
    ["d", { size: "12" }],
  ] as const;
  for (const [name, labels] of labelled) await api.create(path, resting({ name, labels }));
  for (const [selector, chosen] of [
    ["app=mail", "b c"],
    ["app==mail", "b c"],
    ["app!=mail", "a d"],
    ["app in (mail,shop)", "a b c"],
    ["app in ( shop )", "a"],
    ["app notin (mail)", "a d"],
    ["app notin (mail),app", "a"],
    ["tier", "a b"],
    ["!tier", "c d"],
    ["!tier,app", "c"],
    ["app=mail,tier=2", "b"],
    ["size>11", "d"],
    ["size<12", ""],
    ["app=", ""],
    ["app in (,shop)", "a"],
    ["nothing=here", ""],
    ["", "a b c d"],
  ] as const) {
    const { items } = await list(api, `${path}?labelSelector=${encodeURIComponent(selector)}`);
    expect(names(items).join(" "), selector).toBe(chosen);
  }
});

test("field selectors choose by name and namespace, and whatever else the kind offers", async ({
  api,
  namespace,
}) => {
  const path = paths.cronJobs(namespace);
  for (const name of ["a", "b", "c"]) await api.create(path, resting(name));
  for (const [selector, chosen] of [
    ["metadata.name=b", "b"],
    ["metadata.name==b", "b"],
    ["metadata.name!=b", "a c"],
    [`metadata.namespace=${namespace}`, "a b c"],
    [`metadata.namespace!=${namespace}`, ""],
    [`metadata.name!=a,metadata.namespace=${namespace}`, "b c"],
    ["metadata.name=a,metadata.name=b", ""],
    ["", "a b c"],
  ] as const) {
    const { items } = await list(api, `${path}?fieldSelector=${encodeURIComponent(selector)}`);
    expect(names(items).join(" "), selector).toBe(chosen);
  }
});

test("Pods are chosen by phase, node and restart policy", async ({ api, namespace }) => {
  const path = paths.pods(namespace);
  await api.create(path, pod("nowhere", "true", { nodeSelector: { none: "there" } }));
  await api.create(path, pod("ended", "true"));
  await api.create(path, pod("always", "sleep 600", { restartPolicy: "Always" }));
  const chosen = async (selector: string) =>
    names((await list(api, `${path}?fieldSelector=${encodeURIComponent(selector)}`)).items);
  await expect.poll(() => chosen("status.phase=Succeeded"), { timeout: 30_000 }).toEqual(["ended"]);
  await expect.poll(() => chosen("status.phase=Running"), { timeout: 30_000 }).toEqual(["always"]);
  expect(await chosen("status.phase=Pending")).toEqual(["nowhere"]);
  expect(await chosen("status.phase!=Pending,status.phase!=Running")).toEqual(["ended"]);
  expect(await chosen("spec.nodeName=")).toEqual(["nowhere"]);
  expect(await chosen("spec.nodeName!=")).toEqual(["always", "ended"]);
  expect(await chosen("spec.restartPolicy=Always")).toEqual(["always"]);
  expect(await chosen("spec.schedulerName=default-scheduler")).toHaveLength(3);
});

test("Jobs are chosen by how many of their Pods succeeded", async ({ api, namespace }) => {
  const path = paths.jobs(namespace);
  await api.create(path, job("two", "true", { completions: 2, parallelism: 2 }));
  await api.create(path, job("none", "true", { suspend: true }));
  const chosen = async (count: string) =>
    names((await list(api, `${path}?fieldSelector=status.successful%3D${count}`)).items);
  await expect.poll(() => chosen("2"), { timeout: 30_000 }).toEqual(["two"]);
  expect(await chosen("0")).toEqual(["none"]);
});

test("events are chosen by what they are about and by their reason", async ({ api, namespace }) => {
  const created = await api.create(paths.jobs(namespace), job("echo", "true"));
  const { uid } = (created.body as { metadata: { uid: string } }).metadata;
  const chosen = async (selector: string) => {
    const path = `${paths.events(namespace)}?fieldSelector=${encodeURIComponent(selector)}`;
    return (await list(api, path)).items.map(({ reason }) => reason).toSorted();
  };
  const about = `involvedObject.kind=Job,involvedObject.name=echo,involvedObject.uid=${uid}`;
  await expect
    .poll(() => chosen(about), { timeout: 30_000 })
    .toEqual(["Completed", "SuccessfulCreate"]);
  expect(await chosen(`${about},reason=Completed,type=Normal`)).toEqual(["Completed"]);
  expect(await chosen(`${about},reason!=Completed`)).toEqual(["SuccessfulCreate"]);
  expect(await chosen(`${about},type=Warning`)).toEqual([]);
  expect(await chosen("involvedObject.name=other")).toEqual([]);
  expect(await chosen("source=job-controller")).toEqual(["Completed", "SuccessfulCreate"]);
});

const known = 'only "metadata.name", "metadata.namespace"';

for (const [path, message] of [
  [paths.jobs("default"), 'field label "spec.foo" not supported for Job'],
  [paths.cronJobs("default"), `"spec.foo" is not a known field selector: ${known}`],
  [paths.pods("default"), "field label not supported: spec.foo"],
  [paths.events("default"), "field label not supported: spec.foo"],
  ["/api/v1/namespaces", "field label not supported: spec.foo"],
  ["/api/v1/nodes", "field label not supported: spec.foo"],
] as const) {
  test(`${path} cannot be chosen by a field it does not offer`, async ({ api }) => {
    const { status, body } = await api.call("GET", `${path}?fieldSelector=spec.foo%3D1`);
    expect(status).toBe(400);
    expect(body).toEqual(badRequest(message));
    const watched = await api.call("GET", `${path}?watch=1&fieldSelector=spec.foo%3D1`);
    expect(watched.body).toEqual(body);
  });
}

const part =
  "alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const example = (one: string, two: string, three: string, regex: string) =>
  `(e.g. '${one}',  or '${two}',  or '${three}', regex used for validation is '${regex}')`;

for (const [selector, message] of [
  ["a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
  ["a===b", "unable to parse requirement: found '=', expected: identifier"],
  ["a in b", "unable to parse requirement: found 'b' expected: '('"],
  ["a in (b", "unable to parse requirement: found '', expected: ',' or ')'"],
  ["a,", "found '', expected: identifier after ','"],
  [",", "found ',', expected: !, identifier, or 'end of string'"],
  ["a=b c", "found 'c', expected: ',' or 'end of string'"],
  ["!", "unable to parse requirement: found '', expected: identifier"],
  [
    "a>b",
    "unable to parse requirement: values[0]: Invalid value: \"b\": for 'Gt', 'Lt' operators, the value must be an integer",
  ],
  [
    "-a=b",
    `unable to parse requirement: <nil>: Invalid value: "-a": name part must consist of ${part} ${example("MyName", "my.name", "123-abc", "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]")}`,
  ],
  [
    "a=-b",
    `unable to parse requirement: values[0][a]: Invalid value: "-b": a valid label must be an empty string or consist of ${part} ${example("MyValue", "my_value", "12345", "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?")}`,
  ],
] as const) {
  test(`the label selector ${JSON.stringify(selector)} is refused`, async ({ api }) => {
    const path = `${paths.jobs("default")}?labelSelector=${encodeURIComponent(selector)}`;
    const { status, body } = await api.call("GET", path);
    expect(status).toBe(400);
    expect(body).toEqual(badRequest(message));
  });
}

for (const [selector, message] of [
  ["abc", "invalid selector: 'abc'; can't understand 'abc'"],
  ["status.phase=a,b", "invalid selector: 'status.phase=a,b'; can't understand 'b'"],
  ["metadata.name=a=b", "invalid field selector: unescaped character in value: 61"],
  ["metadata.name=a\\b", "invalid field selector: invalid escape sequence: \\b"],
] as const) {
  test(`the field selector ${selector} is refused`, async ({ api }) => {
    const path = `${paths.pods("default")}?fieldSelector=${encodeURIComponent(selector)}`;
    const { status, body } = await api.call("GET", path);
    expect(status).toBe(400);
    expect(body).toEqual(badRequest(message));
  });
}

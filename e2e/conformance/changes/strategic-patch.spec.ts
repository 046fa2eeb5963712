import type { Api } from "../../cluster/api.ts";
import { expect, test } from "../fixtures.ts";
import { idleCronJob, idlePod, paths, shell } from "../objects.ts";
import { badRequest, expectRefusal, failure } from "../statuses.ts";

/** The patches kubectl apply, edit, label and patch send. */
const type = "application/strategic-merge-patch+json";

interface Container {
  readonly name: string;
  readonly image: string;
  readonly env?: readonly object[];
  readonly command?: readonly string[];
}

/** What a patch makes of the Pod's spec of a CronJob's template. */
async function podOf(api: Api, namespace: string, spec: object) {
  const body = { spec: { jobTemplate: { spec: { template: { spec } } } } };
  const patched = await api.send("PATCH", paths.cronJobs(namespace, "a"), { body, type });
  const answer = patched.body as {
    spec: {
      jobTemplate: {
        spec: { template: { spec: { containers: Container[]; volumes?: object[] } } };
      };
    };
  };
  return answer.spec.jobTemplate.spec.template.spec;
}

test.beforeEach(async ({ api, namespace }) => {
  await api.create(paths.cronJobs(namespace), idleCronJob("a"));
});

test("containers are merged by their names, and their variables by theirs", async ({
  api,
  namespace,
}) => {
  const variables = [
    { name: "A", value: "1" },
    { name: "B", value: "2" },
  ];
  const first = await podOf(api, namespace, {
    containers: [
      { name: "main", env: variables },
      { name: "side", image: "busybox:1" },
    ],
  });
  expect(first.containers).toMatchObject([
    {
      name: "main",
      image: "busybox",
      command: ["sh", "-c", "echo this a cronjob"],
      env: variables,
    },
    { name: "side", image: "busybox:1" },
  ]);
  const second = await podOf(api, namespace, {
    containers: [
      {
        name: "main",
        env: [
          { name: "B", value: "3" },
          { name: "A", $patch: "delete" },
        ],
      },
    ],
  });
  expect(second.containers).toMatchObject([
    { name: "main", env: [{ name: "B", value: "3" }] },
    { name: "side" },
  ]);
});

test("a container is taken out by $patch: delete, and all are replaced by $patch: replace", async ({
  api,
  namespace,
}) => {
  await podOf(api, namespace, { containers: [{ name: "side", image: "busybox:1" }] });
  const without = await podOf(api, namespace, { containers: [{ name: "side", $patch: "delete" }] });
  expect(without.containers.map(({ name }) => name)).toEqual(["main"]);
  const replaced = await podOf(api, namespace, {
    containers: [{ $patch: "replace" }, { name: "only", image: "busybox:2" }],
  });
  expect(replaced.containers).toMatchObject([{ name: "only", image: "busybox:2" }]);
  expect(replaced.containers).toHaveLength(1);
  expect(replaced.containers[0]).not.toHaveProperty("command");
});

test("a list without a key, such as a command, is replaced as a whole", async ({
  api,
  namespace,
}) => {
  const { containers } = await podOf(api, namespace, {
    containers: [{ name: "main", command: ["true"] }],
  });
  expect(containers).toMatchObject([{ name: "main", image: "busybox", command: ["true"] }]);
});

test("what a patch brings comes first, and $setElementOrder says where", async ({
  api,
  namespace,
}) => {
  const zero = { name: "zero", image: "busybox:0" };
  const one = { name: "one", image: "busybox:1" };
  const names = async (spec: object) =>
    (await podOf(api, namespace, spec)).containers.map(({ name }) => name);
  expect(await names({ containers: [zero] })).toEqual(["zero", "main"]);
  const order = [{ name: "main" }, { name: "one" }, { name: "zero" }];
  expect(await names({ "$setElementOrder/containers": order, containers: [one] })).toEqual([
    "main",
    "one",
    "zero",
  ]);
  const turned = [{ name: "zero" }, { name: "main" }, { name: "one" }];
  expect(await names({ "$setElementOrder/containers": turned })).toEqual(["zero", "main", "one"]);
});

test("$retainKeys takes out what was there beside them", async ({ api, namespace }) => {
  await podOf(api, namespace, { volumes: [{ name: "v", emptyDir: {} }] });
  const { volumes } = await podOf(api, namespace, {
    volumes: [{ name: "v", $retainKeys: ["name", "configMap"], configMap: { name: "x" } }],
  });
  expect(volumes).toEqual([{ name: "v", configMap: { name: "x", defaultMode: 420 } }]);
});

test("finalizers are added to, and taken out of the list by name", async ({ api, namespace }) => {
  const path = paths.cronJobs(namespace, "a");
  const finalizers = async (metadata: object) => {
    const { body } = await api.send("PATCH", path, { body: { metadata }, type });
    return (body as { metadata: { finalizers?: string[] } }).metadata.finalizers;
  };
  expect(await finalizers({ finalizers: ["example.com/a", "example.com/b"] })).toEqual([
    "example.com/a",
    "example.com/b",
  ]);
  expect(await finalizers({ finalizers: ["example.com/c"] })).toEqual([
    "example.com/c",
    "example.com/a",
    "example.com/b",
  ]);
  const gone = { "$deleteFromPrimitiveList/finalizers": ["example.com/a"] };
  expect(await finalizers(gone)).toEqual(["example.com/c", "example.com/b"]);
  expect(await finalizers({ finalizers: null })).toBeUndefined();
});

test("labels are merged, taken out by null, and replaced by $patch: replace", async ({
  api,
  namespace,
}) => {
  const labels = async (given: object) => {
    const body = { metadata: { labels: given } };
    const patched = await api.send("PATCH", paths.cronJobs(namespace, "a"), { body, type });
    return (patched.body as { metadata: { labels?: object } }).metadata.labels;
  };
  expect(await labels({ a: "1", b: "2" })).toEqual({ a: "1", b: "2" });
  expect(await labels({ a: null, c: "3" })).toEqual({ b: "2", c: "3" });
  expect(await labels({ $patch: "replace", d: "4" })).toEqual({ d: "4" });
  expect(await labels({ d: null })).toBeUndefined();
});

test("a strategic patch that makes no sense is refused with what is wrong", async ({
  api,
  namespace,
}) => {
  const refused: readonly [unknown, object][] = [
    [
      { spec: { jobTemplate: { spec: { template: { spec: { containers: [{ image: "n" }] } } } } } },
      failure(500, "", "map: map[image:n] does not contain declared merge key: name"),
    ],
    [
      { spec: { $patch: "nope" } },
      failure(500, "", "unknown patch type: nope in map: map[$patch:nope]"),
    ],
    ["{", badRequest("invalid JSON patch")],
    [[], badRequest("json: cannot unmarshal array into Go value of type map[string]interface {}")],
  ];
  for (const [body, status] of refused) {
    const path = paths.cronJobs(namespace, "a");
    expectRefusal(await api.call("PATCH", path, { body, type }), status);
  }
  const message = 'Invalid value: "map[spec:map[suspend:yes]]": unrecognized type: bool';
  const wrong = { body: { spec: { suspend: "yes" } }, type };
  expectRefusal(
    await api.call("PATCH", paths.cronJobs(namespace, "a"), wrong),
    failure(422, "Invalid", ` "" is invalid: patch: ${message}`, {
      causes: [{ reason: "FieldValueInvalid", message, field: "patch" }],
    }),
  );
});

test("of a Pod that is there, images, deadlines and labels change, and little else", async ({
  api,
  namespace,
}) => {
  const containers = [shell("true"), shell("true", { name: "side" })];
  await api.create(paths.pods(namespace), idlePod("p", { containers }));
  const path = paths.pods(namespace, "p");
  const patch = (body: object) => api.call("PATCH", path, { body, type });
  const image = await patch({ spec: { containers: [{ name: "side", image: "busybox:2" }] } });
  expect(image.body).toMatchObject({
    metadata: { generation: 2 },
    spec: { containers: [{ name: "main", image: "busybox" }, { image: "busybox:2" }] },
  });
  expect((await patch({ metadata: { labels: { a: "b" } } })).body).toMatchObject({
    metadata: { labels: { a: "b" }, generation: 2 },
  });
  const sooner = await patch({ spec: { activeDeadlineSeconds: 10 } });
  expect(sooner.body).toMatchObject({ spec: { activeDeadlineSeconds: 10 } });
  const causes = (reply: { body: unknown }) =>
    (reply.body as { details: { causes: object[] } }).details.causes;
  expect(causes(await patch({ spec: { activeDeadlineSeconds: 20 } }))).toEqual([
    {
      reason: "FieldValueInvalid",
      field: "spec.activeDeadlineSeconds",
      message: "Invalid value: 20: must be less than or equal to previous value",
    },
  ]);
  expect(causes(await patch({ spec: { activeDeadlineSeconds: null } }))).toEqual([
    {
      reason: "FieldValueInvalid",
      field: "spec.activeDeadlineSeconds",
      message: "Invalid value: null: must not update from a positive integer to nil value",
    },
  ]);
  const allowed =
    "Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";
  for (const spec of [
    { restartPolicy: "Always" },
    { nodeName: "elsewhere" },
    { containers: [{ name: "main", env: [{ name: "A", value: "1" }] }] },
  ]) {
    const [cause] = causes(await patch({ spec }));
    expect(cause).toMatchObject({ reason: "FieldValueForbidden", field: "spec" });
    expect((cause as { message: string }).message.startsWith(allowed)).toBe(true);
  }
});

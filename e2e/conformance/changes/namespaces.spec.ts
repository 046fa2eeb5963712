import { expect, test } from "../fixtures.ts";
import { idleCronJob, idleJob, paths } from "../objects.ts";
import { expectRefusal, failure, invalid, label, notFound } from "../statuses.ts";

test("nothing is created in a namespace that is not there", async ({ api }) => {
  const reply = await api.call("POST", paths.jobs("no-such"), { body: idleJob("a") });
  expectRefusal(reply, notFound("namespaces", "no-such"));
});

test("a namespace is emptied before it goes, and takes nothing in meanwhile", async ({
  api,
  namespace,
}) => {
  const hold = { metadata: { finalizers: ["example.com/hold"] } };
  await api.patch(paths.namespaces(namespace), hold);
  await api.create(paths.cronJobs(namespace), idleCronJob("a"));
  const deleted = await api.delete(paths.namespaces(namespace));
  expect(deleted.body).toMatchObject({ kind: "Namespace", status: { phase: "Terminating" } });
  expectRefusal(
    await api.call("POST", paths.jobs(namespace), { body: idleJob("b") }),
    failure(
      403,
      "Forbidden",
      `jobs.batch "b" is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`,
      {
        name: "b",
        group: "batch",
        kind: "jobs",
        causes: [
          {
            reason: "NamespaceTerminating",
            message: `namespace ${namespace} is being terminated`,
            field: "metadata.namespace",
          },
        ],
      },
    ),
  );
  const emptied = async () => {
    const { body } = await api.get(paths.namespaces(namespace));
    return (body as { spec: object }).spec;
  };
  await expect.poll(emptied, { timeout: 45_000 }).toEqual({});
  expect((await api.call("GET", paths.cronJobs(namespace, "a"))).status).toBe(404);
  await api.patch(paths.namespaces(namespace), { metadata: { finalizers: null } });
  expectRefusal(
    await api.call("GET", paths.namespaces(namespace)),
    notFound("namespaces", namespace),
  );
});

test("a namespace's name is a label", async ({ api }) => {
  for (const [name, fault] of [
    ["My_Namespace", label],
    ["a.b", "must not contain dots"],
  ] as const) {
    const reply = await api.call("POST", paths.namespaces(), { body: { metadata: { name } } });
    const message = `Invalid value: "${name}": ${fault}`;
    expectRefusal(
      reply,
      invalid({ kind: "Namespace", name }, ["metadata.name", "Invalid", message]),
    );
  }
});

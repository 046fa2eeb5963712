import { expect, test } from "../fixtures.ts";
import { idleJob, paths } from "../objects.ts";
import { expectRefusal, failure } from "../statuses.ts";

const as = (kind: string) => `application/json;as=${kind};v=v1;g=meta.k8s.io`;

test("the metadata alone is asked of an object and of a list by its own name", async ({
  api,
  namespace,
}) => {
  await api.create(paths.jobs(namespace), idleJob("a"));
  const [one, list] = [as("PartialObjectMetadata"), as("PartialObjectMetadataList")];
  const { body } = await api.get(paths.jobs(namespace, "a"), one);
  expect(Object.keys(body as object).toSorted()).toEqual(["apiVersion", "kind", "metadata"]);
  expect(body).toMatchObject({
    kind: "PartialObjectMetadata",
    apiVersion: "meta.k8s.io/v1",
    metadata: { name: "a", namespace },
  });
  expect((await api.get(paths.jobs(namespace), list)).body).toMatchObject({
    kind: "PartialObjectMetadataList",
    apiVersion: "meta.k8s.io/v1",
    items: [{ kind: "PartialObjectMetadata", metadata: { name: "a" } }],
  });
  expectRefusal(
    await api.call("GET", paths.jobs(namespace), { accept: one }),
    failure(
      406,
      "NotAcceptable",
      "you requested PartialObjectMetadata, but the requested object is a list (*batch.JobList)",
    ),
  );
  expectRefusal(
    await api.call("GET", paths.jobs(namespace, "a"), { accept: list }),
    failure(
      406,
      "NotAcceptable",
      "you requested PartialObjectMetadataList, but the requested object is not a list (*batch.Job)",
    ),
  );
});

test("an answer comes as JSON, or as YAML where that is wished, and as nothing else", async ({
  api,
  namespace,
}) => {
  await api.create(paths.jobs(namespace), idleJob("a"));
  const path = paths.jobs(namespace, "a");
  for (const form of ["*/*", "text/html, application/json;q=0.5"]) {
    const reply = await api.call("GET", path, { accept: form });
    expect(reply.body).toMatchObject({ kind: "Job" });
    expect(reply.headers.get("content-type")).toBe("application/json");
  }
  const yaml = await api.call("GET", path, { accept: "application/yaml" });
  expect(yaml.headers.get("content-type")).toBe("application/yaml");
  expect(yaml.text).toMatch(/^apiVersion: batch\/v1\nkind: Job\nmetadata:\n/);
  const pretty = await api.call("GET", `${path}?pretty=true`);
  expect(pretty.text).toMatch(/^\{\n {2}"[a-zA-Z]+": "/);
  for (const other of ["text/html", "application/*"]) {
    const refused = await api.call("GET", path, { accept: other });
    expect(refused.body).toMatchObject({
      code: 406,
      reason: "NotAcceptable",
      message: expect.stringMatching(
        /^406: Not Acceptable\n\nAvailable representations: application\/json, application\/yaml/,
      ),
    });
  }
});

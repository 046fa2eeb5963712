import { expect, test } from "vitest";
import { type ContainerEdits, maskedValue as masked } from "#lib/api/job-edits";
import { withEdits } from "#lib/server/actions/edited-job";
import type { ContainerManifest, JobManifest } from "#lib/server/actions/job-manifest";
import { yamlOf } from "#lib/server/manifest";

const main: ContainerManifest = {
  name: "main",
  image: "etl:1",
  command: ["sh", "-c"],
  args: ["run", "--token", "s3cret"],
  env: [
    { name: "MODE", value: "full" },
    { name: "TOKEN", valueFrom: { secretKeyRef: { name: "s", key: "k" } } },
  ],
  resources: { requests: { cpu: "100m" }, limits: { memory: "1Gi" }, claims: [] },
  securityContext: {},
};
const job: JobManifest = {
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name: "etl", namespace: "data" },
  spec: {
    backoffLimit: 1,
    parallelism: 1,
    template: { spec: { initContainers: [{ name: "init", image: "init:1" }], containers: [main] } },
    ttlSecondsAfterFinished: 60,
  },
};

function edited(edits: Omit<ContainerEdits, "name">): ContainerManifest | undefined {
  const made = withEdits(job, { containers: [{ name: "main", ...edits }] });
  return made.spec.template?.spec?.containers?.[0];
}

test.each<[string, Omit<ContainerEdits, "name">, Partial<ContainerManifest>]>([
  ["another image", { image: "etl:2" }, { image: "etl:2" }],
  ["another command", { command: ["true"] }, { command: ["true"] }],
  ["a masked value, which stays", { args: ["run", "--token", masked] }, { args: main.args ?? [] }],
  [
    "a masked value among others",
    { args: ["dry", masked, "x"] },
    { args: ["dry", "--token", "x"] },
  ],
  [
    "another value of a variable",
    { env: [{ name: "MODE", value: "delta" }] },
    { env: [{ name: "MODE", value: "delta" }, main.env?.[1] ?? { name: "" }] },
  ],
  [
    "a value in place of a secret's",
    { env: [{ name: "TOKEN", value: "t" }] },
    { env: [main.env?.[0] ?? { name: "" }, { name: "TOKEN", value: "t" }] },
  ],
  ["a masked variable, which stays", { env: [{ name: "MODE", value: masked }] }, {}],
  [
    "a variable more and one less",
    {
      env: [
        { name: "MODE", value: null },
        { name: "NEW", value: "" },
      ],
    },
    { env: [main.env?.[1] ?? { name: "" }, { name: "NEW", value: "" }] },
  ],
  [
    "other resources",
    {
      requests: [
        { resource: "cpu", quantity: "2" },
        { resource: "memory", quantity: "1Gi" },
      ],
      limits: [{ resource: "memory", quantity: null }],
    },
    { resources: { requests: { cpu: "2", memory: "1Gi" }, claims: [] } },
  ],
])("a person may give %s, and all else stays", (_, edits, changed) => {
  expect(edited(edits)).toEqual({ ...main, ...changed });
});

test("null takes command and args away, so that the image's own are run", () => {
  const { command: _, args: __, ...rest } = main;
  expect(edited({ command: null, args: null })).toEqual(rest);
});

test("an init container is edited by its name, as the Job itself is", () => {
  const made = withEdits(job, {
    suspend: true,
    parallelism: 4,
    containers: [{ name: "init", image: "init:2" }],
  });
  expect(made.spec).toMatchObject({ suspend: true, parallelism: 4, backoffLimit: 1 });
  expect(made.spec.template?.spec?.initContainers).toEqual([{ name: "init", image: "init:2" }]);
  expect(made.spec.template?.spec?.containers).toEqual([main]);
});

test("the text of an edited Job differs in the edited lines alone", () => {
  const made = withEdits(job, { parallelism: 4, containers: [{ name: "main", image: "etl:2" }] });
  const [before, after] = [yamlOf(job).split("\n"), yamlOf(made).split("\n")];
  expect(after.filter((line, i) => line !== before[i]).map((line) => line.trim())).toEqual([
    "parallelism: 4",
    "image: etl:2",
  ]);
});

test.each<[string, ContainerEdits, RegExp]>([
  ["a container there is not", { name: "other" }, /no container "other"/],
  ["a masked value that could be any", { name: "main", args: [masked, "x"] }, /nobody can tell/],
])("%s is refused", (_, edits, message) => {
  expect(() => withEdits(job, { containers: [edits] })).toThrow(message);
});

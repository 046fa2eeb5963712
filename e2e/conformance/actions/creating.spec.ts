import { rights } from "#lib/api/rights";
import { expect, test } from "./fixtures.ts";

const key = "abcdefgh";
const yaml = `apiVersion: batch/v1
kind: Job
metadata:
  name: echo
spec:
  suspend: yes
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: main
          image: busybox
---
apiVersion: batch/v1
kind: CronJob
metadata:
  generateName: nightly-
spec:
  schedule: "0 0 1 1 *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: main
              image: busybox
`;

test("Jobs and CronJobs are created from YAML, once, after a dry run that makes nothing", async ({
  workloads,
  namespace,
  batchboard,
}) => {
  const creation = { yaml, namespace, key };
  const dry = await batchboard.create({ ...creation, dryRun: true });
  expect(dry.body.documents.map(({ result }) => result)).toEqual(["valid", "valid"]);
  expect(await workloads.names("jobs")).toEqual([]);
  const made = await batchboard.create({ ...creation, dryRun: false });
  expect(made.body.documents.map(({ result }) => result)).toEqual(["created", "created"]);
  const again = await batchboard.create({ ...creation, dryRun: false });
  expect(again.body.documents.map(({ result }) => result)).toEqual(["already", "already"]);
  expect(await workloads.names("jobs")).toEqual(["echo"]);
  expect(await workloads.names("cronJobs")).toEqual([`nightly-${key}`]);
});

test("what the API server has against a manifest stands on its line", async ({
  namespace,
  batchboard,
}) => {
  const said = async (from: string, to: string) => {
    const wrong = yaml.replace(from, to);
    const { body } = await batchboard.create({ yaml: wrong, namespace, key, dryRun: true });
    return body.documents[0]?.problems;
  };
  expect(await said("image: busybox", "imag: busybox")).toEqual([
    { line: 12, message: 'unknown field "spec.template.spec.containers[0].imag"' },
  ]);
  expect(await said("restartPolicy: Never", "restartPolicy: Always")).toEqual([
    {
      line: 9,
      message:
        'spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
    },
  ]);
  expect(await said("name: main", "name: -main")).toMatchObject([{ line: 11 }]);
});

test("an administrator has every right that a button needs", async ({ namespace, batchboard }) => {
  expect(await batchboard.rights(`ns=${namespace}&ns=*`)).toEqual({
    namespaces: [
      { namespace, allowed: rights, denied: [] },
      { namespace: "*", allowed: rights, denied: [] },
    ],
  });
});

import type { TestCluster } from "../cluster/test-cluster.ts";
import { cell, create, expect, mayBePressed, row, rows, test } from "./fixtures.ts";

interface KubernetesObject {
  readonly metadata: {
    readonly name: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
  };
  readonly spec: { readonly suspend?: boolean };
}

test("a CronJob is triggered with a change, and suspended with a note, as the cluster then has it", async ({
  page,
  cluster,
  namespace,
  isOld,
}) => {
  test.skip(isOld, "the manifest is batch/v1");
  await page.goto(`/cronjobs?ns=${namespace}`);
  await expect(page.getByText(`No resources found in ${namespace} namespace.`)).toBeVisible();
  await create(cluster, namespace, "actions.yaml");
  const report = row(page, namespace, "report");
  await expect(cell(report, "suspend")).toHaveText("False");

  await page.keyboard.press("j");
  await page.keyboard.press("t");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Change it first" }).click();
  await dialog.getByLabel("Value of FOR").fill("the board");
  await expect(dialog.getByRole("region", { name: "What is changed" })).toContainText("the board");
  await mayBePressed(dialog, "Create 1 Job");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("link", { name: "Open the Job" }).click();
  await expect(page).toHaveURL(/\/jobs\/[^/]+\/report-manual-[a-z0-9]{8}/);
  await expect(page.getByText("manual run")).toBeVisible();
  await expect(page.getByRole("log")).toContainText("report for the board");
  const [made] = (await jobs(cluster, namespace)).filter(({ metadata }) =>
    metadata.name.startsWith("report-manual-"),
  );
  expect(made?.metadata).toMatchObject({
    labels: { team: "reports" },
    annotations: { "example.com/cost": "low", "cronjob.kubernetes.io/instantiate": "manual" },
    ownerReferences: [{ kind: "CronJob", name: "report" }],
  });

  await page.goto(`/cronjobs?ns=${namespace}`);
  await expect(cell(report, "runs").getByRole("group")).toHaveAccessibleName(/1 manual/);
  await page.keyboard.press("j");
  await page.keyboard.press("Shift+S");
  await dialog.getByLabel(/^Why/).fill("the year is closed");
  await dialog.getByLabel(/^Until/).fill("2999-01-02T03:04");
  await dialog.getByRole("button", { name: "Suspend 1 CronJob" }).click();
  await expect(cell(report, "suspend")).toHaveText("True");
  await expect(report).toHaveAccessibleDescription(/the year is closed, until .* 2999-01-02/);
  const held = await cronJob(cluster, namespace, "report");
  expect(held.spec.suspend).toBe(true);
  expect(held.metadata.annotations).toMatchObject({
    "batchboard/suspended-reason": "the year is closed",
    "batchboard/suspended-by": expect.stringMatching(/./),
    "batchboard/suspended-at": expect.stringMatching(/^\d{4}-/),
    "batchboard/suspended-until": expect.stringMatching(/^2999-01-02T/),
  });
  await page.keyboard.press("r");
  await expect(cell(report, "suspend")).toHaveText("False");
  await expect
    .poll(async () => {
      const { metadata } = await cronJob(cluster, namespace, "report");
      return Object.keys(metadata.annotations ?? {}).filter((key) => key.startsWith("batchboard/"));
    })
    .toEqual([]);
});

test("a Job that failed is run again, and both are deleted with their Pods", async ({
  page,
  cluster,
  namespace,
  isOld,
}) => {
  test.skip(isOld, "the manifest is batch/v1");
  await page.goto(`/jobs?ns=${namespace}`);
  await expect(page.getByText(`No resources found in ${namespace} namespace.`)).toBeVisible();
  await create(cluster, namespace, "actions.yaml");
  await expect(cell(row(page, namespace, "broken"), "status")).toHaveText("Failed");
  await page.keyboard.press("Shift+R");
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Job broken-rerun-1 is created");
  await mayBePressed(dialog, "Create 1 Job");
  await page.keyboard.press("Control+Enter");
  const again = row(page, namespace, "broken-rerun-1");
  await expect(cell(again, "status")).toHaveText("Failed");
  await expect(again).toHaveAccessibleDescription(/container broken exited 3/);

  await page.keyboard.press("Control+a");
  await expect(page.getByRole("region", { name: "Selected rows" })).toContainText("2 selected");
  await page.keyboard.press("Control+d");
  await mayBePressed(dialog, "Delete 2 Jobs and 2 Pods");
  await page.keyboard.press("Control+Enter");
  const results = page.getByRole("region", { name: "Results" });
  await expect(results).toContainText("2 done");
  await expect(results.getByText("gone", { exact: true })).toHaveCount(2);
  await expect(rows(page, namespace, "broken")).toHaveCount(0);
  expect((await jobs(cluster, namespace)).map(({ metadata }) => metadata.name)).toEqual([]);
  const pods = await list(cluster, `/api/v1/namespaces/${namespace}/pods`);
  expect(pods.map(({ metadata }) => metadata.name)).toEqual([]);
});

test("YAML with a mistake says at which line, and is created once it is mended", async ({
  page,
  cluster,
  namespace,
}) => {
  const manifest = (parallelism: string) => `apiVersion: batch/v1
kind: Job
metadata:
  name: pasted
spec:
  parallelism: ${parallelism}
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: pasted
          image: busybox
          command: ["sh", "-c", "echo it was pasted"]
`;
  await page.goto(`/jobs?ns=${namespace}`);
  await expect(page.getByText(`No resources found in ${namespace} namespace.`)).toBeVisible();
  await page.keyboard.press("Shift+C");
  const dialog = page.getByRole("dialog");
  const field = dialog.getByLabel("YAML of Jobs and CronJobs");
  await field.fill(manifest("-1"));
  await expect(dialog.getByRole("button", { name: "line 6" })).toBeVisible();
  await expect(dialog).toContainText("must be greater than or equal to 0");
  await field.fill(manifest("1"));
  await expect(dialog.getByText("would be created")).toBeVisible();
  expect(await jobs(cluster, namespace)).toEqual([]);
  await page.keyboard.press("Control+Enter");
  await dialog.getByRole("link", { name: "job/pasted" }).click();
  await expect(page.getByRole("log")).toContainText("it was pasted");
});

async function list(cluster: TestCluster, path: string): Promise<readonly KubernetesObject[]> {
  const { body } = await cluster.api.get(path);
  return (body as { items: readonly KubernetesObject[] }).items;
}

function jobs(cluster: TestCluster, namespace: string): Promise<readonly KubernetesObject[]> {
  return list(cluster, `/apis/batch/v1/namespaces/${namespace}/jobs`);
}

async function cronJob(
  cluster: TestCluster,
  namespace: string,
  name: string,
): Promise<KubernetesObject> {
  const { body } = await cluster.api.get(`/apis/batch/v1/namespaces/${namespace}/cronjobs/${name}`);
  return body as KubernetesObject;
}

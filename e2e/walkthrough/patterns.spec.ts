import type { TestCluster } from "../cluster/test-cluster.ts";
import { cell, create, expect, noteTexts, row, rows, test } from "./fixtures.ts";

test("non-parallel: a failed Pod is tried again, and the Job completes", async ({
  page,
  cluster,
  namespace,
}) => {
  test.skip(cluster.own === undefined, "its Pods meet on the disk of one node");
  await page.goto(`/jobs/${namespace}/retry`);
  await expect(page.getByText(`job retry not found in ${namespace}`)).toBeVisible();
  await create(cluster, namespace, "retry.yaml");
  await expect(page.getByText("Complete", { exact: true }).first()).toBeVisible({
    timeout: 90_000,
  });
  await expect(rows(page, namespace, "retry-")).toHaveCount(2);
  const oldestFirst = (await podsOf(cluster, namespace)).sort((a, b) =>
    a.metadata.creationTimestamp.localeCompare(b.metadata.creationTimestamp),
  );
  const [failed = "", worked = ""] = oldestFirst.map(({ metadata }) => metadata.name);
  await expect(cell(row(page, namespace, failed), "status")).toHaveText("Error");
  await expect(cell(row(page, namespace, worked), "status")).toHaveText("Completed");
});

test("a fixed count: 6 completions two at a time", async ({ page, cluster, namespace }) => {
  await page.goto(`/jobs?ns=${namespace}`);
  await expect(page.getByText(`No resources found in ${namespace} namespace.`)).toBeVisible();
  await create(cluster, namespace, "fixed-count.yaml");
  await expect(cell(row(page, namespace, "fixed-count"), "completions")).toHaveText("6/6", {
    timeout: 180_000,
  });
  await row(page, namespace, "fixed-count").getByRole("link").first().click();
  await expect(rows(page, namespace, "fixed-count-")).toHaveCount(6);
  expect(await mostAtOnce(cluster, namespace)).toBe(2);
});

test("a work queue: done when all of its workers are, in kubectl's own words", async ({
  page,
  cluster,
  namespace,
}) => {
  test.skip(cluster.own === undefined, "its Pods meet on the disk of one node");
  await page.goto(`/jobs?ns=${namespace}`);
  await expect(page.getByText(`No resources found in ${namespace} namespace.`)).toBeVisible();
  const completions = await noteTexts(page, `${namespace}/work-queue`, "completions");
  await create(cluster, namespace, "work-queue.yaml");
  const job = row(page, namespace, "work-queue");
  await expect(cell(job, "completions")).toHaveText("3/1 of 3", { timeout: 180_000 });
  expect(await completions()).toEqual(["0/1 of 3", "1/1 of 3", "2/1 of 3", "3/1 of 3"]);
  await expect(cell(job, "status")).toHaveText("Complete");
});

/** How many Pods of the namespace ran at the same time, by what their containers say. */
async function mostAtOnce(cluster: TestCluster, namespace: string): Promise<number> {
  const pods = await podsOf(cluster, namespace);
  const runs = pods.map(({ status }) => status.containerStatuses[0].state.terminated);
  // Times are whole seconds, so one that ends with the second another begins in was before it.
  const during = ({ startedAt }: Run) =>
    runs.filter((run) => run.startedAt <= startedAt && startedAt < run.finishedAt).length;
  return Math.max(...runs.map(during));
}

/** Times in RFC 3339. */
interface Run {
  readonly startedAt: string;
  readonly finishedAt: string;
}

interface Pod {
  readonly metadata: { readonly name: string; readonly creationTimestamp: string };
  readonly status: {
    readonly containerStatuses: [{ readonly state: { readonly terminated: Run } }];
  };
}

async function podsOf({ api }: TestCluster, namespace: string): Promise<Pod[]> {
  const { body } = await api.get(`/api/v1/namespaces/${namespace}/pods`);
  return (body as { items: Pod[] }).items;
}

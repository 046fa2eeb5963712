import { cell, create, expect, rows, test } from "./fixtures.ts";

test("an Indexed Job: each index as it stands, and by keys alone to the attempts at the one that failed", async ({
  page,
  cluster,
  namespace,
  isOld,
}) => {
  test.skip(isOld, "indexes came with 1.21, retries of each with 1.28");
  await page.goto(`/jobs/${namespace}/indexed`);
  await expect(page.getByText(`job indexed not found in ${namespace}`)).toBeVisible();
  await create(cluster, namespace, "indexed.yaml");
  const grid = page.getByRole("grid", { name: "Indexes" });
  const names = ["0: Complete", "1: Complete", "2: Failed", "3: Complete", "4: Complete"];
  // An index waits ten seconds before it is tried again.
  for (const name of names) {
    await expect(grid.getByRole("gridcell", { name })).toBeVisible({ timeout: 90_000 });
  }
  await expect(page.getByText("4 of 5 indexes are Complete, 1 Failed.")).toBeVisible();

  // Tab comes to the index that failed.
  const failed = grid.getByRole("gridcell", { name: "2: Failed" });
  await expect(async () => {
    await page.keyboard.press("Tab");
    await expect(failed).toBeFocused({ timeout: 100 });
  }).toPass();
  await page.keyboard.press("Home");
  await expect(grid.getByRole("gridcell", { name: "0: Complete" })).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  const attempts = rows(page, namespace, "indexed-");
  await expect(attempts).toHaveCount(2);
  await expect(cell(attempts, "index")).toHaveText(["2", "2"]);
  await expect(cell(attempts, "exit")).toHaveText(["3", "3"]);
  await expect(page.getByText("Error (exit 3) in 2 of 2 attempts")).toBeVisible();
  await expect(page.getByRole("log")).toContainText("shard 2");
  await expect(page.getByRole("button", { name: "Copy 2" })).toBeVisible();
});

for (const total of [100, 100_000]) {
  test(`an Indexed Job of ${total} indexes: a cell for each, and the keys reach the last`, async ({
    page,
    cluster,
    namespace,
    isOld,
  }) => {
    test.skip(isOld, "indexes came with 1.21, retries of each with 1.28");
    await cluster.api.create(`/apis/batch/v1/namespaces/${namespace}/jobs`, {
      metadata: { name: "large" },
      spec: {
        completionMode: "Indexed",
        completions: total,
        parallelism: 10,
        suspend: true,
        template: {
          spec: { restartPolicy: "Never", containers: [{ name: "shard", image: "busybox" }] },
        },
      },
    });
    await page.goto(`/jobs/${namespace}/large`);
    const grid = page.getByRole("grid", { name: "Indexes" });
    await grid.getByRole("gridcell", { name: /^0: not started/ }).focus();
    await page.keyboard.press("Control+End");
    await expect(
      grid.getByRole("gridcell", { name: new RegExp(`^${total - 1}: not started`) }),
    ).toBeFocused();
    // Of a hundred thousand those in sight alone are drawn.
    expect(await grid.getByRole("gridcell").count()).toBeLessThan(2_000);
  });
}

import { create, expect, rows, test } from "./fixtures.ts";

test("an Indexed Job: each index as it stands, and the attempts at the one that failed", async ({
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
  await grid.getByRole("gridcell", { name: "2: Failed" }).click();
  await expect(rows(page, namespace, "indexed-")).toHaveCount(2);
  await expect(page.getByText("Error (exit 3) in 2 of 2 attempts")).toBeVisible();
  await expect(page.getByRole("log")).toContainText("shard 2");
  await expect(page.getByRole("button", { name: "Copy 2" })).toBeVisible();
});

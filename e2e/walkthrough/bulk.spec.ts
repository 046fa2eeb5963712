import { expect, test } from "./fixtures.ts";

const count = 500;
const name = (i: number) => `idle-${String(i).padStart(3, "0")}`;

// The browser puts each refusal on the console.
test.use({ provoked: /409 \(Conflict\)/ });

test("500 Jobs are deleted at once, a fifth of which others created again meanwhile: those are left, and said to be", async ({
  page,
  cluster,
  namespace,
}) => {
  const { api } = cluster;
  const jobs = `/apis/batch/v1/namespaces/${namespace}/jobs`;
  const create = (i: number) =>
    api.create(jobs, {
      metadata: { name: name(i) },
      spec: {
        // It starts no Pods: 1.20 cannot suspend.
        parallelism: 0,
        template: {
          spec: { restartPolicy: "Never", containers: [{ name: "idle", image: "busybox" }] },
        },
      },
    });
  const all = Array.from({ length: count }, (_, i) => i);
  const fifth = all.filter((i) => i % 5 === 0);
  await inTens(all, create);
  await page.goto(`/jobs?ns=${namespace}`);
  await expect(page.getByText(`${count} of ${count}`)).toBeVisible();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+d");
  const dialog = page.getByRole("dialog", { name: `Delete ${count} Jobs?` });
  await dialog.getByLabel(/to confirm/).fill(`delete ${count}`);
  const button = dialog.getByRole("button", { name: `Delete ${count} Jobs` });
  await expect(button).not.toHaveAttribute("aria-disabled", "true");

  await inTens(fifth, async (i) => {
    await api.delete(`${jobs}/${name(i)}?propagationPolicy=Background`);
    // It may take a moment to go.
    await expect(() => create(i)).toPass();
  });
  await button.click();
  const results = page.getByRole("region", { name: "Results" });
  const summary = results.getByRole("status").first();
  // While it is under way the page goes on answering.
  await expect(summary).toContainText("to go");
  await page.keyboard.press("j");
  await expect(page.locator("tr[data-cursor]")).toHaveAttribute("aria-rowindex", "3");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(summary).toContainText("to go");
  await expect(summary).toHaveText(`${count - fifth.length} done, ${fifth.length} failed`, {
    timeout: 180_000,
  });
  await expect(results.getByText(/was deleted and created again/).first()).toBeVisible();
  // The page answers, and shows what is left.
  await expect(page.locator(`[data-key="${namespace}/${name(5)}"]`)).toBeVisible();
  await expect(page.locator(`[data-key="${namespace}/${name(6)}"]`)).toHaveCount(0);
  const { body } = await api.get(jobs);
  const left = (body as { items: { metadata: { name: string } }[] }).items;
  expect(left.map(({ metadata }) => metadata.name).sort()).toEqual(fifth.map(name));
});

/** As a person with a script does it, some at a time. */
async function inTens<T>(items: readonly T[], act: (item: T) => Promise<unknown>): Promise<void> {
  for (let i = 0; i < items.length; i += 10) await Promise.all(items.slice(i, i + 10).map(act));
}

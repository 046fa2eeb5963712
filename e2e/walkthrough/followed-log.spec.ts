import { create, expect, test } from "./fixtures.ts";

test("a followed log of a Pod that prints for 30 s arrives line by line, and ends with its exit code", async ({
  page,
  cluster,
  namespace,
}) => {
  await page.goto(`/pods/${namespace}/counter`);
  await expect(page.getByText(`pod counter not found in ${namespace}`)).toBeVisible();
  await create(cluster, namespace, "counter.yaml");
  const lines = page.getByRole("log").locator("[data-time]");
  await expect(lines.first()).toContainText("line 1", { timeout: 60_000 });

  // When each line was first on screen; a log that comes in one piece has them all at once.
  const arrivals = await page.evaluate(async () => {
    const seen = new Map<string, number>();
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    const look = () => {
      for (const line of document.querySelectorAll('[role="log"] [data-time]')) {
        const time = line.getAttribute("data-time") ?? "";
        if (!seen.has(time)) seen.set(time, performance.now());
        if (line.textContent?.endsWith("line 30")) resolve();
      }
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { subtree: true, childList: true, characterData: true });
    look();
    await ended;
    return [...seen.values()];
  });
  // A busy machine shows a few lines together; a log that is not followed, all of them.
  const pauses = arrivals.filter((at, index) => at - (arrivals[index - 1] ?? 0) > 300);
  expect(pauses.length).toBeGreaterThan(8);
  expect((arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThan(10_000);

  const texts = await lines.allTextContents();
  const numbers = texts.map((text) => Number(/line (\d+)/.exec(text)?.[1]));
  expect(numbers).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  await expect(page.getByText(/exit (code )?0/).first()).toBeVisible();
});

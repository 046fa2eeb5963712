import { create, expect, test } from "./fixtures.ts";

test("a followed log of a Pod that prints for 30 s arrives line by line, and ends with its exit code", async ({
  page,
  cluster,
  namespace,
}) => {
  await create(cluster, namespace, "counter.yaml");
  await page.goto(`/pods/${namespace}/counter`);
  const lines = page.getByRole("log").locator("[data-time]");
  await expect(lines.first()).toContainText("line 1", { timeout: 60_000 });

  // When each line was first on screen; a log that comes in one piece has them all at once.
  const arrivals = await page.evaluate(async () => {
    const seen = new Map<string, number>();
    const look = () => {
      for (const line of document.querySelectorAll('[role="log"] [data-time]')) {
        const time = line.getAttribute("data-time") ?? "";
        if (!seen.has(time)) seen.set(time, performance.now());
      }
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { subtree: true, childList: true, characterData: true });
    await new Promise<void>((resolve) => {
      const done = new MutationObserver(() => {
        const shown = [...document.querySelectorAll('[role="log"] [data-time]')];
        if (!shown.some((line) => line.textContent?.endsWith("line 30"))) return;
        done.disconnect();
        resolve();
      });
      done.observe(document, { subtree: true, childList: true, characterData: true });
    });
    look();
    return [...seen.values()];
  });
  const gaps = arrivals.slice(1).map((at, index) => at - (arrivals[index] ?? 0));
  expect(gaps.filter((gap) => gap > 300).length).toBeGreaterThan(15);

  const texts = await lines.allTextContents();
  const numbers = texts.map((text) => Number(/line (\d+)/.exec(text)?.[1]));
  expect(numbers).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  await expect(page.getByText(/exit (code )?0/).first()).toBeVisible();
});

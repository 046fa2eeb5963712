import { gzipSync } from "node:zlib";
import type { Browser, Response } from "@playwright/test";
import type { Figure } from "./figure.ts";
import { openPage } from "./page.ts";
import { placeTimer } from "./page-timer.ts";
import type { Stage } from "./stage.ts";

/** P18: what the first page loads, and when it can be used on a slow machine. */
export async function benchFirstLoad(
  browser: Browser,
  stage: Stage,
  rounds: number,
  say: (line: string) => void,
): Promise<Figure[]> {
  const bytes: number[] = [];
  const usable: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    say(`the first load, round ${round}`);
    const weight = await scriptBytes(browser, stage);
    const ms = await usableAfter(browser, stage);
    if (round === 0) continue;
    bytes.push(weight);
    usable.push(ms);
  }
  return [
    {
      name: "P18",
      what: "JavaScript of the first page, gzip",
      against: "",
      limit: { at: 250 * 1024, text: "250 KB" },
      ours: bytes,
      theirs: null,
      unit: "B",
    },
    {
      name: "P18",
      what: "from navigation until rows answer a click, the processor four times slower",
      against: "",
      limit: { at: 2_000, text: "2 s" },
      ours: usable,
      theirs: null,
      unit: "ms",
    },
  ];
}

/** ms from navigation until a click has sorted the rows, the processor four times slower. */
async function usableAfter(browser: Browser, { dashboard, cookie }: Stage): Promise<number> {
  const page = await openPage(browser, dashboard.origin, cookie);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  // The page looks for itself: whoever asks it from outside waits for his turn on its slow processor.
  await page.addInitScript(placeTimer);
  await page.goto(`${dashboard.origin}/jobs?ns=bench-a`);
  const usable = await page.evaluate(async () => {
    const { timer } = window;
    const live = () =>
      document.querySelector("[data-state]")?.getAttribute("data-state") === "live";
    while (timer.rows() === "" || !live()) await timer.frame();
    const before = timer.rows();
    const button = document.querySelector<HTMLElement>('th[data-column="age"] button');
    await timer.taken(
      () => button?.click(),
      () => timer.rows() !== before,
    );
    return performance.now();
  });
  await page.context().close();
  return usable;
}

/** The scripts a page takes until its rows are live; what it fetches once it is at rest is not of them. */
async function scriptBytes(browser: Browser, { dashboard, cookie }: Stage): Promise<number> {
  const page = await openPage(browser, dashboard.origin, cookie);
  const weights: Promise<number>[] = [];
  const weigh = (response: Response) => {
    if (response.request().resourceType() !== "script") return;
    weights.push(response.body().then((body) => gzipSync(body).length));
  };
  page.on("response", weigh);
  await page.goto(`${dashboard.origin}/jobs?ns=bench-a`);
  await page.locator('[data-state="live"]').first().waitFor();
  page.off("response", weigh);
  const all = await Promise.all(weights);
  await page.context().close();
  return all.reduce((sum, weight) => sum + weight, 0);
}

import { setTimeout as delay } from "node:timers/promises";
import type { Browser, Page } from "@playwright/test";
import { Child } from "./child.ts";
import type { Figure } from "./figure.ts";
import { benchFirstLoad } from "./first-load.ts";
import { openBrowser, openJobs } from "./page.ts";
import { addTimer } from "./page-timer.ts";
import { nameOf } from "./real-job.ts";
import { percentile } from "./samples.ts";
import { benchSeenStorm } from "./seen-storm.ts";
import { openStage, type Stage } from "./stage.ts";
import { benchTypedLine } from "./typed-line.ts";

const changes = 20;
const apartMs = 300;

/** P1, P11, P16 and P18: what a person sees, and when. */
export async function benchScreen(rounds: number, say: (line: string) => void): Promise<Figure[]> {
  const browser = await openBrowser();
  const figures: Figure[] = [];
  const stage = await openStage(10_000);
  say("changes of a row on screen");
  figures.push(...(await drawnChanges(browser, stage, rounds)));
  say("sorting, filtering and choosing among 10,000 rows");
  figures.push(...(await inputs(browser, stage, 10_000, rounds)));
  say("typing a kubectl line among 10,000 rows");
  figures.push(...(await benchTypedLine(browser, stage, 10_000, rounds)));
  figures.push(...(await benchSeenStorm(browser, stage, rounds, say)));
  figures.push(...(await benchFirstLoad(browser, stage, rounds, say)));
  await stage.close();

  const large = await openStage(50_000);
  say("sorting, filtering and choosing among 50,000 rows");
  figures.push(...(await inputs(browser, large, 50_000, rounds)));
  await large.close();
  await browser.close();
  return figures;
}

/** How soon a change of a row that is on screen is drawn, beside a page that shows only that. */
async function drawnChanges(browser: Browser, stage: Stage, rounds: number): Promise<Figure[]> {
  const { world, server } = stage;
  const page = await openJobs(browser, stage, 10_000);
  const floor = new Child("floor.ts");
  const origin = await floor.call("follow", { server, name: nameOf(1), size: 330 });
  const bare = await browser.newPage();
  await bare.goto(origin);
  await addTimer(bare);
  await bare.evaluate(() => window.timer.follow("#cell"));
  const cell = `[data-key$="/${nameOf(0)}"] [data-column="completions"]`;
  await page.evaluate((selector) => window.timer.follow(selector), cell);
  let wanted = 1_000;
  const round = async (of: Page, i: number) => {
    await of.bringToFront();
    const sent: Record<string, number> = {};
    for (let change = 0; change < changes; change++) {
      wanted += 1;
      sent[`1/${wanted}`] = await world.call("change", { i, wanted });
      await delay(apartMs);
    }
    await delay(1_000);
    const drawn = await of.evaluate(() => window.timer.drawn);
    const waits = Object.entries(sent).map(([text, begun]) => (drawn[text] ?? Infinity) - begun);
    return { p95: percentile(waits, 0.95), p99: percentile(waits, 0.99) };
  };
  const ours: { p95: number; p99: number }[] = [];
  const theirs: { p95: number; p99: number }[] = [];
  for (let i = 0; i <= rounds; i++) {
    const both = [await round(page, 0), await round(bare, 1)] as const;
    if (i === 0) continue;
    ours.push(both[0]);
    theirs.push(both[1]);
  }
  await bare.close();
  await floor.stop();
  await page.context().close();
  const what = "from a change to the frame that shows it, among 10,000 rows";
  return [
    {
      name: "P1",
      what: `${what}, p95`,
      against: "a bare page of one cell",
      limit: { at: 2, text: "2.0 ×" },
      ours: ours.map(({ p95 }) => p95),
      theirs: theirs.map(({ p95 }) => p95),
      unit: "ms",
    },
    {
      name: "P1",
      what: `${what}, p99`,
      against: "",
      limit: { at: 100, text: "100 ms" },
      ours: ours.map(({ p99 }) => p99),
      theirs: null,
      unit: "ms",
    },
  ];
}

/** From an input to the frame that shows what it did, beside a plain sort of as many texts. */
async function inputs(
  browser: Browser,
  stage: Stage,
  count: number,
  rounds: number,
): Promise<Figure[]> {
  const samples: Record<"sort" | "filter" | "namespace" | "floor", number[]> = {
    sort: [],
    filter: [],
    namespace: [],
    floor: [],
  };
  for (let i = 0; i <= rounds; i++) {
    const page = await openJobs(browser, stage, count);
    const floor = await page.evaluate(async (length) => {
      const { compare } = new Intl.Collator("en");
      const texts = Array.from({ length }, (_, i) => `job-${(i * 7919) % length}`);
      return window.timer.taken(
        () => texts.sort(compare),
        () => true,
      );
    }, count);
    const sort = await page.evaluate(sortBy, "name");
    const filter = await page.evaluate(async () => {
      const rows = () => document.querySelector("[aria-rowcount]")?.getAttribute("aria-rowcount");
      const type = (text: string) => window.timer.write('[aria-label^="Filter by name"]', text);
      const before = rows();
      const shown = await window.timer.taken(
        () => type("0001"),
        () => rows() !== before,
      );
      await window.timer.taken(
        () => type(""),
        () => rows() === before,
      );
      return shown;
    });
    await page
      .getByRole("combobox", { name: "Namespace" })
      .or(page.getByLabel("Namespace", { exact: true }))
      .first()
      .click();
    await page.getByRole("option", { name: "bench-b" }).waitFor();
    const namespace = await page.evaluate(() => {
      const option = [...document.querySelectorAll<HTMLElement>('[role="option"]')].find(
        ({ textContent }) => textContent?.includes("bench-b"),
      );
      return window.timer.taken(
        () => option?.click(),
        () => /^(bench-b\/[^,]*,?)+$/.test(window.timer.rows()),
      );
    });
    await page.context().close();
    if (i === 0) continue;
    for (const [name, value] of Object.entries({ sort, filter, namespace, floor })) {
      samples[name as keyof typeof samples].push(value);
    }
  }
  const thousands = `${count / 1000},000 rows`;
  const figure = (what: string, ours: readonly number[], limitMs: number): Figure => ({
    name: "P16",
    what: `${what} ${thousands}, to the frame that shows it`,
    against: count > 10_000 ? "a plain sort of as many texts, and a frame" : "",
    limit: count > 10_000 ? { at: 3, text: "3 ×" } : { at: limitMs, text: `${limitMs} ms` },
    ours,
    theirs: count > 10_000 ? samples.floor : null,
    unit: "ms",
  });
  return [
    figure("sorting", samples.sort, 50),
    figure("filtering", samples.filter, 30),
    figure("another namespace of", samples.namespace, 50),
  ];
}

/** In the page: sorts by a column; ms until that shows. */
function sortBy(column: string): Promise<number> {
  const { timer } = window;
  const before = timer.rows();
  const button = document.querySelector<HTMLElement>(`th[data-column="${column}"] button`);
  return timer.taken(
    () => button?.click(),
    () => timer.rows() !== before,
  );
}

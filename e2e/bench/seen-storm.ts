import type { Browser } from "@playwright/test";
import type { Figure } from "./figure.ts";
import { openJobs } from "./page.ts";
import { percentile } from "./samples.ts";
import type { Stage } from "./stage.ts";

const count = 10_000;
const storm = { perSecond: 5_000, seconds: 10 };

/** P11: a storm before the eyes of somebody who scrolls. */
export async function benchSeenStorm(
  browser: Browser,
  stage: Stage,
  rounds: number,
  say: (line: string) => void,
): Promise<Figure[]> {
  const longest: number[] = [];
  const frames: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    say(`a storm before the eyes, round ${round}`);
    const page = await openJobs(browser, stage, count);
    const scrolled = page.evaluate(scroll, storm.seconds * 1_000);
    await stage.world.call("storm", storm);
    const gaps = await scrolled;
    const longestTask = await page.evaluate(() => window.timer.longestTask);
    await page.context().close();
    if (round === 0) continue;
    longest.push(longestTask);
    frames.push(percentile(gaps, 0.95));
  }
  const what = "while 10,000 Jobs change 5,000 times a second";
  return [
    {
      name: "P11",
      what: `longest task of the page ${what}`,
      against: "",
      limit: { at: 50, text: "50 ms" },
      ours: longest,
      theirs: null,
      unit: "ms",
    },
    {
      name: "P11",
      what: `from frame to frame of a table that is scrolled ${what}, p95`,
      against: "",
      limit: { at: 16.7, text: "16.7 ms" },
      ours: frames,
      theirs: null,
      unit: "ms",
    },
  ];
}

/**
 * In the page: scrolls down and up again, a little each frame; gives the times between frames, in whole
 * frames of a screen that draws sixty a second: the page's clock is blurred by a tenth of a millisecond.
 */
async function scroll(ms: number): Promise<number[]> {
  const scroller = document.querySelector("[aria-rowcount]")?.parentElement;
  if (!scroller) throw new Error("there is no table to scroll");
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
  const frameMs = 1_000 / 60;
  const gaps: number[] = [];
  const begun = await frame();
  let step = 40;
  for (let last = begun; last - begun < ms; ) {
    scroller.scrollTop += step;
    const now = await frame();
    gaps.push(Math.round((now - last) / frameMs) * frameMs);
    last = now;
    if (gaps.length % 200 === 0) step = -step;
  }
  return gaps;
}

import { setTimeout as delay } from "node:timers/promises";
import type { Browser, Page } from "@playwright/test";
import type { Figure } from "../figure.ts";
import { openBrowser, openPage } from "../page.ts";
import { median } from "../samples.ts";
import type { LogStage } from "./log-stage.ts";
import { placeLogWatch } from "./log-watch.ts";
import { type Peer, peerNames, peers, servePeerPages } from "./peer-pages.ts";
import { wholeLines, wholePod } from "./reading.ts";

const busyPod = "busy";
const linesPerSecond = 20_000;
const followSeconds = 10;
const longFrameMs = 50;
/** A page that has not answered after so long does not. */
const patienceMs = 60_000;
/** What a page of two gigabytes leaves is cleared away by then. */
const goneMs = 3_000;
/** What a browser still does for a page that was just opened is no work of a viewer. */
const restMs = 1_000;

type Viewer = Peer | "ours";
const viewers: readonly Viewer[] = ["ours", ...peerNames];

/** What following comes to in a page. */
interface Followed {
  readonly longFrames: number;
  readonly longestMs: number;
  /** How far behind the log the page was at the end. */
  readonly behindMs: number;
}

interface Opened {
  readonly firstLinesMs: number;
  readonly heap: number;
}

/** By round; null where the page ceased to answer. */
interface Seen {
  readonly live: (Followed | null)[];
  readonly whole: (Opened | null)[];
}

/** P15: a log before the eyes, beside the viewers that npm has. */
export async function benchLogViewers(
  stage: LogStage,
  rounds: number,
  say: (line: string) => void,
): Promise<Figure[]> {
  const { logs, server, dashboard, folder } = stage;
  await logs.call("addLive", { names: [busyPod], linesPerSecond });
  const pages = await servePeerPages(folder);
  const address = (viewer: Viewer, pod: string, follow: boolean) => {
    if (viewer === "ours") return `${dashboard.origin}/pods/default/${pod}?tail=-1`;
    const log = `${server}/api/v1/namespaces/default/pods/${pod}/log`;
    return pages.address(viewer, follow ? `${log}?follow=true` : log, follow);
  };
  const browser = await openBrowser();
  const seen: Record<Viewer, Seen> = {
    ours: { live: [], whole: [] },
    patternfly: { live: [], whole: [] },
    melloware: { live: [], whole: [] },
  };
  for (let round = 0; round <= rounds; round++) {
    for (const viewer of viewers) {
      say(
        `${linesPerSecond} lines a second and a million lines before the eyes of ${viewer}, round ${round}`,
      );
      const { live, whole } = seen[viewer];
      const show = <T>(pod: string, follows: boolean, look: (page: Page) => Promise<T>) =>
        withPage(browser, stage, address(viewer, pod, follows), look);
      const following = (page: Page) => follow(page, stage);
      // Who did not answer once is not waited for again.
      live.push(live.includes(null) ? null : await show(busyPod, true, following));
      whole.push(whole.includes(null) ? null : await show(wholePod, false, open));
    }
  }
  await browser.close();
  await pages.close();
  // The first round warms what all have in common.
  for (const { live, whole } of Object.values(seen)) {
    live.shift();
    whole.shift();
  }
  return [followedFigure(seen), ...peerNames.flatMap((peer) => openedFigures(seen, peer))];
}

/** Opens an address in a page of its own; null if the page crashes or ceases to answer. */
async function withPage<T>(
  browser: Browser,
  { dashboard, cookie }: LogStage,
  address: string,
  look: (page: Page) => Promise<T>,
): Promise<T | null> {
  const page = await openPage(browser, dashboard.origin, cookie);
  await page.addInitScript(placeLogWatch);
  const shown = Promise.withResolvers<void>();
  await page.exposeFunction("tellFirstLines", shown.resolve);
  await delay(restMs);
  const looked = page
    .goto(address, { waitUntil: "commit" })
    .then(() => shown.promise)
    .then(() => look(page));
  // Of a page that is closed under it nobody wants to hear.
  looked.catch(() => {});
  try {
    return await Promise.race([looked, delay(patienceMs, null, { ref: false })]);
  } catch (error) {
    if (crashed(error)) return null;
    throw error;
  } finally {
    await page.context().close();
    await delay(goneMs);
  }
}

function crashed(error: unknown): boolean {
  return error instanceof Error && /crashed/i.test(error.message);
}

async function follow(page: Page, { logs }: LogStage): Promise<Followed> {
  // The first lines may have come with the page: it is followed once newer ones are drawn.
  const first = await page.evaluate(() => window.logWatch.newest());
  const moved = (from: number) => window.logWatch.newest() > from;
  await page.waitForFunction(moved, first, { polling: 100, timeout: 0 });
  await page.evaluate(() => window.logWatch.begin());
  await delay(followSeconds * 1_000);
  const { gaps, newest } = await page.evaluate(() => ({
    gaps: window.logWatch.gaps,
    newest: window.logWatch.newest(),
  }));
  const written: number = await logs.call("written", busyPod);
  return {
    longFrames: gaps.filter((ms) => Math.floor(ms) > longFrameMs).length,
    longestMs: Math.max(...gaps),
    behindMs: ((written - newest) / linesPerSecond) * 1_000,
  };
}

async function open(page: Page): Promise<Opened> {
  const firstLinesMs = (await page.evaluate(() => window.logWatch.firstLines)) ?? Number.NaN;
  const devtools = await page.context().newCDPSession(page);
  const weigh = async () => {
    await devtools.send("HeapProfiler.collectGarbage");
    const heap = await devtools.send("Runtime.getHeapUsage");
    return heap.usedSize + heap.embedderHeapUsedSize + heap.backingStorageSize;
  };
  // The log has arrived when no more is added.
  for (let before = await weigh(); ; ) {
    await delay(2_000);
    const heap = await weigh();
    if (Math.abs(heap - before) < before * 0.02) return { firstLinesMs, heap };
    before = heap;
  }
}

function followedFigure(seen: Readonly<Record<Viewer, Seen>>): Figure {
  const described = (viewer: Viewer) => {
    const name = viewer === "ours" ? viewer : `\`${peers[viewer]}\``;
    const answers = seen[viewer].live.filter((it) => it !== null);
    if (answers.length === 0) return `${name} answered nothing any more`;
    const of = (what: keyof Followed) => median(answers.map((it) => it[what])).toFixed(0);
    return `${name}: ${of("longFrames")}, the longest ${of("longestMs")} ms, ${of("behindMs")} ms behind at the end`;
  };
  return {
    name: "P15",
    what: `frames over ${longFrameMs} ms while ${linesPerSecond.toLocaleString("en")} lines a second are followed for ${followSeconds} s`,
    against: "",
    limit: { at: 0, text: "none" },
    ours: seen.ours.live.map((it) => it?.longFrames ?? Number.POSITIVE_INFINITY),
    theirs: null,
    unit: "",
    note: viewers.map(described).join("; "),
  };
}

/** A peer that never showed the log took at least our patience; of its heap nothing can be said. */
function openedFigures(seen: Readonly<Record<Viewer, Seen>>, peer: Peer): Figure[] {
  const of = (viewer: Viewer, what: keyof Opened, otherwise: number) =>
    seen[viewer].whole.map((it) => it?.[what] ?? otherwise);
  const against = `\`${peers[peer]}\``;
  const whole = `a log of ${wholeLines.toLocaleString("en")} lines`;
  const never = seen[peer].whole.includes(null);
  const firstLines: Figure = {
    name: "P15",
    what: `from navigation to the first lines of ${whole}`,
    against,
    limit: { at: 0.2, text: "0.20 ×" },
    ours: of("ours", "firstLinesMs", Number.POSITIVE_INFINITY),
    theirs: of(peer, "firstLinesMs", patienceMs),
    unit: "ms",
    ...(never ? { note: `it did not show them within ${patienceMs / 1_000} s` } : {}),
  };
  const heap: Figure = {
    name: "P15",
    what: `heap of the page with ${whole}`,
    against,
    limit: { at: 0.5, text: "0.50 ×" },
    ours: of("ours", "heap", Number.POSITIVE_INFINITY),
    theirs: of(peer, "heap", Number.NaN),
    unit: "B",
  };
  return never ? [firstLines] : [firstLines, heap];
}

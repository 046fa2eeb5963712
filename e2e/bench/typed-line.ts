import type { Browser } from "@playwright/test";
import type { Figure } from "./figure.ts";
import { openJobs } from "./page.ts";
import { nameOf } from "./real-job.ts";
import { median } from "./samples.ts";
import type { Stage } from "./stage.ts";

/** Keys that each leave another choice of names. */
const keys = nameOf(4_821);

/**
 * From a key of the kubectl line to the frame with the names it leaves, and from Enter to that with the
 * first row of what was typed. The page shows `count` Jobs of two namespaces.
 */
export async function benchTypedLine(
  browser: Browser,
  stage: Stage,
  count: number,
  rounds: number,
): Promise<Figure[]> {
  const slowest: number[] = [];
  const usual: number[] = [];
  const arriving: number[] = [];
  for (let i = 0; i <= rounds; i++) {
    // The names that are offered are those of the namespaces one looks at.
    const page = await openJobs(browser, stage, count);
    await page.keyboard.press(":");
    await page.getByRole("combobox", { name: "kubectl line" }).waitFor();
    const each = await page.evaluate(typed, { begin: "kubectl describe job ", keys });
    const arrived = await page.evaluate(entered, `kubectl get jobs -n bench-${"ab"[i % 2]}`);
    await page.context().close();
    if (i === 0) continue;
    slowest.push(Math.max(...each));
    usual.push(median(each));
    arriving.push(arrived);
  }
  const figure = (what: string, ours: readonly number[], limitMs: number): Figure => ({
    name: "P16",
    what: `${what} ${count / 1000},000 rows`,
    against: "",
    limit: { at: limitMs, text: `${limitMs} ms` },
    ours,
    theirs: null,
    unit: "ms",
  });
  return [
    figure(
      "a key of a name that is typed, the median of ten, to the frame with what completes it, among",
      usual,
      30,
    ),
    figure("the slowest key of the ten, which opens the list of names, among", slowest, 30),
    figure(
      "a `kubectl get` that is typed, from Enter to the frame with its first row, among",
      arriving,
      50,
    ),
  ];
}

/** In the page: types the keys one after the other; ms of each. */
async function typed(line: { readonly begin: string; readonly keys: string }): Promise<number[]> {
  const { timer } = window;
  const offers = () =>
    [...document.querySelectorAll("[role='option']")].map(({ textContent }) => textContent ?? "");
  timer.write('[aria-label="kubectl line"]', line.begin);
  const all: number[] = [];
  for (let length = 1; length <= line.keys.length; length++) {
    const name = line.keys.slice(0, length);
    await timer.frame();
    const shown = await timer.taken(
      () => timer.write('[aria-label="kubectl line"]', line.begin + name),
      () => offers().length > 0 && offers().every((offer) => offer.includes(name)),
    );
    all.push(shown);
  }
  return all;
}

/** In the page: enters a line whose rows are of one namespace; ms until the first is there. */
async function entered(line: string): Promise<number> {
  const { timer } = window;
  const field = timer.write('[aria-label="kubectl line"]', line);
  await timer.frame();
  const namespace = line.split(" ").at(-1);
  return timer.taken(
    () => field?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true })),
    () => {
      const rows = timer.rows();
      return rows !== "" && rows.split(",").every((key) => key.startsWith(`${namespace}/`));
    },
  );
}

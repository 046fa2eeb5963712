import type { Page } from "@playwright/test";

/** What runs in the page to tell when something could be seen. */
interface PageTimer {
  /** Resolves after the next frame was drawn. */
  frame(): Promise<void>;
  /** ms from doing something until it shows, the frame that shows it included. */
  taken(act: () => void, shows: () => boolean): Promise<number>;
  /** Writes into a field as a keyboard does; gives the field. */
  write(selector: string, text: string): HTMLInputElement | null;
  /** Which rows are drawn, in their order. */
  rows(): string;
  /** Notes when each new text of an element was drawn, on the clock that all processes share. */
  follow(selector: string): void;
  readonly drawn: Record<string, number>;
  /** The longest time in which the page answered nothing, in ms. */
  longestTask: number;
}

declare global {
  interface Window {
    timer: PageTimer;
  }
}

/** Gives the page `window.timer`; call it after each navigation. */
export async function addTimer(page: Page): Promise<void> {
  await page.evaluate(placeTimer);
}

/** In the page: what places `window.timer` there, at once or before anything else of a page runs. */
export function placeTimer(): void {
  const frame = () =>
    new Promise<void>((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve();
        port2.postMessage(null);
      });
    });
  const timer: PageTimer = {
    frame,
    drawn: {},
    rows: () =>
      [...document.querySelectorAll<HTMLElement>("[data-key]")]
        .sort((a, b) => Number(a.ariaRowIndex) - Number(b.ariaRowIndex))
        .map(({ dataset }) => dataset.key)
        .join(),
    longestTask: 0,
    write(selector, text) {
      const field = document.querySelector<HTMLInputElement>(selector);
      const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set;
      set?.call(field, text);
      field?.dispatchEvent(new Event("input", { bubbles: true }));
      // By a key's end a page learns where the cursor is.
      field?.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
      return field;
    },
    async taken(act, shows) {
      const begun = performance.now();
      act();
      do {
        await frame();
        if (performance.now() - begun > 10_000) throw new Error("what was done never showed");
      } while (!shows());
      return performance.now() - begun;
    },
    follow(selector) {
      let before = document.querySelector(selector)?.textContent ?? "";
      const look = () => {
        const text = document.querySelector(selector)?.textContent ?? "";
        if (text === before) return;
        before = text;
        void frame().then(() => {
          timer.drawn[text] ??= performance.timeOrigin + performance.now();
        });
      };
      const changes = { subtree: true, childList: true, characterData: true };
      new MutationObserver(look).observe(document.body, changes);
    },
  };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      timer.longestTask = Math.max(timer.longestTask, duration);
    }
  }).observe({ type: "longtask" });
  window.timer = timer;
}

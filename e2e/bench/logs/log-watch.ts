/** What runs in a page that shows a log, ours or a peer's, and looks at it frame by frame. */
interface LogWatch {
  /** Milliseconds from navigation to the frame in which the first lines were drawn; null before. */
  readonly firstLines: number | null;
  /** Gaps between frames since `begin`, in ms. */
  readonly gaps: readonly number[];
  begin(): void;
  /** The number of the newest line that is drawn; -1 for none. */
  newest(): number;
}

declare global {
  interface Window {
    logWatch: LogWatch;
    /** Called as soon as the first lines are drawn: who asks meanwhile holds up what is measured. */
    tellFirstLines?: () => void;
  }
}

/** In the page, before anything else of it runs: places `window.logWatch` there. */
export function placeLogWatch(): void {
  let firstLines: number | null = null;
  let gaps: number[] = [];
  let last = performance.now();
  const { port1, port2 } = new MessageChannel();
  // It comes once the frame was drawn.
  port1.onmessage = () => {
    if (firstLines !== null) return;
    firstLines = performance.now();
    window.tellFirstLines?.();
  };
  const look = (now: number) => {
    gaps.push(now - last);
    last = now;
    if (firstLines === null && /request \d+ handled/.test(document.body?.textContent ?? "")) {
      port2.postMessage(null);
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  window.logWatch = {
    get firstLines() {
      return firstLines;
    },
    get gaps() {
      return gaps;
    },
    begin: () => {
      gaps = [];
    },
    newest() {
      const numbers = document.body.textContent?.matchAll(/request (\d+) handled/g) ?? [];
      return Math.max(-1, ...[...numbers].map(([, number]) => Number(number)));
    },
  };
}

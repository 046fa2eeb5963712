/**
 * Told what is going on: a step once, or a tick, which repeats a step with its elapsed time and
 * may be dropped or overwritten.
 */
export type Progress = (message: string, kind: "step" | "tick") => void;

export const silent: Progress = () => {};

const quietMs = 15_000;

/** Writes steps to standard error; ticks rewrite one line on a terminal and else show up rarely. */
export function terminalProgress(): Progress {
  const terminal = process.stderr.isTTY;
  let lastWrite = 0;
  let openLine = false;
  return (message, kind) => {
    const now = performance.now();
    if (terminal) {
      const line = message.slice(0, process.stderr.columns - 1);
      process.stderr.write(`${openLine ? "\r\x1b[K" : ""}${line}${kind === "step" ? "\n" : ""}`);
      openLine = kind === "tick";
    } else if (kind === "step" || now - lastWrite >= quietMs) {
      process.stderr.write(`${message}\n`);
      lastWrite = now;
    }
  };
}

/** Repeats `message` with the elapsed time every second until `work` settles. */
export async function whileTicking<T>(
  progress: Progress,
  message: string,
  work: Promise<T>,
): Promise<T> {
  const start = performance.now();
  const timer = setInterval(
    () => progress(`${message} … ${elapsed(performance.now() - start)}`, "tick"),
    1000,
  );
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}

/** Milliseconds as `8.4s` below a minute and `3m05s` above. */
export function elapsed(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)}s`;
  return `${Math.floor(seconds / 60)}m${String(Math.floor(seconds % 60)).padStart(2, "0")}s`;
}

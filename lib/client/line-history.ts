import { SharedValue } from "#lib/client/shared-value";

const key = "batchboard-lines";
const most = 50;

/** The lines that were run in this browser, the newest first; each stands there once. */
export const lineHistory = new SharedValue<readonly string[]>([]);

/** Reads what earlier pages kept; a browser that keeps nothing has no history. */
export function recallLines(): void {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    if (!Array.isArray(kept)) return;
    lineHistory.set(kept.filter((line) => typeof line === "string").slice(0, most));
  } catch {
    // Storage may be turned off, or hold what is not ours.
  }
}

export function rememberLine(line: string): void {
  const lines = [line, ...lineHistory.get().filter((other) => other !== line)].slice(0, most);
  lineHistory.set(lines);
  try {
    localStorage.setItem(key, JSON.stringify(lines));
  } catch {
    // It is then of this page alone.
  }
}

/** Those that hold what is typed, the newest first. */
export function linesWith(typed: string, lines: readonly string[]): readonly string[] {
  const sought = typed.trim();
  return lines.filter((line) => line !== sought && line.includes(sought));
}

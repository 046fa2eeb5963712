"use client";

import type { Hotkey } from "#components/hotkey";
import { useHotkeys } from "#components/keyboard";
import { moveKeys, steps } from "#components/list/list-keys";
import { text } from "#lib/texts/text";

/** The keys of a list, for what needs eyes: the focus is the cursor. */
export function useAttentionKeys(): void {
  useHotkeys(keys);
}

const rows = () => [...document.querySelectorAll<HTMLElement>("[data-attention]")];
const current = (all: readonly HTMLElement[]) =>
  all.findIndex((row) => row.contains(document.activeElement));

function move(by: number): void {
  const all = rows();
  const at = current(all);
  const to = at < 0 ? (by < 0 ? all.length - 1 : 0) : at + by;
  const row = all[Math.max(0, Math.min(all.length - 1, to))];
  row?.querySelector<HTMLElement>("[data-object]")?.focus();
}

function openLog(): void {
  const all = rows();
  all[Math.max(0, current(all))]?.querySelector<HTMLElement>("[data-log]")?.click();
}

const keys: readonly Hotkey[] = [
  ...moveKeys(steps, move),
  { keys: "l", does: text("its log"), group: "Act on the row", run: openLog },
];

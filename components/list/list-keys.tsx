import type { RefObject } from "react";
import type { Hotkey } from "#components/hotkey";
import type { useListQuery } from "#components/list/list-query";
import { type Text, text } from "#lib/texts/text";

/** A key that moves, by so many rows; infinity leads to an end. */
export interface Step {
  readonly keys: string;
  readonly does: Text;
  readonly by: number;
  readonly silent?: boolean;
}

const end = Number.POSITIVE_INFINITY;

/** The steps of whatever stands in rows. */
export const steps: readonly Step[] = [
  { keys: "j", does: text("down"), by: 1 },
  { keys: "ArrowDown", does: text("down"), by: 1, silent: true },
  { keys: "k", does: text("up"), by: -1 },
  { keys: "ArrowUp", does: text("up"), by: -1, silent: true },
  { keys: "g g", does: text("first row"), by: -end },
  { keys: "Home", does: text("first row"), by: -end, silent: true },
  { keys: "G", does: text("last row"), by: end },
  { keys: "End", does: text("last row"), by: end, silent: true },
];

/** The keys of steps. */
export function moveKeys(all: readonly Step[], move: (by: number) => void): readonly Hotkey[] {
  return all.map(({ by, ...key }) => ({ ...key, group: "Move", run: () => move(by) }));
}

/** `n` chooses a namespace, `0` all of them. */
export function namespaceKeys(
  namespaceRef: RefObject<HTMLButtonElement | null>,
  change: ReturnType<typeof useListQuery>[1],
): readonly Hotkey[] {
  const group = "Go and find";
  return [
    { keys: "n", does: text("namespace"), group, run: () => namespaceRef.current?.click() },
    { keys: "0", does: text("all namespaces"), group, run: () => void change({ ns: "*" }) },
  ];
}

"use client";

import { type FocusEvent, useLayoutEffect, useRef } from "react";

/** The elements of the rows that are drawn: the React key of each, by uid and in their order. */
export type Slots = ReadonlyMap<string, number>;

/**
 * The elements for the rows to draw. As long as most of what is drawn stays, each row keeps its own
 * and one that comes gets a new one. Where another list takes the place of this one, its rows take
 * over the elements in the order in which they stand: texts are then changed, where else everything
 * would be made and laid out anew. The element of the row `focused` is no other's: what is typed or
 * let go there is meant for that row.
 */
export function assignSlots(before: Slots, uids: readonly string[], focused: string | null): Slots {
  let next = Math.max(-1, ...before.values()) + 1;
  const staying = uids.filter((uid) => before.has(uid)).length;
  if (staying * 2 >= Math.min(uids.length, before.size)) {
    return new Map(uids.map((uid) => [uid, before.get(uid) ?? next++]));
  }
  const free = [...before].flatMap(([uid, slot]) => (uid === focused ? [] : [slot])).values();
  return new Map(
    uids.map((uid) => {
      const own = uid === focused ? before.get(uid) : undefined;
      return [uid, own ?? free.next().value ?? next++];
    }),
  );
}

export interface RowSlots {
  readonly slots: Slots;
  /** To be spread on the element around the rows. */
  readonly listeners: {
    onFocus(event: FocusEvent): void;
    onBlur(): void;
  };
}

const none: Slots = new Map();

/** The elements for the rows with these uids. */
export function useRowSlots(uids: readonly string[]): RowSlots {
  const drawn = useRef(none);
  const focused = useRef<string | null>(null);
  // Both are as of the last commit, whatever was begun and given up since.
  const slots = assignSlots(drawn.current, uids, focused.current);
  useLayoutEffect(() => {
    drawn.current = slots;
  });
  return {
    slots,
    listeners: {
      onFocus(event) {
        const row = event.target.closest<HTMLElement>("tr[data-uid]");
        focused.current = row?.dataset.uid ?? null;
      },
      onBlur() {
        focused.current = null;
      },
    },
  };
}

"use client";

import { type PointerEvent, useEffect, useMemo, useRef, useState } from "react";
import { systemClock } from "#lib/time/clock";

/** A pointer that rests longer than this is not about to press. */
const restMs = 1000;

export interface BusyPointer {
  /** It has moved or pressed over a row a moment ago. */
  readonly busy: boolean;
  /** To be spread on the element around the table. */
  readonly listeners: {
    onPointerMove(event: PointerEvent): void;
    onPointerDown(event: PointerEvent): void;
    onPointerLeave(event: PointerEvent): void;
  };
}

/** Whether somebody is aiming at a row, which must then not move away. */
export function useBusyPointer(): BusyPointer {
  const [busy, setBusy] = useState(false);
  const cancel = useRef(() => {});
  useEffect(() => () => cancel.current(), []);

  const listeners = useMemo<BusyPointer["listeners"]>(() => {
    const rest = () => {
      cancel.current();
      setBusy(false);
    };
    const aim = (event: PointerEvent) => {
      if (!(event.target as Element).closest("tbody")) return;
      cancel.current();
      cancel.current = systemClock.after(restMs, rest);
      setBusy(true);
    };
    return {
      onPointerMove: aim,
      onPointerDown: aim,
      // A finger leaves before its tap becomes a click.
      onPointerLeave: (event) => event.pointerType !== "touch" && rest(),
    };
  }, []);
  return { busy, listeners };
}

"use client";

import type { Virtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef } from "react";
import { scrollIntoSight } from "#components/log/into-sight";

/** How many frames lines need at most until they are drawn and have the height they keep. */
const settling = 10;

export interface HitInSight {
  /** Brings the current hit into sight, wherever in its line it stands; its line is scrolled to. */
  seek(): void;
  stop(): void;
}

/** Where a line is in sight, the hit within it need not be: lines are long, or wrapped and tall. */
export function useHitInSight(
  scroller: { readonly current: HTMLElement | null },
  virtual: Virtualizer<HTMLDivElement, Element>,
): HitInSight {
  const frame = useRef(0);
  const hit = useMemo<HitInSight>(() => {
    const stop = () => cancelAnimationFrame(frame.current);
    const seek = (frames: number) => {
      if (frames === 0) return;
      frame.current = requestAnimationFrame(() => {
        const element = scroller.current;
        const mark = element?.querySelector("mark[aria-current]");
        // The line is where it was to go; what would put it there again stops.
        if (element && mark && scrollIntoSight(element, mark)) virtual.cancelScroll();
        seek(frames - 1);
      });
    };
    return {
      stop,
      seek: () => {
        stop();
        seek(settling);
      },
    };
  }, [scroller, virtual]);
  useEffect(() => hit.stop, [hit]);
  return hit;
}

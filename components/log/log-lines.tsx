"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, type Ref, useImperativeHandle, useLayoutEffect, useRef } from "react";
import { LogLine } from "#components/log/log-line";
import type { LogSettings } from "#components/log/log-settings";
import { useHitInSight } from "#components/log/use-hit-in-sight";
import type { Hits } from "#lib/client/logs/log-search";
import type { LogView } from "#lib/client/logs/log-view";
import type { Pattern } from "#lib/logs/pattern";

/** The height of a line that is not wrapped, in pixels. */
const linePx = 20;

/** The browser's own keys for what scrolls. */
const upKeys = new Set(["ArrowUp", "PageUp", "Home"]);
const downKeys = new Set(["ArrowDown", "PageDown", "End"]);

export interface LogLinesProps {
  readonly view: LogView;
  readonly pod: string;
  readonly settings: LogSettings;
  readonly search: Pattern | null;
  readonly hits: Hits;
  /** The number of the hit the viewer stands on. */
  readonly currentHit: number | null;
  /** The newest line is kept in sight. */
  readonly following: boolean;
  onFollow(following: boolean): void;
  /** A screen reader is told of new lines. */
  readonly aloud: boolean;
  readonly ref: Ref<LogScroll>;
}

/** What keys and buttons outside do with the lines. */
export interface LogScroll {
  toTop(): void;
  /** Down or up. */
  move(direction: 1 | -1, by: "line" | "page"): void;
  /** To the current hit, in the line of this number. */
  toHit(line: number): void;
  /** The number of the first line in sight. */
  topLine(): number;
  focus(): void;
}

/** The lines of a log, of which only those in sight are in the page. */
export function LogLines(props: LogLinesProps): ReactNode {
  const { view, pod, settings, search, hits, currentHit, following, onFollow, aloud, ref } = props;
  const { buffer } = view;
  const scroller = useRef<HTMLDivElement>(null);
  const lastTop = useRef(0);
  /** The last to move the lines was a step to a hit, and not the viewer's hand. */
  const stepped = useRef(false);
  const virtual = useVirtualizer({
    count: buffer.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => linePx,
    getItemKey: (index) => buffer.first + index,
    overscan: 20,
    // Lines that are let go at the top do not move those that are being read.
    anchorTo: "end",
  });

  const hit = useHitInSight(scroller, virtual);
  const takeOver = () => {
    stepped.current = false;
    hit.stop();
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: each new view may hold new lines
  useLayoutEffect(() => {
    if (!following) return;
    takeOver();
    virtual.scrollToEnd();
  }, [following, view, virtual, settings.wrap]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: heights measured with the other setting, or of the other log, are void
  useLayoutEffect(() => virtual.measure(), [virtual, buffer, settings.wrap, settings.zone]);

  const currentLine = currentHit === null ? undefined : hits.lines[currentHit - hits.first];
  const pause = () => {
    takeOver();
    virtual.cancelScroll();
    onFollow(false);
  };
  useImperativeHandle(ref, () => ({
    toTop: () => {
      takeOver();
      virtual.scrollToIndex(0);
    },
    move: (direction, by) => {
      takeOver();
      const page = (scroller.current?.clientHeight ?? 0) - linePx;
      virtual.scrollBy(direction * (by === "page" ? page : linePx));
    },
    toHit: (line) => {
      stepped.current = true;
      virtual.scrollToIndex(line - buffer.first, { align: "center" });
      hit.seek();
    },
    topLine: () => buffer.first + Math.max(0, virtual.range?.startIndex ?? 0),
    focus: () => scroller.current?.focus({ preventScroll: true }),
  }));

  return (
    <div
      ref={scroller}
      role="log"
      // Whoever scrolls back would hear each line that is drawn.
      aria-live={aloud && following ? "polite" : "off"}
      aria-label={`Log of ${pod}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="min-h-0 flex-1 overflow-auto overscroll-contain font-mono text-xs leading-(--h-line) -outline-offset-2"
      onWheel={(event) => (event.deltaY < 0 ? pause() : takeOver())}
      onTouchMove={pause}
      onKeyDown={(event) => {
        if (upKeys.has(event.key)) pause();
        else if (downKeys.has(event.key)) takeOver();
      }}
      onPointerDown={(event) => isScrollbar(event.currentTarget, event.nativeEvent) && pause()}
      onScroll={({ currentTarget: element }) => {
        const down = element.scrollTop > lastTop.current;
        lastTop.current = element.scrollTop;
        const below = element.scrollHeight - element.clientHeight - element.scrollTop;
        // A hit near the end is read, not followed.
        if (down && !following && !stepped.current && below < linePx / 2) onFollow(true);
      }}
    >
      <div className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const entry = buffer.at(Number(item.key));
          if (!entry) return null;
          return (
            <div
              key={item.key}
              ref={settings.wrap ? virtual.measureElement : undefined}
              data-index={item.index}
              className="absolute top-0 left-0 min-w-full"
              style={{
                transform: `translateY(${item.start}px)`,
                ...(settings.wrap ? { width: "100%" } : {}),
              }}
            >
              <LogLine
                entry={entry}
                zone={settings.zone}
                wrap={settings.wrap}
                search={search}
                currentHit={currentLine === item.key ? hitWithin(hits, currentHit) : null}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Which of its line's hits a hit is. */
function hitWithin({ lines, first }: Hits, hit: number | null): number | null {
  if (hit === null) return null;
  return hit - first - lines.indexOf(lines[hit - first] ?? -1);
}

function isScrollbar(element: HTMLElement, { offsetX }: PointerEvent): boolean {
  return offsetX > element.clientWidth;
}

"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useCallback,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from "react";
import { useLanguage } from "#components/language";
import { BegunRows } from "#components/log/begun-rows";
import { copiedLines } from "#components/log/copied-lines";
import type { LineLook } from "#components/log/log-line";
import { LogRow, type LogRowProps } from "#components/log/log-row";
import { OlderLines, olderPx } from "#components/log/older-lines";
import { linePx, roomRows, scrollTopFor } from "#components/log/row-room";
import type { LogInSight } from "#components/log/use-begun-log";
import { useHandOver } from "#components/log/use-hand-over";
import { useHitInSight } from "#components/log/use-hit-in-sight";
import { useRowKeys } from "#components/log/use-row-keys";
import type { LogEntry } from "#lib/client/logs/log-buffer";
import type { SourceView } from "#lib/client/logs/log-view";

/** The browser's own keys for what scrolls. */
const upKeys = new Set(["ArrowUp", "PageUp", "Home"]);
const downKeys = new Set(["ArrowDown", "PageDown", "End"]);

export interface LogLinesProps
  extends Omit<LogInSight, "complete">,
    Pick<LogRowProps, "mark" | "onOpen" | "onMark"> {
  /** Whose log it is. */
  readonly name: string;
  readonly look: LineLook;
  /** Lines and folds that were opened. */
  readonly opened: ReadonlySet<LogEntry>;
  /** By key, where there are several; null where lines need not say whose they are. */
  readonly lanes: ReadonlyMap<string, SourceView> | null;
  /** The line of the hit the viewer stands on, and which of its hits that is. */
  readonly current: { readonly number: number; readonly within: number } | null;
  /** The newest line is kept in sight. */
  readonly following: boolean;
  onFollow(following: boolean): void;
  /** Lines before the first may be had. */
  readonly older: boolean;
  onOlder(): void;
  /** A key of the marked line, before the log's own; prevents the default where it is one. */
  onKey(event: KeyboardEvent): void;
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
  /** To the line of this number, to the middle or only as far as it takes to see it. */
  toLine(line: number, align: "center" | "auto"): void;
  /** The number of the first line in sight. */
  topLine(): number;
  focus(): void;
}

/** The lines of a log, of which only those in sight are in the page. */
export function LogLines(props: LogLinesProps): ReactNode {
  const { view, rows, choice, look, opened, lanes, current, following, onFollow, older } = props;
  const { say } = useLanguage();
  const { buffer } = view;
  const { begun } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const lastTop = useRef(0);
  /** The last to move the lines was a step to a line, and not the viewer's hand. */
  const stepped = useRef(false);
  const keys = useRowKeys(buffer);
  const measured = !begun && (look.wrap || opened.size > 0);
  const skipped = roomRows(rows.length, following, measured);
  const padding = (older ? olderPx : 0) + skipped * linePx;
  // With another function every line is laid out anew: with each new view, and not with each scroll.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked for its keys changes with these
  const getItemKey = useCallback(
    (index: number) => keys.keyOf(rows.at(index + skipped)?.number ?? index + skipped),
    [rows, view, choice, skipped],
  );
  const handOver = useHandOver(scroller, props);
  const virtual = useVirtualizer({
    // Lines that stand in for others are all in the page, its end in sight without a script.
    enabled: !begun,
    initialOffset: () => handOver((rows.length - skipped) * linePx + padding),
    count: rows.length - skipped,
    getScrollElement: () => scroller.current,
    estimateSize: () => linePx,
    getItemKey,
    paddingStart: padding,
    // Of a log that is followed nothing but its end is seen, and each new line is drawn anew.
    overscan: following ? 4 : 20,
    // Lines that are let go or come at the top do not move those that are being read.
    anchorTo: "end",
  });

  const hit = useHitInSight(scroller, virtual);
  const takeOver = () => {
    stepped.current = false;
    hit.stop();
  };
  const topIndex = () => Math.max(0, virtual.range?.startIndex ?? 0) + skipped;
  const topLine = () => rows.at(topIndex())?.number ?? buffer.first;

  const top = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is in sight stays there when others are shown around it
  useLayoutEffect(() => {
    if (!following && rows.length > 0) {
      virtual.scrollToIndex(rows.indexOf(top.current), { align: "start" });
    }
  }, [choice.muted, choice.filter, choice.exclude, choice.context, choice.foldTraces]);
  useLayoutEffect(() => {
    top.current = topLine();
    keys.hold(top.current);
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: each new view may hold new lines
  useLayoutEffect(() => {
    if (!following || begun) return;
    takeOver();
    virtual.scrollToEnd();
  }, [following, begun, view, virtual, look.wrap, rows.length]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: heights measured with another look, or of another log, are void
  useLayoutEffect(() => {
    virtual.measure();
    if (measured) measureDrawn();
  }, [virtual, buffer, look.wrap, look.times, look.raw, look.fields, look.nameWidth]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was closed is as high as a line again
  useLayoutEffect(() => {
    if (measured) measureDrawn();
    else for (const { index } of virtual.getVirtualItems()) virtual.resizeItem(index, linePx);
  }, [opened]);
  const measureDrawn = () => {
    for (const row of scroller.current?.querySelectorAll<HTMLDivElement>("[data-index]") ?? []) {
      virtual.measureElement(row);
    }
  };

  const pause = () => {
    takeOver();
    virtual.cancelScroll();
    onFollow(false);
  };
  const goTo = (line: number, align: "center" | "auto") => {
    takeOver();
    stepped.current = true;
    const index = rows.indexOf(line);
    if (skipped === 0) return virtual.scrollToIndex(index, { align });
    // All rows are about to be laid out: by then this index is another's.
    const top = padding + (index - skipped) * linePx;
    const to = scroller.current && scrollTopFor(top, align, scroller.current);
    if (to !== null) virtual.scrollToOffset(to);
  };
  useImperativeHandle(props.ref, () => ({
    toTop: () => {
      takeOver();
      virtual.scrollToOffset(0);
      loadOlder(0);
    },
    move: (direction, by) => {
      takeOver();
      const page = (scroller.current?.clientHeight ?? 0) - linePx;
      virtual.scrollBy(direction * (by === "page" ? page : linePx));
    },
    toHit: (line) => {
      goTo(line, "center");
      hit.seek();
    },
    toLine: goTo,
    topLine,
    focus: () => scroller.current?.focus({ preventScroll: true }),
  }));

  const loadOlder = (scrollTop: number) => {
    if (older && view.older !== "loading" && scrollTop <= olderPx) props.onOlder();
  };
  const copy = (event: ClipboardEvent) => {
    const selection = document.getSelection();
    const text = selection && copiedLines(selection, rows, buffer);
    if (text === null) return;
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
  };
  const drawn = (index: number) => {
    const row = rows.at(index);
    const entry = row && buffer.at(row.number);
    if (!entry) return null;
    const source = lanes?.get(entry.source.key);
    return (
      <LogRow
        row={row}
        buffer={buffer}
        look={look}
        lane={source?.lane ?? null}
        name={source?.name ?? ""}
        currentHit={current?.number === row.number ? current.within : null}
        opened={opened}
        mark={props.mark}
        onOpen={props.onOpen}
        onMark={props.onMark}
      />
    );
  };
  return (
    <div
      ref={scroller}
      role="log"
      // Whoever scrolls back would hear each line that is drawn.
      aria-live={props.aloud && following ? "polite" : "off"}
      aria-label={say("Log of {name}", { name: props.name })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className={`min-h-0 flex-1 overflow-auto overscroll-contain font-mono text-xs leading-(--h-line) -outline-offset-2 ${begun ? "flex flex-col-reverse" : ""}`}
      onCopy={copy}
      onWheel={(event) => {
        if (event.deltaY >= 0) return takeOver();
        pause();
        loadOlder(event.currentTarget.scrollTop);
      }}
      onTouchMove={pause}
      onKeyDown={(event) => {
        props.onKey(event);
        if (event.defaultPrevented) return;
        if (upKeys.has(event.key)) {
          pause();
          loadOlder(event.currentTarget.scrollTop);
        } else if (downKeys.has(event.key)) takeOver();
      }}
      onPointerDown={(event) => isScrollbar(event.currentTarget, event.nativeEvent) && pause()}
      onScroll={({ currentTarget: element }) => {
        const down = element.scrollTop > lastTop.current;
        const up = element.scrollTop < lastTop.current;
        lastTop.current = element.scrollTop;
        const end = begun ? 0 : element.scrollHeight - element.clientHeight;
        const below = end - element.scrollTop;
        // A hit near the end is read, not followed.
        if (down && !following && !stepped.current && below < linePx / 2) onFollow(true);
        if (up && !following) loadOlder(element.scrollTop);
      }}
    >
      {begun ? (
        <BegunRows count={rows.length} row={drawn} />
      ) : (
        <div className="relative" style={{ height: virtual.getTotalSize() }}>
          {older ? <OlderLines older={view.older} onOlder={props.onOlder} /> : null}
          {virtual.getVirtualItems().map((item) => {
            const row = drawn(item.index + skipped);
            if (!row) return null;
            return (
              <div
                key={item.key}
                ref={measured ? virtual.measureElement : undefined}
                data-index={item.index + skipped}
                className="absolute top-0 left-0 min-w-full"
                style={{
                  transform: `translateY(${item.start}px)`,
                  ...(look.wrap ? { width: "100%" } : {}),
                }}
              >
                {row}
              </div>
            );
          })}
        </div>
      )}
    </div>
  );
}

function isScrollbar(element: HTMLElement, { offsetX }: PointerEvent): boolean {
  return offsetX > element.clientWidth;
}

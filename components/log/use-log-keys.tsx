"use client";

import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from "react";
import type { Hotkey } from "#components/hotkey";
import { useHotkeys } from "#components/keyboard";
import type { LogScroll } from "#components/log/log-lines";
import type { LogSettings } from "#components/log/log-settings";

export interface LogKeys {
  readonly settings: LogSettings;
  change(changes: Partial<LogSettings>): void;
  readonly following: boolean;
  follow(on: boolean): void;
  /** To the next or the previous hit. */
  step(direction: 1 | -1): void;
  readonly scroll: { readonly current: LogScroll | null };
  readonly field: { readonly current: HTMLInputElement | null };
  /** Whether `j` and `k` are the log's. */
  readonly lineKeys: boolean;
}

/** The keys of a log, k9s' where it has one. */
export function useLogKeys(keys: LogKeys): void {
  const latest = useRef(keys);
  useLayoutEffect(() => {
    latest.current = keys;
  });
  const { lineKeys } = keys;
  useHotkeys(
    useMemo(() => {
      const now = () => latest.current;
      const go = (does: string, key: string, run: () => void): Hotkey => ({
        keys: key,
        does,
        group: "Go and find",
        run,
      });
      const move = (does: string, key: string, run: () => void): Hotkey => ({
        keys: key,
        does,
        group: "Move",
        run,
      });
      const by = (direction: 1 | -1, what: "line" | "page") => () =>
        moveLines(now(), direction, what);
      return [
        go("find", "/", () => now().field.current?.focus()),
        go("next hit", "n", () => now().step(1)),
        go("previous hit", "N", () => now().step(-1)),
        go("follow or pause", "f", () => now().follow(!now().following)),
        go("wrap lines", "w", () => now().change({ wrap: !now().settings.wrap })),
        go("previous instance", "p", () => now().change({ previous: !now().settings.previous })),
        ...(lineKeys
          ? [move("line down", "j", by(1, "line")), move("line up", "k", by(-1, "line"))]
          : []),
        move("top of the log", "g g", () => {
          now().follow(false);
          now().scroll.current?.toTop();
        }),
        move("end, follow", "G", () => now().follow(true)),
        move("page down", "Ctrl f", by(1, "page")),
        move("page down", "Space", by(1, "page")),
        move("page up", "Ctrl b", by(-1, "page")),
      ];
    }, [lineKeys]),
  );
  useSpace(useCallback((direction) => moveLines(latest.current, direction, "page"), []));
}

function moveLines(keys: LogKeys, direction: 1 | -1, by: "line" | "page"): void {
  const { following, follow, scroll } = keys;
  // Where the newest line is kept in sight, there is nothing below.
  if (following && direction === 1) return;
  follow(false);
  scroll.current?.move(direction, by);
}

/** Space pages the log, up with Shift, unless something else has the focus and a use for it. */
function useSpace(page: (direction: 1 | -1) => void): void {
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      const { target, shiftKey, ctrlKey, altKey, metaKey } = event;
      if (event.key !== " " || event.defaultPrevented || ctrlKey || altKey || metaKey) return;
      if (!(target instanceof Element && target.matches("body, [role='log']"))) return;
      event.preventDefault();
      page(shiftKey ? -1 : 1);
    };
    document.addEventListener("keydown", hear);
    return () => document.removeEventListener("keydown", hear);
  }, [page]);
}

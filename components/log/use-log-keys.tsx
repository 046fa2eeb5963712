"use client";

import { useLayoutEffect, useMemo, useRef } from "react";
import { type Hotkey, useHotkeys } from "#components/keyboard";
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
}

/** The keys of a log, k9s' where it has one. */
export function useLogKeys(keys: LogKeys): void {
  const latest = useRef(keys);
  useLayoutEffect(() => {
    latest.current = keys;
  });
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
      const page = (direction: 1 | -1) => {
        now().follow(false);
        now().scroll.current?.page(direction);
      };
      return [
        go("find", "/", () => now().field.current?.focus()),
        go("next hit", "n", () => now().step(1)),
        go("previous hit", "N", () => now().step(-1)),
        go("follow or pause", "f", () => now().follow(!now().following)),
        go("wrap lines", "w", () => now().change({ wrap: !now().settings.wrap })),
        go("previous instance", "p", () => now().change({ previous: !now().settings.previous })),
        move("top of the log", "g g", () => {
          now().follow(false);
          now().scroll.current?.toTop();
        }),
        move("end, follow", "G", () => now().follow(true)),
        move("page down", "Ctrl f", () => page(1)),
        move("page up", "Ctrl b", () => page(-1)),
      ];
    }, []),
  );
}

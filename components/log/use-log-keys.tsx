"use client";

import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from "react";
import type { Hotkey } from "#components/hotkey";
import { useHotkeys } from "#components/keyboard";
import type { LogScroll } from "#components/log/log-lines";
import { muteChange, numbered } from "#components/log/log-sources";
import type { Marks } from "#components/log/marks";
import type { LogSettings } from "#lib/client/logs/log-settings";
import type { SourceView } from "#lib/client/logs/log-view";
import { type Text, text } from "#lib/texts/text";

export interface LogKeys {
  readonly settings: LogSettings;
  change(changes: Partial<LogSettings>): void;
  readonly following: boolean;
  follow(on: boolean): void;
  /** To the next or the previous hit. */
  step(direction: 1 | -1): void;
  askTimes(): void;
  readonly marks: Marks;
  readonly sources: readonly SourceView[];
  readonly scroll: { readonly current: LogScroll | null };
  readonly field: { readonly current: HTMLInputElement | null };
  /** Whether `j`, `k` and Enter are the log's. */
  readonly lineKeys: boolean;
}

/** The keys of a log, k9s' where it has one. */
export function useLogKeys(keys: LogKeys): void {
  const latest = useRef(keys);
  useLayoutEffect(() => {
    latest.current = keys;
  });
  const { lineKeys } = keys;
  const several = keys.sources.length > 1;
  useHotkeys(
    useMemo(() => {
      const now = () => latest.current;
      const go = (does: Text, key: string, run: () => void): Hotkey => ({
        keys: key,
        does,
        group: "Go and find",
        run,
      });
      const move = (does: Text, key: string, run: () => void): Hotkey => ({
        keys: key,
        does,
        group: "Move",
        run,
      });
      const by = (direction: 1 | -1, what: "line" | "page") => () =>
        moveLines(now(), direction, what);
      const flip = (name: "only" | "wrap" | "raw" | "previous") => () =>
        now().change({ [name]: !now().settings[name] });
      return [
        go(text("find"), "/", () => now().field.current?.focus()),
        go(text("next hit"), "n", () => now().step(1)),
        go(text("previous hit"), "N", () => now().step(-1)),
        go(text("only matching lines"), "o", flip("only")),
        go(text("times, jump to a time"), "T", () => now().askTimes()),
        go(text("follow or pause"), "f", () => now().follow(!now().following)),
        go(text("wrap lines"), "w", flip("wrap")),
        go(text("fields or raw lines"), "J", flip("raw")),
        go(text("previous instance"), "p", flip("previous")),
        go(text("link to the line"), "c", () => now().marks.here()),
        ...(several ? muteKeys(now) : []),
        ...(lineKeys
          ? [
              move(text("line down"), "j", by(1, "line")),
              move(text("line up"), "k", by(-1, "line")),
              go(text("open the linked line"), "Enter", () => now().marks.toggleMarked()),
            ]
          : []),
        move(text("top of the log"), "g g", () => {
          now().follow(false);
          now().scroll.current?.toTop();
        }),
        move(text("end, follow"), "G", () => now().follow(true)),
        move(text("page down"), "Ctrl f", by(1, "page")),
        move(text("page down"), "Space", by(1, "page")),
        move(text("page up"), "Ctrl b", by(-1, "page")),
      ];
    }, [lineKeys, several]),
  );
  useSpace(useCallback((direction) => moveLines(latest.current, direction, "page"), []));
}

/** `m 1` to `m 9` hide a source and show it again; the help lists the first of them. */
function muteKeys(now: () => LogKeys): Hotkey[] {
  return Array.from({ length: numbered }, (_, i) => ({
    keys: `m ${i + 1}`,
    does: text("hide or show a source, to {last}", { last: numbered }),
    group: "Go and find",
    silent: i > 0,
    run: () => {
      const { sources, settings, change } = now();
      const source = sources[i];
      if (source) change(muteChange(source, settings));
    },
  }));
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

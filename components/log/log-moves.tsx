import type { RefObject } from "react";
import type { LogScroll } from "#components/log/log-lines";
import type { LogHits } from "#components/log/use-hits";
import { numberAt } from "#components/log/use-mark";
import type { Reading } from "#components/log/use-reading";
import type { LogBuffer } from "#lib/client/logs/log-buffer";
import type { LogSettings } from "#lib/client/logs/log-settings";
import { logInstant } from "#lib/client/logs/source-note";

export interface LogMovesOptions {
  readonly buffer: LogBuffer;
  readonly hits: LogHits;
  readonly scroll: RefObject<LogScroll | null>;
  read(changes: Partial<Reading>): void;
  pause(): void;
  change(changes: Partial<LogSettings>): void;
}

/** The ways to another place of a log, which is not followed from there. */
export function logMoves({ buffer, hits, scroll, read, pause, change }: LogMovesOptions) {
  return {
    /** To the next or the previous hit. */
    step(direction: 1 | -1): void {
      const next = hits.step(direction, scroll.current?.topLine() ?? 0);
      const entry = next && buffer.at(next.number);
      if (!entry) return;
      pause();
      read({ hit: { entry, within: next.within } });
      scroll.current?.toHit(next.number);
    },
    /** To a time; what is older than all that is here is read from there. */
    jump(at: string): void {
      pause();
      const oldest = buffer.at(buffer.first)?.at ?? "";
      if (logInstant(at) < oldest) change({ from: at, since: "", tail: null });
      else {
        scroll.current?.toLine(
          Math.min(numberAt(buffer, logInstant(at)), buffer.end - 1),
          "center",
        );
      }
    },
  };
}

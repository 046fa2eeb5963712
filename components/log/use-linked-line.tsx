"use client";

import { type RefObject, useEffect, useState } from "react";
import type { LogScroll } from "#components/log/log-lines";
import type { Mark } from "#components/log/use-mark";
import { parseLineLink } from "#lib/logs/line-link";

export interface LinkedLine {
  /** The line the address names is on its way into sight: the log is not read from its end. */
  readonly seeking: boolean;
  /** The log was opened anew to find it, and it is not there. */
  readonly missing: boolean;
  /** Brings the line of this address into sight, wherever it takes to read the log from. */
  seek(line: string): void;
  /** It is in sight. */
  arrive(): void;
  reopened(): void;
}

/** Whether the line the address came with, or was sent to, is still to be found. */
export function useLinkedLine(line: string): LinkedLine {
  const [sought, setSought] = useState(() => (parseLineLink(line) ? line : ""));
  const [reopenedFor, setReopenedFor] = useState("");
  return {
    seeking: sought !== "" && sought === line,
    missing: line !== "" && reopenedFor === line,
    seek: (next) => {
      setSought(next);
      setReopenedFor("");
    },
    arrive: () => setSought(""),
    reopened: () => setReopenedFor(line),
  };
}

export interface Arrival {
  readonly scroll: RefObject<LogScroll | null>;
  onArrival(): void;
  /** Reads the log from a little before the mark. */
  reopen(mark: Mark): void;
}

/**
 * Brings a linked line into sight when it has come. One that is not among what is read is looked for
 * once more, in a log that is opened anew for it.
 */
export function useArrival(linked: LinkedLine, mark: Mark | null, arrival: Arrival): void {
  const { seeking, missing } = linked;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is to be done follows from the mark
  useEffect(() => {
    if (!seeking || !mark) return;
    if (mark.anchor !== null && mark.standing === "shown") {
      arrival.scroll.current?.toLine(mark.anchor, "center");
      arrival.onArrival();
      linked.arrive();
    } else if (mark.standing === "gone" && !missing) {
      linked.reopened();
      arrival.reopen(mark);
    }
  }, [seeking, missing, mark]);
}

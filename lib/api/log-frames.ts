import type { ApiError } from "#lib/api/errors";
import type { Instant } from "#lib/api/rows";
import type { Text } from "#lib/texts/text";

/** `[time, text]`: RFC 3339 in UTC with nine digits (empty if the kubelet wrote none), and the line. */
export type LogLine = readonly [time: string, text: string];

/** One instance of one container of one Pod: what a file of the kubelet holds. */
export interface LogOrigin {
  /** The same over all connections, no two instances have the same; letters, digits, `-` and `_`. */
  readonly key: string;
  readonly pod: string;
  readonly podUid: string;
  /** When the Pod was created. */
  readonly created: Instant;
  readonly container: string;
  readonly role: "container" | "init" | "sidecar" | "ephemeral";
  /** How often the container was restarted before this instance. */
  readonly instance: number;
  /** Of an Indexed Job. */
  readonly index: number | null;
  /** The Job whose Pod it is; empty for none. */
  readonly job: string;
  /** Which Pod of its Job, or of its index, by age: 1 for the first that is known. */
  readonly attempt: number;
  readonly started: Instant | null;
}

/** How a source stands. Sentences are the API server's own. */
export type SourceStanding =
  /** Not started; what it waits for. */
  | { readonly state: "waiting"; readonly message: Text }
  /** More are open than are read at once: its turn comes. */
  | { readonly state: "queued" }
  | { readonly state: "reading" }
  /** Lost, and being taken up again where it stopped. */
  | { readonly state: "interrupted"; readonly message: Text }
  /** All there is has been read; `exit` is null where it is not known. */
  | { readonly state: "ended"; readonly exit: LogExit | null }
  | { readonly state: "failed"; readonly error: ApiError };

/** `source` numbers the sources of one connection from 0; their keys outlive it. */
export type LogFrame =
  /** A source joined, or is known better: its number, once given, is kept. */
  | { readonly type: "source"; readonly source: number; readonly origin: LogOrigin }
  | { readonly type: "standing"; readonly source: number; readonly standing: SourceStanding }
  /**
   * Lines as one text (lib/logs/line-block), which mostly travel as lib/logs/raw-lines says. The event's
   * id is the source's place behind them (`KEY.POSITION`).
   */
  | { readonly type: "lines"; readonly source: number; readonly block: string }
  /** Some lines of the source may be missing here; said where they would stand. */
  | { readonly type: "gap"; readonly source: number; readonly message: Text }
  /**
   * A sentence about the whole: what no source is to be had from yet, or how many are left out or
   * wait. It stands in for the one before; empty once there is nothing to say.
   */
  | { readonly type: "notice"; readonly message: Text }
  /** Every source ended and none will join. */
  | { readonly type: "end" }
  /** Nothing can be read; the browser does not reconnect by itself. */
  | { readonly type: "failure"; readonly error: ApiError }
  | { readonly type: "heartbeat"; readonly now: Instant };

export interface LogExit {
  readonly exitCode: number;
  readonly signal: number;
  readonly reason: string;
  readonly finished: Instant | null;
}

/** Longer lines are cut on the wire and marked with this suffix. */
export const lineLimit = 16_384;
export const cutMark = " …[line cut by Batchboard]";

/** So many sources are shown together at most, the newest Pods' first. */
export const mostSources = 200;

/**
 * The places of sources as a browser sends them back in `after`: `KEY.POSITION` each, in any order;
 * `end` as the position of one that was read to its end. What was never read has no entry.
 */
export const placeSeparator = ",";

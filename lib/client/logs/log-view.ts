import type { ApiError } from "#lib/api/errors";
import type { LogOrigin, SourceStanding } from "#lib/api/log-frames";
import type { LogBuffer } from "#lib/client/logs/log-buffer";
import type { Text } from "#lib/texts/text";

/** One of the sources of a log, as it is shown beside its lines. */
export interface SourceView {
  readonly origin: LogOrigin;
  readonly standing: SourceStanding;
  /** How many lines were read of it. */
  readonly lines: number;
  /** 0 to 7, by order of joining; it stays. */
  readonly lane: number;
  /** The shortest name that tells it from the others: `0-abcde`, `0-abcde/init`, `main ↺2`. */
  readonly name: string;
}

/** How the whole stands. */
export type LogState =
  | { readonly state: "connecting" }
  /** Nothing to read yet; the API server's own sentence. */
  | { readonly state: "waiting"; readonly message: Text }
  | { readonly state: "streaming" }
  /** As streaming, asked anew every few seconds: streams are held back on the way. */
  | { readonly state: "polling" }
  | { readonly state: "interrupted"; readonly message: Text }
  /** Everything there is has been read. */
  | { readonly state: "ended" }
  | { readonly state: "failed"; readonly error: ApiError };

export interface LogView {
  readonly state: LogState;
  /** By `compareOrigins`. */
  readonly sources: readonly SourceView[];
  /** A sentence about the whole; empty for none. */
  readonly notice: Text;
  /** Changes in place: a new `LogView` says that it did. */
  readonly buffer: LogBuffer;
  /**
   * Whether older lines than those held are to be had: not known before they were asked for, or
   * `none` where there are none or the page has no room for more (`letGo` is above 0 then).
   */
  readonly older: "unknown" | "more" | "loading" | "none";
}

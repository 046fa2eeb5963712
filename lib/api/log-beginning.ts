import type { LogOrigin, SourceStanding } from "#lib/api/log-frames";

/** A source of a log, as far as its lines are among the newest of the whole. */
export interface BegunSource {
  readonly origin: LogOrigin;
  /** Null while nothing was said of it. */
  readonly standing: SourceStanding | null;
  /** A block of lib/logs/line-block; empty where none of its lines is. */
  readonly block: string;
}

/** How a log ends when its page is made: what is drawn of it before its stream tells all. */
export interface LogBeginning {
  /** In the order in which the log's stream names them. */
  readonly sources: readonly BegunSource[];
}

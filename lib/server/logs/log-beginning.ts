import type { BegunSource, LogBeginning } from "#lib/api/log-beginning";
import type { LogLine, LogOrigin, SourceStanding } from "#lib/api/log-frames";
import type { LogQuery } from "#lib/api/log-query";
import { blockLine, linesOf } from "#lib/logs/line-block";
import { mergeRuns } from "#lib/logs/merge";
import { type Place, placeTime } from "#lib/logs/order";
import { within } from "#lib/server/deadline";
import { BacklogSlots } from "#lib/server/logs/backlog-slots";
import type { ReaderContext, SourceOutput } from "#lib/server/logs/log-pass";
import { LogReader } from "#lib/server/logs/log-reader";
import { sourcesOf } from "#lib/server/logs/log-source";
import { findTarget, type TargetContext } from "#lib/server/logs/target-pods";
import { textOf } from "#lib/server/logs/timed-lines";

/** More than a screen holds of them. */
const newestLines = 60;
/** Of text and times together; long lines may be fewer. */
const mostCharacters = 64 * 1024;
/** Of more logs no page waits for the last lines. */
const mostLogs = 8;
/** A page waits so long for what there is to read. */
const beginningMs = 300;

export type BeginningContext = TargetContext &
  Pick<ReaderContext, "clock" | "serverNow" | "turns" | "onError">;

/**
 * The newest lines of a log, as far as they are here before a page has waited too long; null where
 * there are none. Never throws: what is wrong with a log its stream says.
 */
export async function readBeginning(
  context: BeginningContext,
  query: LogQuery,
): Promise<LogBeginning | null> {
  const ends: LogEnd[] = [];
  const read = (late: AbortSignal) => readEnds(context, query, ends, late);
  await within(context.clock, beginningMs, read).catch(() => {});
  return newestOf(ends);
}

async function readEnds(
  context: BeginningContext,
  query: LogQuery,
  ends: LogEnd[],
  late: AbortSignal,
): Promise<void> {
  const { pods } = await findTarget(context, query, null, late);
  const sources = sourcesOf(pods, query);
  if (sources.length > mostLogs) return;
  const tail = Math.min(query.tail ?? newestLines, newestLines);
  const choice = { after: null, tail, sinceSeconds: null, sinceTime: "", until: "" };
  const readers: ReaderContext = {
    ...context,
    slots: new BacklogSlots(mostLogs, () => {}),
    gapMs: () => 0,
    // What is read once waits for nothing.
    podChanged: async () => {},
  };
  const readings = sources.map((source) => {
    const end = new LogEnd(source.origin);
    ends.push(end);
    const mode = { follow: false, once: true };
    return new LogReader(readers, source, choice, mode, end, late).run();
  });
  await Promise.all(readings);
}

interface PlacedLine extends Place {
  readonly line: LogLine;
}

/** The last lines of one log, whatever more of it comes. */
class LogEnd implements SourceOutput {
  readonly origin: LogOrigin;
  said: SourceStanding | null = null;
  #lines: LogLine[] = [];

  constructor(origin: LogOrigin) {
    this.origin = origin;
  }

  lines(block: string | readonly Buffer[]): void {
    const text = typeof block === "string" ? block : block.map(textOf).join("");
    this.#lines.push(...linesOf(text));
    this.#lines = this.#lines.slice(-newestLines);
  }

  gap(): void {}

  standing(standing: SourceStanding): void {
    this.said = standing;
  }

  async drained(): Promise<void> {}

  placed(): readonly PlacedLine[] {
    let at = "";
    return this.#lines.map((line) => {
      at = placeTime(at, line[0]);
      return { at, source: this.origin, line };
    });
  }
}

function newestOf(ends: readonly LogEnd[]): LogBeginning | null {
  const lines = fitting(mergeRuns(ends.map((end) => end.placed())).slice(-newestLines));
  if (lines.length === 0) return null;
  const bySource = Map.groupBy(lines, ({ source }) => source);
  const sources = ends.map(({ origin, said }): BegunSource => {
    const own = bySource.get(origin) ?? [];
    return { origin, standing: said, block: own.map(({ line }) => blockLine(line)).join("") };
  });
  return { sources };
}

/** The newest of these that are not too much together. */
function fitting(lines: readonly PlacedLine[]): readonly PlacedLine[] {
  let left = mostCharacters;
  const first = lines.findLastIndex(({ line: [time, text] }) => {
    left -= time.length + text.length;
    return left < 0;
  });
  return lines.slice(first + 1);
}

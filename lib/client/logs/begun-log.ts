import type { LogBeginning } from "#lib/api/log-beginning";
import { isNote, LogBuffer } from "#lib/client/logs/log-buffer";
import type { LogView } from "#lib/client/logs/log-view";
import { SourceLog } from "#lib/client/logs/source-log";
import { SourceViews } from "#lib/client/logs/source-views";
import { mergeRuns } from "#lib/logs/merge";

/** What a log's page shows of it before its stream has told as much. */
export function begunLog({ sources }: LogBeginning): LogView {
  const logs = sources.map(({ origin, standing, block }, lane) => {
    const log = new SourceLog(origin, lane);
    log.push(block);
    // What is said of its end stands behind its lines.
    if (standing) log.stand(standing);
    return log;
  });
  const buffer = new LogBuffer();
  buffer.insert(mergeRuns(logs.flatMap((log) => log.take(logs.length > 1))));
  return {
    state: { state: "connecting" },
    sources: new SourceViews().of(new Map(logs.map((log) => [log.origin.key, log]))),
    notice: "",
    buffer,
    // They are its stream's to bring.
    older: "none",
  };
}

/** Whether a log that is read has come to where each source ends in the lines that stand in for it. */
export function hasReached({ state, buffer, sources }: LogView, begun: LogView): boolean {
  if (state.state === "ended") return true;
  if (buffer.length === 0) return false;
  if (state.state === "failed") return true;
  const ends = endsOf(begun.buffer);
  for (const { origin, standing } of sources) {
    if (standing.state === "ended" || standing.state === "failed") ends.delete(origin.key);
  }
  const least = [...ends.values()].sort()[0] ?? "";
  for (let number = buffer.end - 1; ends.size > 0 && number >= buffer.first; number--) {
    const entry = buffer.at(number);
    if (!entry || entry.at < least) return false;
    const end = ends.get(entry.source.key);
    if (end !== undefined && end <= entry.at && !isNote(entry)) ends.delete(entry.source.key);
  }
  return ends.size === 0;
}

/** Where the last line of each source stands, by its key. */
function endsOf(buffer: LogBuffer): Map<string, string> {
  const lines = buffer.entries().filter((entry) => !isNote(entry));
  return new Map(lines.map(({ source, at }) => [source.key, at]));
}

import type { LogLine, LogOrigin } from "#lib/api/log-frames";
import { isNote, type LogEntry, type LogText } from "#lib/client/logs/log-buffer";
import { justBefore, logInstant } from "#lib/client/logs/source-note";
import { mergeRuns } from "#lib/logs/merge";
import { placeTime } from "#lib/logs/order";

/** What is asked for to get older lines. */
export interface OlderBound {
  /** RFC 3339 with nine digits. */
  readonly until: string;
  /** The source that lacks most of what the others have. */
  readonly key: string;
  /** How many of its lines that are held an answer repeats. */
  readonly repeated: number;
}

/** Stamps of a source go back by less: stdout and stderr are stamped apart. */
const disorderMs = 100;

/**
 * What to ask for so that the source whose oldest held line is newest gets older ones. `lacking` are
 * the keys of those that may have any; null where there is nothing to go by.
 */
export function olderBound(
  entries: readonly LogEntry[],
  lacking: ReadonlySet<string>,
): OlderBound | null {
  const begins = new Map<string, string>();
  for (const entry of entries) {
    const { key } = entry.source;
    if (!isNote(entry) && lacking.has(key) && !begins.has(key)) begins.set(key, entry.at);
  }
  const oldest = entries[0]?.at ?? "";
  let [least, begin] = ["", ""];
  for (const key of lacking) {
    // All lines of one that has none here stand before those that are.
    const at = begins.get(key) ?? oldest;
    if (least === "" || at > begin) [least, begin] = [key, at];
  }
  const ms = Date.parse(begin);
  if (Number.isNaN(ms)) return null;
  const until = logInstant(new Date(ms + 1 + disorderMs).toISOString());
  const repeated = heldUntil(entries, until).get(least)?.length ?? 0;
  return { until, key: least, repeated };
}

/** The lines of each source that are held and were written no later, in its own order. */
export function heldUntil(
  entries: readonly LogEntry[],
  until: string,
): ReadonlyMap<string, readonly LogText[]> {
  const held = new Map<string, LogText[]>();
  for (const entry of entries) {
    if (isNote(entry) || entry.time > until) continue;
    const own = held.get(entry.source.key);
    if (own) own.push(entry);
    else held.set(entry.source.key, [entry]);
  }
  return held;
}

/**
 * Which lines of an answer stand before all that is `held` of its source. Both are in the source's
 * own order and reach to the same time, so one repeats the other where they meet; but either may
 * have newer lines that came while it was asked. They are laid together where most is the same, and
 * of equal ways so that the fewest lines of the answer are newer.
 */
export function olderLines(
  answer: readonly LogLine[],
  held: readonly LogText[],
): readonly LogLine[] {
  const first = held[0];
  if (first === undefined) return answer;
  let [best, most] = [0, 0];
  for (let shift = answer.length - 1; shift > -held.length; shift--) {
    const from = Math.max(0, shift);
    const same = Math.min(answer.length, held.length + shift) - from;
    if (same > most && repeats(answer, from, held, from - shift, same)) [best, most] = [from, same];
  }
  if (most > 0) return answer.slice(0, best);
  // The lines that are held are in the file no more, and those before them hardly are.
  const behind = answer.findIndex(([time]) => time >= first.time);
  return behind === -1 ? answer : answer.slice(0, behind);
}

function repeats(
  answer: readonly LogLine[],
  from: number,
  held: readonly LogText[],
  heldFrom: number,
  length: number,
): boolean {
  for (let i = 0; i < length; i++) {
    const [line, other] = [answer[from + i], held[heldFrom + i]];
    if (line?.[0] !== other?.time || line?.[1] !== other?.text) return false;
  }
  return true;
}

/** The older lines of one source, in its own order. */
export interface OlderPart {
  readonly source: LogOrigin;
  readonly lines: readonly LogLine[];
}

/** What is held, with older lines before it: as if they had come first. */
export function withOlder(
  entries: readonly LogEntry[],
  parts: readonly OlderPart[],
): readonly LogEntry[] {
  const held = new Map<string, LogEntry[]>();
  for (const entry of entries) {
    const own = held.get(entry.source.key);
    if (own) own.push(entry);
    else held.set(entry.source.key, [entry]);
  }
  for (const { source, lines } of parts) {
    held.set(source.key, before(source, lines, held.get(source.key) ?? []));
  }
  return mergeRuns([...held.values()]);
}

function before(
  source: LogOrigin,
  lines: readonly LogLine[],
  held: readonly LogEntry[],
): LogEntry[] {
  let at = "";
  const run: LogEntry[] = lines.map(([time, text]) => {
    at = placeTime(at, time);
    return { at, source, time, text };
  });
  const begin = run[0]?.at ?? "";
  const start = held.find((entry) => isNote(entry) && entry.about === "start");
  // A line stands no earlier than those its source wrote before it.
  for (const entry of held) {
    if (entry !== start) run.push(entry.at < at ? { ...entry, at } : entry);
  }
  if (!start) return run;
  return [start.at < begin ? start : { ...start, at: justBefore(begin) }, ...run];
}

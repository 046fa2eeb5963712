import type { LogLine } from "#lib/api/log-frames";
import type { LogQuery } from "#lib/api/log-query";
import type { LogBuffer } from "#lib/client/logs/log-buffer";
import type { LogView } from "#lib/client/logs/log-view";
import {
  heldUntil,
  type OlderBound,
  olderBound,
  olderLines,
  withOlder,
} from "#lib/client/logs/older-lines";
import { readOlder } from "#lib/client/logs/older-reading";
import type { SourceLog } from "#lib/client/logs/source-log";
import type { Text } from "#lib/texts/text";
import type { Clock } from "#lib/time/clock";

type Sources = ReadonlyMap<string, SourceLog>;

/** How many older lines of a source are asked for at once. */
const olderAtOnce = 5_000;
/** The server holds no more of a source back for an answer: one that is shorter is all there is. */
const longestAnswer = 20_000;
const largestAnswer = 4_000_000;

/** What is to be had of a log before the lines that are held. */
export class OlderLog {
  readonly #query: LogQuery;
  readonly #clock: Clock;
  /** What the buffer had ever let go when all of a source was held, by its key. */
  readonly #whole = new Map<string, number>();
  #asked = false;
  #cancel: (() => void) | null = null;

  constructor(query: LogQuery, clock: Clock) {
    this.#query = query;
    this.#clock = clock;
  }

  state(buffer: LogBuffer, sources: Sources): LogView["older"] {
    if (this.#cancel) return "loading";
    if (buffer.length === 0) return "unknown";
    if (!buffer.hasRoom || this.#lacking(buffer, sources).size === 0) return "none";
    return this.#asked || buffer.letGo > 0 ? "more" : "unknown";
  }

  /** Puts older lines into the buffer; `done` is told why it could not, or nothing. */
  load(buffer: LogBuffer, sources: Sources, done: (failure: Text) => void): void {
    if (this.#cancel || !buffer.hasRoom) return;
    const bound = olderBound(buffer.entries(), this.#lacking(buffer, sources));
    if (!bound) return;
    const tail = Math.min(longestAnswer, olderAtOnce + bound.repeated);
    const end = (failure: Text) => {
      this.#cancel = null;
      this.#asked = true;
      done(failure);
    };
    this.#cancel = readOlder(
      this.#olderQuery(bound.until, tail, sources),
      {
        onRead: (read, failure) => {
          this.#take(buffer, sources, bound, tail, read);
          end(failure);
        },
        onFailed: ({ message }) => end(message),
      },
      this.#clock,
    );
  }

  /** A source is read from its beginning again: what was known of it is void. */
  forget(key: string): void {
    this.#whole.delete(key);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  /** The keys of the sources that may have older lines than those held. */
  #lacking(buffer: LogBuffer, sources: Sources): ReadonlySet<string> {
    const keys = new Set<string>();
    if (this.#query.tail === null && buffer.letGo === 0) return keys;
    for (const [key, { lines }] of sources) {
      if (lines > 0 && this.#whole.get(key) !== buffer.everLetGo) keys.add(key);
    }
    return keys;
  }

  #olderQuery(until: string, tail: number, sources: Sources): LogQuery {
    const query = this.#query;
    const ends = query.until !== "" && Date.parse(query.until) < Date.parse(until);
    // Of what is followed, an instance that was current may have been replaced since.
    const restarted = [...sources.values()].some(({ origin }) => origin.instance > 0);
    return {
      ...query,
      instances: restarted && query.instances === "current" ? "all" : query.instances,
      follow: false,
      tail,
      until: ends ? query.until : until,
    };
  }

  #take(
    buffer: LogBuffer,
    sources: Sources,
    bound: OlderBound,
    tail: number,
    read: ReadonlyMap<string, readonly LogLine[]>,
  ): void {
    const entries = buffer.entries();
    const held = heldUntil(entries, bound.until);
    const whole: string[] = [];
    const parts = [...sources].flatMap(([key, source]) => {
      const answer = read.get(key);
      const lines = olderLines(answer ?? [], held.get(key) ?? []);
      // One that got nothing although it lacked most would get nothing again.
      const stuck = key === bound.key && lines.length === 0;
      if (stuck || (answer && isWhole(answer, tail))) whole.push(key);
      if (lines.length === 0) return [];
      source.prepend(lines);
      return [{ source: source.origin, lines }];
    });
    const older = parts.reduce((sum, { lines }) => sum + lines.length, 0);
    if (older > 0) buffer.restate(withOlder(entries, parts), older);
    for (const key of whole) this.#whole.set(key, buffer.everLetGo);
  }
}

/** Whether an answer has all there is, and was not cut to what was asked for or fits. */
function isWhole(answer: readonly LogLine[], tail: number): boolean {
  if (answer.length >= tail) return false;
  let characters = 0;
  for (const [, text] of answer) characters += text.length;
  return characters < largestAnswer;
}

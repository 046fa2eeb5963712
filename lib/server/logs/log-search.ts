import { mostHits, type SearchFrame } from "#lib/api/log-search";
import type { Client } from "#lib/kubernetes/client";
import { toApiError } from "#lib/server/api-error";
import type { Found } from "#lib/server/logs/line-search";
import type { LogSource } from "#lib/server/logs/log-source";
import type { SearchThread } from "#lib/server/logs/search-thread";
import { type LogSpan, openWholeLog } from "#lib/server/logs/whole-log";
import type { Sink } from "#lib/server/sse";
import { Turns } from "#lib/server/turns";
import type { Clock } from "#lib/time/clock";

export interface SearchContext {
  readonly client: Client;
  readonly clock: Clock;
  /** Told of failures that are our own. */
  readonly onError: (error: unknown) => void;
}

/** So many logs are read at once. */
const atOnce = 4;
const progressMs = 250;

/**
 * Looks through all that can be read of these sources and sends what is found. Never throws; a
 * source that cannot be read does not hold back the others.
 */
export async function searchLogs(
  context: SearchContext,
  thread: SearchThread,
  findSources: (signal: AbortSignal) => Promise<readonly LogSource[]>,
  span: LogSpan,
  sink: Sink,
): Promise<void> {
  try {
    const sources = await findSources(sink.signal);
    await new RunningSearch(context, thread, sources, span, sink).run();
  } catch (error) {
    send(sink, { type: "failure", error: told(error, context, sink) });
  }
  sink.end();
}

class RunningSearch {
  readonly #context: SearchContext;
  readonly #thread: SearchThread;
  readonly #sources: readonly LogSource[];
  readonly #span: LogSpan;
  readonly #sink: Sink;
  #done = 0;
  #lines = 0;
  #bytes = 0;
  #found = 0;
  #sent = 0;
  #saidAt = Number.NEGATIVE_INFINITY;

  constructor(
    context: SearchContext,
    thread: SearchThread,
    sources: readonly LogSource[],
    span: LogSpan,
    sink: Sink,
  ) {
    this.#context = context;
    this.#thread = thread;
    this.#sources = sources;
    this.#span = span;
    this.#sink = sink;
  }

  async run(): Promise<void> {
    const turns = new Turns(atOnce);
    this.#sources.forEach(({ origin }, source) => {
      send(this.#sink, { type: "source", source, origin });
    });
    this.#progress();
    await Promise.all(
      this.#sources.map((from, source) => turns.take(() => this.#search(from, source))),
    );
    const truncated = this.#found > this.#sent;
    send(this.#sink, { type: "end", truncated, ...this.#standing() });
  }

  async #search(from: LogSource, source: number): Promise<void> {
    const { client } = this.#context;
    const { signal } = this.#sink;
    if (signal.aborted) return;
    try {
      const body = await openWholeLog(client, from, this.#span, true, signal);
      // While bytes are looked through, the next are on their way.
      let looking: Promise<void> = Promise.resolve();
      for await (const bytes of body) {
        await looking;
        await this.#sink.drained();
        this.#bytes += bytes.length;
        looking = this.#look(source, bytes);
        // It is awaited in the next turn, which may end by another failure.
        looking.catch(() => {});
      }
      await looking;
    } catch (error) {
      if (signal.aborted) return;
      send(this.#sink, { type: "unread", source, error: told(error, this.#context, this.#sink) });
    }
    // What came before a break is searched to its last line.
    await this.#look(source, null);
    this.#done += 1;
    this.#progress();
  }

  async #look(source: number, bytes: Uint8Array | null): Promise<void> {
    this.#take(source, await this.#thread.look(source, bytes, mostHits - this.#sent));
  }

  #take(source: number, { hits, found, lines }: Found): void {
    this.#lines += lines;
    this.#found += found;
    const wanted = hits.slice(0, mostHits - this.#sent);
    this.#sent += wanted.length;
    if (wanted.length > 0) send(this.#sink, { type: "hits", source, hits: wanted });
    this.#progress();
  }

  #progress(): void {
    const now = this.#context.clock.now();
    if (now - this.#saidAt < progressMs) return;
    this.#saidAt = now;
    send(this.#sink, { type: "progress", ...this.#standing() });
  }

  #standing() {
    return {
      lines: this.#lines,
      bytes: this.#bytes,
      hits: this.#found,
      sources: { done: this.#done, of: this.#sources.length },
    };
  }
}

/** What the browser is told of a failure. Of one that has left, what was under way fails: no defect. */
function told(error: unknown, { onError }: SearchContext, { signal }: Sink) {
  const failure = toApiError(error);
  if (failure.code === "internal" && !signal.aborted) onError(error);
  return failure;
}

function send(sink: Sink, frame: SearchFrame): void {
  sink.send(frame.type, JSON.stringify(frame));
}

import { type LogFrame, mostSources, type SourceStanding } from "#lib/api/log-frames";
import type { LogQuery } from "#lib/api/log-query";
import type { Pod } from "#lib/kubernetes/types";
import { rawEvent, rawHead } from "#lib/logs/raw-lines";
import { BacklogSlots } from "#lib/server/logs/backlog-slots";
import { exitOf, mayRestart } from "#lib/server/logs/container-instance";
import type { LogChoice, ReaderContext, SourceOutput } from "#lib/server/logs/log-pass";
import { formatPlace, type LogPlace } from "#lib/server/logs/log-places";
import { LogReader } from "#lib/server/logs/log-reader";
import { sourcesOf } from "#lib/server/logs/log-source";
import {
  type ReadBefore,
  type SucceedingSource,
  succeedingSources,
} from "#lib/server/logs/log-succession";
import { lostRuns } from "#lib/server/logs/missing-lines";
import { crowdNotice, emptyNotice } from "#lib/server/logs/target-notice";
import type { TargetPods } from "#lib/server/logs/target-pods";
import type { LogSink } from "#lib/server/sse";
import { type Text, text } from "#lib/texts/text";

export interface LogContext extends Omit<ReaderContext, "slots" | "gapMs"> {
  /** One look at the target. @throws RequestError, StatusError, ConnectionError */
  target(query: LogQuery, signal: AbortSignal): Promise<TargetPods>;
  /** Resolves when the target may have changed since it resolved last; never rejects. */
  changed(signal: AbortSignal): Promise<void>;
  /** The target is to be looked at again. */
  wake(): void;
}

/** What is asked for, as a stream needs it. */
export interface StreamedQuery extends LogQuery {
  readonly sinceSeconds: number | null;
  /** What there is, and no more: the answer ends, and is asked for again. */
  readonly once: boolean;
}

/** So many logs are read from far back at once. */
const slotCount = 16;
const notedMs = 100;
/** A busy log sends a frame at most this often, and all of them together no more often than fits. */
const leastGapMs = 25;
const gapPerSourceMs = 5;

interface Joined {
  readonly number: number;
  /** Null for one that the browser has all of. */
  readonly reader: LogReader | null;
  /** As it was told. */
  origin: string;
  standing: SourceStanding | null;
  done: Promise<void>;
}

/** The sources of one stream: which have joined, how they stand, and what is said of the whole. */
export class LogMerge {
  readonly #context: LogContext;
  readonly #readers: ReaderContext;
  readonly #query: StreamedQuery;
  readonly #after: ReadonlyMap<string, LogPlace>;
  /** The latest time a browser has seen a line of; empty for none. */
  readonly #resumedAt: string;
  readonly #sink: LogSink;
  readonly #slots: BacklogSlots;
  readonly #joined = new Map<string, Joined>();
  #found: TargetPods | null = null;
  #active = 0;
  #leftOut = 0;
  #isTargetGone = false;
  #lookError: Text = "";
  /** As it was said last, in JSON. */
  #notice = JSON.stringify("");
  #isToTell = false;

  constructor(
    context: LogContext,
    query: StreamedQuery,
    after: ReadonlyMap<string, LogPlace>,
    sink: LogSink,
  ) {
    this.#context = context;
    this.#query = query;
    this.#after = after;
    this.#sink = sink;
    const times = [...after.values()].map((place) => (place === "end" ? "" : place.newest));
    this.#resumedAt = times.sort().at(-1) ?? "";
    this.#slots = new BacklogSlots(slotCount, () => this.#tellSoon());
    this.#readers = {
      ...context,
      slots: this.#slots,
      gapMs: () => Math.max(leastGapMs, this.#active * gapPerSourceMs),
    };
  }

  get hasLooked(): boolean {
    return this.#found !== null;
  }

  /** Every source has ended, and none can join. */
  get isOver(): boolean {
    if (this.#active > 0 || !this.#found) return false;
    if ([...this.#joined.values()].some(({ standing }) => !isFinal(standing))) return false;
    if (this.#isTargetGone) return true;
    return this.#found.complete && !this.#found.pods.some((pod) => this.#mayJoin(pod));
  }

  /** What a look has found: those that are new begin to be read. The target's uid is given back. */
  take(found: TargetPods): string {
    const isFirst = this.#found === null;
    this.#found = found;
    this.#lookError = "";
    const sources = succeedingSources(found.pods, this.#query, this.#readBefore());
    const room = Math.max(0, mostSources - this.#active);
    const newest = sources.slice(-mostSources);
    const joining = newest.filter(({ origin }) => !this.#joined.has(origin.key)).slice(-room);
    for (const source of sources) this.#refresh(source);
    if (room > 0) for (const source of joining) this.#join(source, isFirst);
    this.#leftOut = sources.filter(({ origin }) => !this.#joined.has(origin.key)).length;
    this.#tell();
    return found.uid;
  }

  #readBefore(): ReadBefore {
    const open = [...this.#after].filter(
      ([key, place]) => place !== "end" && !this.#joined.has(key),
    );
    return {
      isKnown: (key) => this.#joined.has(key) || this.#after.has(key),
      open: new Set(open.map(([key]) => key)),
    };
  }

  /** Nothing more will join. */
  targetIsGone(): void {
    this.#isTargetGone = true;
    this.#lookError = "";
    this.#tell();
  }

  /** Whether others have joined is not known for now. */
  lookFailed(message: Text): void {
    this.#lookError = message;
    this.#tell();
  }

  /** Resolves when nothing is read any more. */
  async allRead(): Promise<void> {
    await Promise.all([...this.#joined.values()].map(({ done }) => done));
    this.#tell();
  }

  #refresh(source: SucceedingSource): void {
    const known = this.#joined.get(source.origin.key);
    if (!known) return;
    known.reader?.see(source.pod);
    this.#announce(known, source);
  }

  #join(source: SucceedingSource, isFirst: boolean): void {
    const { key, container, instance } = source.origin;
    const place = this.#after.get(key) ?? null;
    const output = this.#outputOf(key, this.#joined.size);
    const { follow, once } = this.#query;
    const mode = { follow: follow && !once, once };
    const reader =
      place === "end"
        ? null
        : new LogReader(
            this.#readers,
            source,
            this.#choiceFor(source, place, isFirst),
            mode,
            output,
            this.#sink.signal,
          );
    const number = this.#joined.size;
    const joined: Joined = { number, reader, origin: "", standing: null, done: Promise.resolve() };
    this.#joined.set(key, joined);
    this.#announce(joined, source);
    if (source.lost > 0) output.gap(lostRuns(source.lost));
    if (!reader) {
      const exit = exitOf(source.pod, container, instance);
      return output.standing({ state: "ended", exit }, true);
    }
    this.#active += 1;
    joined.done = reader.run().then(() => {
      this.#active -= 1;
      this.#context.wake();
    });
  }

  /** What the query says is for what there was when it was asked; the log of what joins is whole. */
  #choiceFor(
    { origin, succeeds }: SucceedingSource,
    after: Exclude<LogPlace, "end"> | null,
    isFirst: boolean,
  ): LogChoice {
    const { tail, sinceSeconds, sinceTime, until } = this.#query;
    const began = origin.started?.slice(0, 19) ?? "9999";
    const isLater = this.#after.size > 0 && began > this.#resumedAt.slice(0, 19);
    if (isFirst && !succeeds && !isLater) return { after, tail, sinceSeconds, sinceTime, until };
    return { after, tail: null, sinceSeconds: null, sinceTime: "", until };
  }

  #outputOf(key: string, source: number): SourceOutput {
    return {
      lines: (block, place) => {
        const id = place ? formatPlace(key, place) : undefined;
        if (typeof block === "string") this.#send({ type: "lines", source, block }, id);
        else this.#sink.sendRaw(rawEvent, rawHead(source), block, id);
      },
      gap: (message) => this.#send({ type: "gap", source, message }),
      standing: (standing, whole) => {
        const joined = this.#joined.get(key);
        if (joined) joined.standing = standing;
        this.#send(
          { type: "standing", source, standing },
          whole ? formatPlace(key, "end") : undefined,
        );
      },
      drained: () => this.#sink.drained(),
    };
  }

  /** Says which source it is, unless that was said. */
  #announce(joined: Joined, { origin }: SucceedingSource): void {
    const text = JSON.stringify(origin);
    if (text === joined.origin) return;
    joined.origin = text;
    this.#send({ type: "source", source: joined.number, origin });
  }

  /** Another instance of one of its containers. */
  #mayJoin(pod: Pod): boolean {
    if (this.#query.instances === "previous") return false;
    return sourcesOf([pod], { ...this.#query, instances: "current" }).some(({ origin }) => {
      const joined = this.#joined.get(origin.key);
      if (!joined || joined.standing?.state === "failed") return false;
      return mayRestart(pod, origin.container);
    });
  }

  /** Many change their standing at once. */
  #tellSoon(): void {
    if (this.#isToTell) return;
    this.#isToTell = true;
    this.#context.clock.after(notedMs, () => {
      this.#isToTell = false;
      this.#tell();
    });
  }

  /** Says of the whole what there is to say, unless it was said; empty once there is nothing. */
  #tell(): void {
    const found = this.#found;
    const serverNow = this.#context.serverNow();
    const empty =
      found && this.#joined.size === 0 ? emptyNotice(this.#query, found, serverNow) : "";
    const crowd = crowdNotice(this.#leftOut, this.#slots.waiting, slotCount);
    const message = told(this.#lookError, empty === "" ? crowd : empty);
    const notice = JSON.stringify(message);
    if (notice === this.#notice) return;
    this.#notice = notice;
    this.#send({ type: "notice", message });
  }

  #send(frame: LogFrame, id?: string): void {
    this.#sink.send(frame.type, JSON.stringify(frame), id);
  }
}

function isFinal(standing: SourceStanding | null): boolean {
  return standing?.state === "ended" || standing?.state === "failed";
}

/** What failed, and what else is said of the whole. */
function told(failure: Text, notice: Text): Text {
  if (failure === "" || notice === "") return failure === "" ? notice : failure;
  return text("{failure} {notice}", { failure, notice });
}

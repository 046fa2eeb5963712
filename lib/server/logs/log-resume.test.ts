import fc from "fast-check";
import { expect, test } from "vitest";
import type { LogFrame } from "#lib/api/log-frames";
import type { Client } from "#lib/kubernetes/client";
import type { LogOptions } from "#lib/kubernetes/request-options";
import { ConnectionError } from "#lib/kubernetes/status-error";
import type { Pod } from "#lib/kubernetes/types";
import { linesOf } from "#lib/logs/line-block";
import { readLogEvent } from "#lib/logs/raw-lines";
import type { LogContext, StreamedQuery } from "#lib/server/logs/log-merge";
import { type LogPlace, parsePlaces } from "#lib/server/logs/log-places";
import { streamLogs } from "#lib/server/logs/log-stream";
import type { LogSink } from "#lib/server/sse";
import { ManualClock } from "#lib/time/clock";

/** What one source writes, and how often it is cut while it runs and after it has ended. */
interface Script {
  /** When each line was written, in milliseconds after the start. */
  readonly times: readonly number[];
  /** After how many lines each connection is cut, and whether it looks like the end of the log. */
  readonly cuts: readonly { readonly after: number; readonly clean: boolean }[];
  /** How many lines there are at each connection; all from then on. */
  readonly grown: readonly number[];
  readonly restarts: boolean;
}

const start = Date.UTC(2026, 2, 10, 12);
const query: StreamedQuery = {
  namespace: "default",
  target: { kind: "job", name: "etl" },
  uid: "",
  container: "",
  instances: "current",
  follow: true,
  tail: null,
  since: "",
  sinceTime: "",
  until: "",
  sinceSeconds: null,
  once: false,
};

/** A cluster of one Job; a Pod's container runs until all its connections that are cut have been. */
class ScriptedCluster {
  readonly #scripts: readonly Script[];
  readonly #opened: number[];

  constructor(scripts: readonly Script[]) {
    this.#scripts = scripts;
    this.#opened = scripts.map(() => 0);
  }

  get pods(): Pod[] {
    return this.#scripts.map((_, number) => this.pod(number));
  }

  pod(number: number): Pod {
    const hasEnded = this.#hasEnded(number);
    const { restarts = false } = this.#scripts[number] ?? {};
    const terminated = { exitCode: 0, finishedAt: "2026-03-10T13:00:00Z" };
    const running = { startedAt: "2026-03-10T12:00:00Z" };
    const now = restarts
      ? { restartCount: 1, state: { terminated }, lastState: { terminated } }
      : { restartCount: 0, state: { terminated } };
    return {
      metadata: {
        name: `p${number}`,
        namespace: "default",
        uid: `u${number}`,
        resourceVersion: String(1 + (this.#opened[number] ?? 0)),
      },
      spec: { restartPolicy: "OnFailure", containers: [{ name: "main" }] },
      status: {
        phase: hasEnded ? "Succeeded" : "Running",
        containerStatuses: [
          { name: "main", ...(hasEnded ? now : { restartCount: 0, state: { running } }) },
        ],
      },
    };
  }

  log(number: number, { sinceTime, previous }: LogOptions): AsyncIterable<Uint8Array> {
    const script = this.#scripts[number];
    if (!script) throw new Error("no such Pod");
    // Of the run after a restart there is one line.
    if (script.restarts && this.#hasEnded(number) && !previous)
      return chunks([line(99_000, "anew")]);
    const hasEnded = this.#hasEnded(number);
    const opened = this.#opened[number] ?? 0;
    this.#opened[number] = opened + 1;
    const since = sinceTime ? Date.parse(sinceTime) : 0;
    const written = script.times.map((ms, at) => ({ ms, text: `line ${at}` }));
    const there = written
      .slice(0, hasEnded ? written.length : (script.grown[opened] ?? written.length))
      .filter(({ ms }) => start + ms >= since)
      .map(({ ms, text }) => line(ms, text));
    const cut = script.cuts[opened];
    return cut ? chunks(there.slice(0, cut.after), !cut.clean) : chunks(there);
  }

  #hasEnded(number: number): boolean {
    return (this.#opened[number] ?? 0) >= (this.#scripts[number]?.cuts.length ?? 0);
  }
}

const line = (ms: number, text: string) =>
  `${new Date(start + ms).toISOString().replace("Z", "000000Z")} ${text}\n`;

async function* chunks(lines: readonly string[], breaks = false): AsyncGenerator<Uint8Array> {
  for (const each of lines) yield new TextEncoder().encode(each);
  if (breaks) throw new ConnectionError("cut");
}

/** What a browser gets that leaves after so many frames, each time, and comes back where it stood. */
async function readAll(cluster: ScriptedCluster, leaves: readonly number[]) {
  const lines = new Map<string, string[]>();
  const places = new Map<string, string>();
  let gaps = 0;
  for (const leave of [...leaves, Number.POSITIVE_INFINITY]) {
    const after = parsePlaces([...places.values()].join(","));
    for (const frame of await connect(cluster, after, leave)) {
      if (frame.id !== undefined) places.set(frame.key, frame.id);
      if (frame.data.type === "gap") gaps += 1;
      if (frame.data.type !== "lines") continue;
      const known = lines.get(frame.name) ?? [];
      lines.set(frame.name, [...known, ...linesOf(frame.data.block).map(([, text]) => text)]);
    }
  }
  return { lines: Object.fromEntries(lines), gaps };
}

interface Received {
  readonly name: string;
  readonly key: string;
  readonly data: LogFrame;
  readonly id: string | undefined;
}

/** One connection of the browser; it ends with the stream, or after so many frames. */
async function connect(
  cluster: ScriptedCluster,
  after: ReadonlyMap<string, LogPlace>,
  leave: number,
): Promise<Received[]> {
  const clock = new ManualClock();
  const left = new AbortController();
  const received: Received[] = [];
  const origins: { name: string; key: string }[] = [];
  const sink: LogSink = {
    writable: true,
    signal: left.signal,
    send(event, json, id) {
      if (left.signal.aborted) return;
      const data = readLogEvent(json, event);
      if (data.type === "source") {
        const { pod, instance, key } = data.origin;
        origins[data.source] = { name: `${pod}/${instance}`, key };
      }
      const origin = "source" in data ? origins[data.source] : undefined;
      received.push({ name: origin?.name ?? "", key: origin?.key ?? "", data, id });
      if (received.length >= leave) left.abort();
    },
    sendRaw: (event, text, pieces, id) =>
      sink.send(event, text + Buffer.concat(pieces).toString(), id),
    write: () => {},
    drained: async () => {},
    end: () => {},
  };
  const context: LogContext = {
    client: {
      get: async (_resource: unknown, _namespace: string, name: string) =>
        cluster.pod(Number(name.slice(1))),
      log: async (_namespace: string, name: string, options: LogOptions) => ({
        status: 200,
        body: cluster.log(Number(name.slice(1)), options),
      }),
    } as unknown as Client,
    clock,
    serverNow: () => start,
    target: async () => ({ uid: "job", pods: cluster.pods, jobs: [], complete: true }),
    changed: (signal) => clock.sleep(1_000, signal).catch(() => {}),
    podChanged: (_pod, ms, signal) => clock.sleep(ms, signal).catch(() => {}),
    wake: () => {},
    turns: { take: () => Promise.resolve() },
    onError: (error) => {
      throw error;
    },
  };
  let isDone = false;
  const done = streamLogs(context, query, after, sink).finally(() => {
    isDone = true;
  });
  for (let i = 0; !isDone && i < 1_000; i++) await clock.advance(1_000);
  await done;
  return received;
}

const script: fc.Arbitrary<Script> = fc.record({
  // Now and then a line is stamped a little earlier than the one before it.
  times: fc
    .array(fc.record({ step: fc.nat(900), late: fc.nat(600) }), { minLength: 1, maxLength: 25 })
    .map((steps) => {
      let now = 0;
      return steps.map(({ step, late }) => {
        now += step;
        return late % 4 === 0 ? Math.max(0, now - late) : now;
      });
    }),
  cuts: fc.array(fc.record({ after: fc.nat(25), clean: fc.boolean() }), { maxLength: 4 }),
  grown: fc.array(fc.nat(25), { maxLength: 3 }).map((counts) => counts.sort((a, b) => a - b)),
  restarts: fc.boolean(),
});

test("R22: sources cut anywhere, under a browser that leaves at any frame, are read whole, once and in order", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(script, { minLength: 1, maxLength: 4 }),
      fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 4 }),
      async (scripts, leaves) => {
        const { lines, gaps } = await readAll(new ScriptedCluster(scripts), leaves);
        const expected: Record<string, string[]> = {};
        scripts.forEach(({ times, restarts }, number) => {
          // Who has read nothing of a run before it was over reads the one after it.
          const isPassed = restarts && !(`p${number}/0` in lines);
          if (!isPassed) expected[`p${number}/0`] = times.map((_, at) => `line ${at}`);
          if (restarts) expected[`p${number}/1`] = ["anew"];
        });
        expect({ lines, gaps }).toEqual({ lines: expected, gaps: 0 });
      },
    ),
    { numRuns: 200 },
  );
}, 60_000);

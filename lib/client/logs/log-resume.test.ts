// @vitest-environment jsdom
import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { LogLine } from "#lib/api/log-frames";
import type { LogQuery } from "#lib/api/log-query";
import { isNote } from "#lib/client/logs/log-buffer";
import { LogReading } from "#lib/client/logs/log-reading";
import { FakeEventSource } from "#lib/client/testing/fake-event-source";
import { logOrigin, stamp } from "#lib/client/testing/log-data";
import { blockOf } from "#lib/logs/line-block";
import { mergeRuns } from "#lib/logs/merge";
import { placeTime } from "#lib/logs/order";
import { ManualClock } from "#lib/time/clock";

const query: LogQuery = {
  namespace: "default",
  target: { kind: "job", name: "echo" },
  uid: "",
  container: "*",
  instances: "all",
  follow: true,
  tail: null,
  since: "",
  sinceTime: "",
  until: "",
};

interface Written {
  readonly lines: readonly LogLine[];
  /** The server can tell where it stands; one that cannot is read from its beginning. */
  readonly placed: boolean;
}
const originOf = (source: number) => logOrigin({ key: `k${source}`, pod: `echo-${source}` });

/** A server of these logs, as `lib/api/log-frames` has it. */
class Server {
  readonly #logs: readonly Written[];
  #connection: FakeEventSource | null = null;
  #sent: number[] = [];

  constructor(logs: readonly Written[]) {
    this.#logs = logs;
  }

  /** Sends the next lines of a source on the connection that is open. */
  send(source: number, count: number): void {
    const log = this.#logs[source];
    if (!log) return;
    this.#greet();
    const from = this.#sent[source] ?? 0;
    const lines = log.lines.slice(from, from + count);
    if (lines.length === 0) return;
    this.#sent[source] = from + lines.length;
    const id = log.placed ? `k${source}.${from + lines.length}` : "";
    FakeEventSource.last.send(
      { type: "lines", source, block: blockOf(lines) } as { type: string },
      id,
    );
  }

  /** A new connection goes on where the browser says it stands. */
  #greet(): void {
    if (this.#connection === FakeEventSource.last) return;
    this.#connection = FakeEventSource.last;
    const after = new URL(this.#connection.url, "http://localhost").searchParams.get("after") ?? "";
    const places = new Map(after.split(",").map((place) => place.split(".") as [string, string]));
    this.#sent = this.#logs.map((_, source) => Number(places.get(`k${source}`) ?? 0));
    for (const source of this.#logs.keys()) {
      this.#connection.send({ type: "source", source, origin: originOf(source) } as {
        type: string;
      });
    }
  }
}

const written: fc.Arbitrary<Written> = fc.record({
  lines: fc
    .array(fc.nat(9), { maxLength: 12 })
    .map((seconds) => seconds.map((second, i): LogLine => [stamp(`12:00:0${second}`), String(i)])),
  placed: fc.boolean(),
});
const happening = fc.oneof(
  { weight: 6, arbitrary: fc.record({ source: fc.nat(2), count: fc.integer({ min: 1, max: 5 }) }) },
  { weight: 2, arbitrary: fc.constant("draw" as const) },
  { weight: 1, arbitrary: fc.constant("cut" as const) },
);

beforeEach(() => {
  vi.stubGlobal("EventSource", FakeEventSource);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

it("R22: a log of many sources has each line once, in order, whatever is cut and taken up again", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(written, { minLength: 1, maxLength: 3 }),
      fc.array(happening, { maxLength: 40 }),
      async (logs, happenings) => {
        FakeEventSource.opened = [];
        const clock = new ManualClock();
        let frames: (() => void)[] = [];
        const draw = () => {
          for (const frame of frames.splice(0)) frame();
        };
        const reading = new LogReading(query, clock, (run) => {
          frames.push(run);
          return () => {
            frames = frames.filter((other) => other !== run);
          };
        });
        const stop = reading.subscribe(() => {});
        const server = new Server(logs);
        for (const one of happenings) {
          if (one === "draw") draw();
          else if (one === "cut") {
            FakeEventSource.last.cut();
            await clock.advance(15_000);
          } else server.send(one.source, one.count);
        }
        for (const source of logs.keys()) server.send(source, 99);
        draw();
        stop();
        const whole = logs.map(({ lines }, i) => {
          let at = "";
          return lines.map(([time, text]) => {
            at = placeTime(at, time);
            return { at, source: originOf(i), text };
          });
        });
        const shown = reading
          .view()
          .buffer.entries()
          .flatMap((entry) => (isNote(entry) ? [] : [`${entry.source.key} ${entry.text}`]));
        expect(shown).toEqual(mergeRuns(whole).map(({ source, text }) => `${source.key} ${text}`));
      },
    ),
  );
});

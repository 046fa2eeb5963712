// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LogFrame } from "#lib/api/log-frames";
import type { LogQuery } from "#lib/api/log-query";
import { LogReading } from "#lib/client/logs/log-reading";
import { FakeEventSource } from "#lib/client/testing/fake-event-source";
import { linesFrame, logOrigin } from "#lib/client/testing/log-data";
import { ManualClock } from "#lib/time/clock";

const query: LogQuery = {
  namespace: "default",
  target: { kind: "pod", name: "echo" },
  uid: "",
  container: "",
  instances: "current",
  follow: true,
  tail: 2,
  since: "",
  sinceTime: "",
  until: "",
};
const joins: LogFrame = { type: "source", source: 0, origin: logOrigin() };

let clock: ManualClock;
let reading: LogReading;
let frames: (() => void)[];
let stop: () => void;

function open(part: Partial<LogQuery> = {}): FakeEventSource {
  reading = new LogReading({ ...query, ...part }, clock, (run) => {
    frames.push(run);
    return () => {
      frames = frames.filter((other) => other !== run);
    };
  });
  stop = reading.subscribe(() => {});
  return FakeEventSource.last;
}
/** The server sends frames on a connection, and the browser draws. */
function send(to: FakeEventSource, ...all: LogFrame[]): void {
  for (const frame of all) to.send(frame);
  draw();
}
const draw = () => {
  for (const frame of frames.splice(0)) frame();
};
/** The connection that asks for older lines. */
function ask(): FakeEventSource {
  reading.loadOlder();
  draw();
  return FakeEventSource.last;
}
const older = () => reading.view().older;
const text = () => reading.view().buffer.text();

beforeEach(() => {
  vi.stubGlobal("EventSource", FakeEventSource);
  FakeEventSource.opened = [];
  clock = new ManualClock();
  frames = [];
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});

describe("older lines of a log", () => {
  it("are asked for by the same query up to where it begins, and put before it", () => {
    const live = open();
    send(live, joins, linesFrame(0, ["12:00:05", "five"], ["12:00:06", "six"]));
    expect(older()).toBe("unknown");
    const asked = ask();
    expect(Object.fromEntries(new URL(asked.url, "http://localhost").searchParams)).toEqual({
      namespace: "default",
      of: "pod/echo",
      tail: "5001",
      until: "2026-03-10T12:00:05.101000000Z",
    });
    expect(older()).toBe("loading");
    send(live, linesFrame(0, ["12:00:07", "seven"]));
    send(
      asked,
      joins,
      linesFrame(
        0,
        ["12:00:04", "four"],
        ["12:00:05", "five"],
        ["12:00:06", "six"],
        ["12:00:07", "seven"],
      ),
      { type: "end" },
    );
    expect(text()).toBe("four\nfive\nsix\nseven\n");
    expect(older()).toBe("none");
    expect(reading.view().sources[0]?.lines).toBe(4);
    send(live, linesFrame(0, ["12:00:08", "eight"]));
    expect(text()).toBe("four\nfive\nsix\nseven\neight\n");
  });

  it("may be more than came at once", () => {
    const live = open();
    send(live, joins, linesFrame(0, ["12:10:00", "newest"]));
    const many = Array.from({ length: 5_000 }, (_, i) => ["12:05:00", `old ${i}`] as const);
    send(ask(), joins, linesFrame(0, ...many, ["12:10:00", "newest"]), { type: "end" });
    expect(older()).toBe("more");
    expect(reading.view().buffer.length).toBe(5_001);
    const next = ask();
    expect(next.url).toContain("until=2026-03-10T12%3A05%3A00.101");
    send(next, joins, linesFrame(0, ...many), { type: "end" });
    expect(reading.view().buffer.length).toBe(5_001);
    expect(older()).toBe("none");
  });

  it("may be more than an answer that was cut short, and of a source that failed it is said why not", () => {
    send(open(), joins, linesFrame(0, ["12:00:05", "five"]));
    const long = Array.from({ length: 300 }, () => ["12:00:01", "x".repeat(16_000)] as const);
    send(ask(), joins, linesFrame(0, ...long, ["12:00:05", "five"]), { type: "end" });
    expect(older()).toBe("more");
    const error = { code: "cluster", message: "no route to host" } as const;
    const failed: LogFrame = { type: "standing", source: 0, standing: { state: "failed", error } };
    send(ask(), joins, linesFrame(0, ["12:00:00", "zero"]), failed, { type: "end" });
    expect(reading.view().notice).toEqual("Older lines could not be read: no route to host");
  });

  it("are none where the whole log was asked for", () => {
    send(open({ tail: null }), joins, linesFrame(0, ["12:00:05", "five"]));
    expect(older()).toBe("none");
    reading.loadOlder();
    expect(FakeEventSource.opened).toHaveLength(1);
  });

  it("are read from their beginning again when they are cut off", async () => {
    send(open(), joins, linesFrame(0, ["12:00:05", "five"]));
    const torn = ask();
    send(torn, joins, linesFrame(0, ["12:00:03", "three"]));
    torn.cut();
    await clock.advance(500);
    send(FakeEventSource.last, joins, linesFrame(0, ["12:00:03", "three"], ["12:00:05", "five"]), {
      type: "end",
    });
    expect(text()).toBe("three\nfive\n");
  });

  it("that cannot be read leave what is there, with the reason, and can be asked for again", () => {
    send(open(), joins, linesFrame(0, ["12:00:05", "five"]));
    send(ask(), { type: "failure", error: { code: "forbidden", message: "pods is forbidden" } });
    expect(text()).toBe("five\n");
    expect(reading.view().notice).toEqual("Older lines could not be read: pods is forbidden");
    expect(older()).toBe("more");
    send(ask(), joins, linesFrame(0, ["12:00:05", "five"]), { type: "end" });
    expect(reading.view().notice).toEqual("");
  });

  it("are of every instance where a container was restarted while one looked", () => {
    const live = open();
    send(live, joins, linesFrame(0, ["12:00:05", "five"]));
    const origin = logOrigin({ instance: 1 });
    send(live, { type: "source", source: 1, origin }, linesFrame(1, ["12:00:06", "six"]));
    expect(ask().url).toContain("instances=all");
  });

  it("are no longer waited for when nobody looks", () => {
    send(open(), joins, linesFrame(0, ["12:00:05", "five"]));
    ask();
    stop();
    expect(FakeEventSource.open).toHaveLength(0);
    stop = reading.subscribe(() => {});
    draw();
    expect(ask().url).toContain("until=");
  });
});

// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LogFrame, LogOrigin, SourceStanding } from "#lib/api/log-frames";
import type { LogQuery } from "#lib/api/log-query";
import { silenceMs } from "#lib/client/course";
import { isNote } from "#lib/client/logs/log-buffer";
import { LogReading } from "#lib/client/logs/log-reading";
import { FakeEventSource } from "#lib/client/testing/fake-event-source";
import { linesFrame, logOrigin } from "#lib/client/testing/log-data";
import { inEnglish } from "#lib/texts/wording";
import { ManualClock } from "#lib/time/clock";

const query: LogQuery = {
  namespace: "default",
  target: { kind: "job", name: "echo" },
  uid: "uid-1",
  container: "*",
  instances: "current",
  follow: true,
  tail: 100,
  since: "",
  sinceTime: "",
  until: "",
};

let clock: ManualClock;
let reading: LogReading;
let frames: (() => void)[];
let stop: () => void;
let drawn: number;

const draw = () => {
  for (const frame of frames.splice(0)) frame();
};
const send = (...all: LogFrame[]) => {
  for (const frame of all) FakeEventSource.last.send(frame);
};
const sendAt = (id: string, frame: LogFrame) => FakeEventSource.last.send(frame, id);
const joins = (source: number, origin: LogOrigin): LogFrame => ({ type: "source", source, origin });
const stands = (source: number, standing: SourceStanding): LogFrame => ({
  type: "standing",
  source,
  standing,
});
const reads = { state: "reading" } as const;
const exited = (exitCode: number, finished: string): SourceStanding => ({
  state: "ended",
  exit: { exitCode, signal: 0, reason: exitCode === 0 ? "Completed" : "Error", finished },
});

const zero = logOrigin({ key: "k0", pod: "echo-0-abcde" });
const one = logOrigin({ key: "k1", pod: "echo-1-fghij" });

const state = () => reading.view().state;
const asked = () => FakeEventSource.last.url;
function shown(): string[] {
  const { buffer } = reading.view();
  return buffer
    .entries()
    .map((entry) => (isNote(entry) ? `(${inEnglish(entry.note)})` : entry.text));
}
/** The connection breaks and is there again. */
async function reconnect(): Promise<void> {
  FakeEventSource.last.cut();
  await clock.advance(500);
}

beforeEach(() => {
  vi.stubGlobal("EventSource", FakeEventSource);
  FakeEventSource.opened = [];
  clock = new ManualClock();
  frames = [];
  drawn = 0;
  reading = new LogReading(query, clock, (run) => {
    frames.push(run);
    return () => {
      frames = frames.filter((other) => other !== run);
    };
  });
  stop = reading.subscribe(() => drawn++);
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});

describe("the reading of a log", () => {
  it("asks for the log it was given", () => {
    expect(asked()).toBe(
      "/api/logs?namespace=default&of=job%2Fecho&uid=uid-1&container=*&follow=1&tail=100",
    );
  });

  it("takes in what came between two animation frames at once", () => {
    send(joins(0, zero), stands(0, reads), linesFrame(0, ["12:00:01", "one"], ["12:00:02", "two"]));
    send(linesFrame(0, ["12:00:03", "three"]));
    expect(drawn).toBe(0);
    draw();
    expect(drawn).toBe(1);
    expect(shown()).toEqual(["one", "two", "three"]);
    expect(state()).toEqual({ state: "streaming" });
  });

  it("shows the lines of all sources in the order of their times, whichever came first", () => {
    send(joins(0, zero), joins(1, one));
    send(linesFrame(1, ["12:00:02", "b"], ["12:00:04", "d"]));
    draw();
    send(linesFrame(0, ["12:00:01", "a"], ["12:00:03", "c"]));
    draw();
    expect(shown()).toEqual(["(Started)", "a", "(Started)", "b", "c", "d"]);
  });

  it("keeps a source's own order where its stamps go back", () => {
    send(joins(0, zero), linesFrame(0, ["12:00:02", "one"], ["12:00:01", "two"]));
    draw();
    expect(shown()).toEqual(["one", "two"]);
  });

  it("names its sources, and keeps their lanes when others join", () => {
    send(joins(0, one));
    draw();
    const [view] = reading.view().sources;
    expect(view).toMatchObject({ name: "echo", lane: 0, lines: 0 });
    send(joins(1, zero), linesFrame(0, ["12:00:01", "a"]));
    draw();
    expect(reading.view().sources).toMatchObject([
      { name: "0-abcde", lane: 1, lines: 0 },
      { name: "1-fghij", lane: 0, lines: 1 },
    ]);
  });

  it("R22: goes on behind the last line of each source after a lost connection", async () => {
    send(joins(0, zero), joins(1, one));
    sendAt("k0.2026-03-10T12:00:00Z~3", linesFrame(0, ["12:00:01", "a"]));
    sendAt("k1.end", stands(1, exited(0, "2026-03-10T12:00:09Z")));
    draw();
    await reconnect();
    expect(asked()).toMatch(/&after=k1\.end,k0\.2026-03-10T12:00:00Z~3$/);
    send(joins(0, zero), joins(1, one), stands(0, reads), linesFrame(0, ["12:00:02", "b"]));
    send(stands(1, exited(0, "2026-03-10T12:00:09Z")));
    draw();
    expect(shown()).toEqual(["(Started)", "a", "b", "(Exited with code 0: Completed)"]);
  });

  it("repeats nothing of a source that is read from its beginning again", async () => {
    send(joins(0, zero), joins(1, one));
    send(linesFrame(0, ["12:00:01", "a"], ["12:00:03", "c"]));
    sendAt("k1.2", linesFrame(1, ["12:00:02", "b"]));
    draw();
    await reconnect();
    draw();
    expect(shown().filter((text) => !text.startsWith("("))).toEqual(["a", "b", "c"]);
    send(joins(0, zero), joins(1, one), linesFrame(1, ["12:00:04", "d"]));
    send(linesFrame(0, ["12:00:01", "a"], ["12:00:03", "c"], ["12:00:05", "e"]));
    draw();
    expect(shown().filter((text) => !text.startsWith("("))).toEqual(["a", "b", "c", "d", "e"]);
    expect(reading.view().sources.map(({ lines }) => lines)).toEqual([3, 2]);
  });

  it("says in the log where lines may be missing", () => {
    send(joins(0, zero), linesFrame(0, ["12:00:01", "one"]));
    send({ type: "gap", source: 0, message: "Some lines may be missing here." });
    send(linesFrame(0, ["12:00:02", "two"]));
    draw();
    expect(shown()).toEqual(["one", "(Some lines may be missing here.)", "two"]);
  });

  it("R23: says where a container started again, which attempt it is, and how it ended", () => {
    const restarted = logOrigin({
      key: "k0b",
      pod: zero.pod,
      instance: 1,
      attempt: 2,
      started: "2026-03-10T12:00:05Z",
    });
    send(joins(0, zero), linesFrame(0, ["12:00:01", "one"]));
    send(stands(0, exited(3, "2026-03-10T12:00:02Z")));
    send(joins(1, restarted), linesFrame(1, ["12:00:05.1", "two"]));
    draw();
    expect(shown()).toEqual([
      "(Started)",
      "one",
      "(Exited with code 3: Error)",
      "(Started again: attempt 2, restart 1)",
      "two",
    ]);
  });

  it("says how the only container ended, but not that it started", () => {
    send(joins(0, { ...zero, started: "2026-03-10T12:00:00Z" }));
    send(linesFrame(0, ["12:00:01", "one"]), stands(0, exited(0, "2026-03-10T12:00:02Z")));
    send({ type: "end" });
    draw();
    expect(shown()).toEqual(["one", "(Exited with code 0: Completed)"]);
    expect(state()).toEqual({ state: "ended" });
  });

  it("waits with the API server's own sentence", () => {
    const message = 'container "echo" in pod "echo-0" is waiting to start: ContainerCreating';
    send(joins(0, zero), stands(0, { state: "waiting", message }));
    draw();
    expect(state()).toEqual({ state: "waiting", message });
  });

  it("says why there is no source yet", () => {
    send({ type: "notice", message: "Job echo has no Pod yet." });
    draw();
    expect(state()).toEqual({ state: "waiting", message: "Job echo has no Pod yet." });
    expect(reading.view().notice).toEqual("Job echo has no Pod yet.");
  });

  it("asks no more when all was read", async () => {
    send(joins(0, zero), linesFrame(0, ["12:00:01", "one"]), { type: "end" });
    draw();
    stop();
    stop = reading.subscribe(() => {});
    await clock.advance(60_000);
    expect(FakeEventSource.opened).toHaveLength(1);
  });

  it("R24: keeps what was read when nothing more can be", () => {
    send(joins(0, zero), linesFrame(0, ["12:00:01", "one"]));
    send({ type: "failure", error: { code: "not-found", message: 'jobs "echo" not found' } });
    draw();
    expect(state()).toMatchObject({ state: "failed", error: { code: "not-found" } });
    expect(shown()).toEqual(["one"]);
  });

  it("R24: keeps the lines of a Pod that is gone when the others are read on, and says so", async () => {
    send(joins(0, zero), joins(1, one), stands(0, reads), stands(1, reads));
    sendAt("k0.1", linesFrame(0, ["12:00:01", "a"]));
    draw();
    await reconnect();
    send(joins(0, one), stands(0, reads));
    send({ type: "heartbeat", now: "2026-03-10T12:00:10Z" });
    draw();
    expect(shown()).toContain("a");
    expect(reading.view().sources[0]?.standing).toMatchObject({
      state: "failed",
      error: { code: "not-found", message: "Pod echo-0-abcde is gone." },
    });
    expect(state()).toEqual({ state: "streaming" });
  });

  it("fails as a whole where its only source does", () => {
    const error = { code: "cluster", message: "the server could not find the log" } as const;
    send(joins(0, zero), stands(0, { state: "failed", error }), { type: "end" });
    draw();
    expect(state()).toEqual({ state: "failed", error });
  });

  it("draws a log that moves too fast to be read less often, and a slow one at once", async () => {
    send(joins(0, zero), stands(0, reads));
    const many = Array.from({ length: 500 }, (_, i) => ["12:00:00", `line ${i}`] as const);
    send(linesFrame(0, ...many));
    draw();
    expect(shown()).toHaveLength(500);
    send(linesFrame(0, ["12:00:01", "next"]));
    draw();
    expect(shown()).toHaveLength(500);
    await clock.advance(100);
    draw();
    expect(shown()).toHaveLength(501);
    send(linesFrame(0, ["12:00:02", "last"]));
    draw();
    expect(shown()).toHaveLength(502);
  });

  it("R18: asks anew every few seconds where a proxy holds streams back, and says so", async () => {
    await clock.advance(silenceMs + 2_000);
    expect(asked()).toMatch(/&once=1$/);
    send(joins(0, zero), stands(0, reads));
    sendAt("k0.1", linesFrame(0, ["12:00:01", "one"]));
    draw();
    expect(state()).toEqual({ state: "polling" });
    FakeEventSource.last.cut();
    await clock.advance(5_000);
    expect(asked()).toMatch(/&after=k0\.1/);
    draw();
    expect(shown()).toEqual(["one"]);
    expect(state()).toEqual({ state: "polling" });
  });

  it("loses nothing when its view is taken away and put back in between", () => {
    send(joins(0, zero));
    sendAt("k0.1", linesFrame(0, ["12:00:01", "one"]));
    stop();
    expect(FakeEventSource.open).toHaveLength(0);
    stop = reading.subscribe(() => {});
    send(joins(0, zero));
    sendAt("k0.2", linesFrame(0, ["12:00:02", "two"]));
    draw();
    expect(asked()).not.toMatch(/k0\.2/);
    expect(shown()).toEqual(["one", "two"]);
  });
});

// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LogFrame, LogLine } from "#lib/api/logs";
import { LogSource } from "#lib/client/logs/log-source";
import { FakeEventSource } from "#lib/client/testing/fake-event-source";
import { ManualClock } from "#lib/time/clock";

const query = {
  namespace: "default",
  pod: "echo-1",
  uid: "uid-1",
  container: "",
  previous: false,
  follow: true,
  tail: 100,
  since: "",
};

let clock: ManualClock;
let source: LogSource;
let frames: (() => void)[];
let stop: () => void;
let drawn: number;

const draw = () => {
  for (const frame of frames.splice(0)) frame();
};
const send = (frame: LogFrame, id?: string) => FakeEventSource.last.send(frame, id);
const lines = (...texts: string[]): LogFrame => ({
  type: "lines",
  lines: texts.map((text): LogLine => ["2026-03-10T12:00:00.1Z", text]),
});
const state = () => source.view().state;
function shown(): string[] {
  const { buffer } = source.view();
  return Array.from({ length: buffer.length }, (_, i) => {
    const entry = buffer.at(buffer.first + i);
    return entry && "note" in entry ? `(${entry.note})` : (entry?.[1] ?? "");
  });
}

beforeEach(() => {
  vi.stubGlobal("EventSource", FakeEventSource);
  FakeEventSource.opened = [];
  clock = new ManualClock();
  frames = [];
  drawn = 0;
  source = new LogSource(query, clock, (run) => {
    frames.push(run);
    return () => {
      frames = frames.filter((other) => other !== run);
    };
  });
  stop = source.subscribe(() => drawn++);
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});

describe("a log source", () => {
  it("asks for the log it was given", () => {
    expect(FakeEventSource.last.url).toBe(
      "/api/logs?namespace=default&pod=echo-1&uid=uid-1&follow=1&tail=100",
    );
  });

  it("takes in what came between two animation frames at once", () => {
    send({ type: "streaming", container: "echo" });
    send(lines("one", "two"));
    send(lines("three"));
    expect(drawn).toBe(0);
    draw();
    expect(drawn).toBe(1);
    expect(shown()).toEqual(["one", "two", "three"]);
    expect(state()).toEqual({ state: "streaming" });
    expect(source.view().container).toBe("echo");
  });

  it("R22: goes on behind the last line after a lost connection", async () => {
    send(lines("one"), "position-1");
    FakeEventSource.last.cut();
    draw();
    expect(state().state).toBe("interrupted");
    expect(shown()).toEqual(["one"]);
    await clock.advance(500);
    expect(FakeEventSource.last.url).toMatch(/&after=position-1$/);
    send({ type: "streaming", container: "echo" });
    send(lines("two"), "position-2");
    draw();
    expect(shown()).toEqual(["one", "two"]);
    expect(state().state).toBe("streaming");
  });

  it("repeats nothing when the server could not tell where the log stood", async () => {
    send(lines("one", "two"));
    draw();
    FakeEventSource.last.cut();
    draw();
    await clock.advance(500);
    expect(shown()).toEqual(["one", "two"]);
    send(lines("one", "two", "three"));
    draw();
    expect(shown()).toEqual(["one", "two", "three"]);
  });

  it("says in the log where lines may be missing", () => {
    send(lines("one"));
    send({ type: "gap", message: "Some lines may be missing here." });
    send(lines("two"));
    draw();
    expect(shown()).toEqual(["one", "(Some lines may be missing here.)", "two"]);
  });

  it("waits with the API server's own sentence", () => {
    const message = 'container "echo" in pod "echo-1" is waiting to start: ContainerCreating';
    send({ type: "waiting", message });
    draw();
    expect(state()).toEqual({ state: "waiting", message });
  });

  it("R23: ends with how the container ended, and asks no more", async () => {
    const exit = { exitCode: 3, signal: 0, reason: "Error", finished: "2026-03-10T12:00:00Z" };
    send(lines("last words"));
    send({ type: "end", exit });
    draw();
    expect(state()).toEqual({ state: "ended", exit });
    expect(shown()).toEqual(["last words"]);
    stop();
    stop = source.subscribe(() => {});
    await clock.advance(60_000);
    expect(FakeEventSource.opened).toHaveLength(1);
  });

  it("R24: keeps what was read when nothing more can be", () => {
    send(lines("one"));
    send({ type: "failure", error: { code: "not-found", message: 'pods "echo-1" not found' } });
    draw();
    expect(state()).toMatchObject({ state: "failed", error: { code: "not-found" } });
    expect(shown()).toEqual(["one"]);
  });

  it("loses nothing when its view is taken away and put back in between", () => {
    send(lines("one"), "position-1");
    stop();
    expect(FakeEventSource.open).toHaveLength(0);
    stop = source.subscribe(() => {});
    send(lines("two"), "position-2");
    draw();
    expect(FakeEventSource.last.url).toMatch(/&after=position-1$/);
    expect(shown()).toEqual(["one", "two"]);
  });
});

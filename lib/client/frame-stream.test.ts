// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type FrameStream, openFrameStream, type StreamState } from "#lib/client/frame-stream";
import { FakeEventSource, setHidden } from "#lib/client/testing/fake-event-source";
import { ManualClock } from "#lib/time/clock";

interface Frame {
  readonly type: string;
  readonly text?: string;
}

let clock: ManualClock;
let frames: string[];
let states: StreamState[];
let stream: FrameStream;
let position: string;
let polls: boolean;

const state = () => states.at(-1)?.state;

function open() {
  stream = openFrameStream<Frame>(
    {
      url: (by) => `/api/test?after=${position}${by === "poll" ? "&once=1" : ""}`,
      polls,
      types: ["text", "heartbeat"],
      onFrame(frame, id) {
        position = id;
        frames.push(frame.text ?? frame.type);
        return frame.text === "last" ? "end" : "more";
      },
      onState: (next) => states.push(next),
    },
    clock,
    () => 1,
  );
}

const heartbeat = { type: "heartbeat" };
const text = (words: string) => ({ type: "text", text: words });

beforeEach(() => {
  vi.stubGlobal("EventSource", FakeEventSource);
  FakeEventSource.opened = [];
  clock = new ManualClock();
  [frames, states, position, polls] = [[], [], "", false];
  open();
});

afterEach(() => {
  stream.close();
  setHidden(false);
  vi.unstubAllGlobals();
});

function answer(status: number, body: unknown, headers: Record<string, string> = {}) {
  const asked = vi.fn(async () => Response.json(body, { status, headers }));
  vi.stubGlobal("fetch", asked);
  return asked;
}

describe("a frame stream", () => {
  it("is open with its first frame and hands on every frame", () => {
    expect(states).toEqual([]);
    FakeEventSource.last.send(text("one"));
    FakeEventSource.last.send(text("two"));
    expect(states).toEqual([{ state: "open" }]);
    expect(frames).toEqual(["one", "two"]);
  });

  it("comes back after a cut with growing delays, and from where it stood", async () => {
    FakeEventSource.last.send(text("one"), "7");
    for (const delay of [500, 1000, 2000, 4000, 8000, 15_000, 15_000]) {
      const before = FakeEventSource.opened.length;
      FakeEventSource.last.cut();
      expect(states.at(-1)).toMatchObject({ state: "lost", retryAt: clock.now() + delay });
      await clock.advance(delay - 1);
      expect(FakeEventSource.opened).toHaveLength(before);
      await clock.advance(1);
      expect(FakeEventSource.opened).toHaveLength(before + 1);
      expect(states.at(-1)).toMatchObject({ state: "lost", retryAt: null });
    }
    expect(FakeEventSource.last.url).toBe("/api/test?after=7");
    FakeEventSource.last.send(text("two"));
    expect(state()).toBe("open");
  });

  it("says since when nothing was heard, over all tries", async () => {
    FakeEventSource.last.send(text("one"));
    const heard = clock.now();
    await clock.advance(3_000);
    FakeEventSource.last.cut();
    await clock.advance(500);
    FakeEventSource.last.cut();
    expect(states.at(-1)).toMatchObject({ since: heard });
  });

  it("begins with short delays again once a connection has held", async () => {
    FakeEventSource.last.cut();
    await clock.advance(500);
    FakeEventSource.last.cut();
    await clock.advance(1000);
    FakeEventSource.last.send(heartbeat);
    await clock.advance(10_000);
    FakeEventSource.last.send(heartbeat);
    FakeEventSource.last.cut();
    const before = FakeEventSource.opened.length;
    await clock.advance(499);
    expect(FakeEventSource.opened).toHaveLength(before);
    await clock.advance(1);
    expect(FakeEventSource.opened).toHaveLength(before + 1);
  });

  it("R17: notices a connection that is dead although the browser believes in it", async () => {
    FakeEventSource.last.send(text("one"));
    const dead = FakeEventSource.last;
    await clock.advance(19_000);
    expect(state()).toBe("open");
    await clock.advance(3_000);
    expect(dead.readyState).toBe(2);
    expect(FakeEventSource.opened).toHaveLength(2);
    expect(state()).toBe("lost");
  });

  it("stays open as long as heartbeats come", async () => {
    for (let i = 0; i < 12; i++) {
      FakeEventSource.last.send(heartbeat);
      await clock.advance(10_000);
    }
    expect(FakeEventSource.opened).toHaveLength(1);
    expect(state()).toBe("open");
  });

  it.each([
    [401, "unauthenticated"],
    [403, "forbidden"],
    [400, "invalid"],
    [404, "not-found"],
  ])("stops for good when it is refused with %d, and tells why", async (status, code) => {
    const asked = answer(status, { code, message: "no", hint: "ask" });
    FakeEventSource.last.refuse();
    await vi.waitFor(() => expect(state()).toBe("failed"));
    expect(states.at(-1)).toEqual({ state: "failed", error: { code, message: "no", hint: "ask" } });
    await clock.advance(600_000);
    window.dispatchEvent(new Event("online"));
    setHidden(true);
    setHidden(false);
    expect(asked).toHaveBeenCalledTimes(1);
    expect(FakeEventSource.opened).toHaveLength(1);
  });

  it("connects again after a refusal when the viewer asks for it", async () => {
    answer(403, { code: "forbidden", message: "no" });
    FakeEventSource.last.refuse();
    await vi.waitFor(() => expect(state()).toBe("failed"));
    stream.retryNow();
    expect(state()).toBe("connecting");
    FakeEventSource.last.send(text("one"));
    expect(state()).toBe("open");
  });

  it("R28: tries again when the server is full, and says so", async () => {
    answer(503, { code: "too-many", message: "200 streams are open" });
    FakeEventSource.last.refuse();
    await vi.waitFor(() => expect(state()).toBe("lost"));
    expect(states.at(-1)).toMatchObject({ message: "200 streams are open" });
    await clock.advance(500);
    FakeEventSource.last.send(text("one"));
    expect(state()).toBe("open");
  });

  it("R28: does not come back before the server asked for it, and not with all others at once", async () => {
    answer(503, { code: "too-many", message: "full" }, { "retry-after": "5" });
    FakeEventSource.last.refuse();
    await vi.waitFor(() => expect(state()).toBe("lost"));
    expect(states.at(-1)).toMatchObject({ retryAt: clock.now() + 10_000 });
    await clock.advance(9_999);
    expect(FakeEventSource.opened).toHaveLength(1);
    await clock.advance(1);
    FakeEventSource.last.send(text("one"));
    expect(state()).toBe("open");
  });

  it("R18: a connection that held and is cut is taken up again without a word", async () => {
    FakeEventSource.last.send(text("one"), "7");
    for (let cut = 0; cut < 5; cut++) {
      await clock.advance(8_000);
      FakeEventSource.last.send(heartbeat);
      await clock.advance(8_000);
      FakeEventSource.last.send(heartbeat);
      FakeEventSource.last.cut();
      await clock.advance(500);
      FakeEventSource.last.send(heartbeat);
    }
    expect(FakeEventSource.opened).toHaveLength(6);
    expect(states).toEqual([{ state: "open" }]);
  });

  it("R18: is lost once that takes long, or fails", async () => {
    FakeEventSource.last.send(text("one"));
    await clock.advance(10_000);
    FakeEventSource.last.send(heartbeat);
    const heard = clock.now();
    FakeEventSource.last.cut();
    await clock.advance(1_999);
    expect(state()).toBe("open");
    await clock.advance(1);
    expect(states.at(-1)).toMatchObject({ state: "lost", since: heard });
    FakeEventSource.last.send(text("two"));
    await clock.advance(10_000);
    FakeEventSource.last.send(heartbeat);
    FakeEventSource.last.cut();
    await clock.advance(500);
    FakeEventSource.last.cut();
    expect(state()).toBe("lost");
  });

  it("R17: gives up its connection while the tab is hidden, and comes back at once when it is shown", async () => {
    FakeEventSource.last.send(text("one"), "7");
    setHidden(true);
    await clock.advance(4_999);
    expect(state()).toBe("open");
    await clock.advance(1);
    expect(state()).toBe("paused");
    expect(FakeEventSource.open).toHaveLength(0);
    await clock.advance(3_600_000);
    expect(FakeEventSource.opened).toHaveLength(1);
    setHidden(false);
    expect(state()).toBe("connecting");
    expect(FakeEventSource.last.url).toBe("/api/test?after=7");
    FakeEventSource.last.send(text("two"));
    expect(state()).toBe("open");
  });

  it("keeps its connection when the tab is hidden for a moment only", async () => {
    FakeEventSource.last.send(text("one"));
    setHidden(true);
    await clock.advance(2_000);
    setHidden(false);
    await clock.advance(10_000);
    expect(FakeEventSource.opened).toHaveLength(1);
    expect(states).toEqual([{ state: "open" }]);
  });

  it("does not wait for the next try when the network is back or the viewer asks", async () => {
    FakeEventSource.last.cut();
    window.dispatchEvent(new Event("online"));
    expect(FakeEventSource.opened).toHaveLength(2);
    FakeEventSource.last.cut();
    stream.retryNow();
    expect(FakeEventSource.opened).toHaveLength(3);
    await clock.advance(1000);
    expect(FakeEventSource.open).toHaveLength(1);
  });

  it("starts over when a frame cannot be read", () => {
    FakeEventSource.last.sendText("text", "{torn");
    expect(state()).toBe("lost");
    expect(frames).toEqual([]);
  });

  it("ends with its last frame", async () => {
    FakeEventSource.last.send(text("last"));
    await clock.advance(60_000);
    expect(FakeEventSource.opened).toHaveLength(1);
    expect(FakeEventSource.open).toHaveLength(0);
    expect(state()).toBe("open");
  });

  describe("behind a proxy that holds streams back", () => {
    /** What the server tells a poll arrives when its answer ends. */
    const answerPoll = (words: string) => {
      expect(FakeEventSource.last.url).toContain("once=1");
      FakeEventSource.last.send(text(words));
      FakeEventSource.last.cut();
    };
    const isPoll = () => FakeEventSource.last.url.includes("once=1");
    /** Until it is plain that polls are answered and streams are not. */
    const settle = async () => {
      await clock.advance(20_000);
      answerPoll("first");
      await clock.advance(5_000);
      expect(isPoll()).toBe(false);
      await clock.advance(6_000);
    };
    beforeEach(() => {
      stream.close();
      polls = true;
      open();
    });

    it("R18: polls every five seconds, and says so", async () => {
      await settle();
      for (const words of ["one", "two", "three"]) {
        answerPoll(words);
        const before = FakeEventSource.opened.length;
        await clock.advance(4_999);
        expect(FakeEventSource.opened).toHaveLength(before);
        await clock.advance(1);
      }
      expect(frames).toEqual(["first", "one", "two", "three"]);
      expect(states).toEqual([{ state: "polling" }]);
      expect(FakeEventSource.open).toHaveLength(1);
    });

    it("R18: takes a network that was away for a while for no proxy", async () => {
      await clock.advance(20_000);
      answerPoll("one");
      await clock.advance(5_000);
      expect(isPoll()).toBe(false);
      FakeEventSource.last.send(text("two"));
      expect(state()).toBe("open");
    });

    it("R18: tries a stream every three minutes, for five seconds, and stays with one that comes through", async () => {
      await settle();
      const settled = clock.now();
      while (isPoll() && clock.now() < settled + 400_000) {
        answerPoll("again");
        await clock.advance(5_000);
      }
      expect(clock.now() - settled).toBeGreaterThanOrEqual(170_000);
      expect(clock.now() - settled).toBeLessThan(190_000);
      expect(states).toEqual([{ state: "polling" }]);
      FakeEventSource.last.send(text("streamed"));
      expect(state()).toBe("open");
      await clock.advance(15_000);
      expect(FakeEventSource.open).toHaveLength(1);
    });

    it("R18: is lost when polls are not answered either, and then tries a stream first", async () => {
      await clock.advance(20_000);
      FakeEventSource.last.cut();
      expect(state()).toBe("lost");
      await clock.advance(500);
      expect(isPoll()).toBe(false);
      FakeEventSource.last.send(text("one"));
      expect(state()).toBe("open");
    });

    it("R18: polls on after a loss, since no stream came through before", async () => {
      await settle();
      FakeEventSource.last.cut();
      expect(state()).toBe("lost");
      await clock.advance(500);
      answerPoll("two");
      expect(state()).toBe("polling");
    });

    it("R18: tries a stream at once when the viewer asks", async () => {
      await settle();
      answerPoll("one");
      stream.retryNow();
      expect(isPoll()).toBe(false);
      await clock.advance(6_000);
      answerPoll("two");
      expect(states).toEqual([{ state: "polling" }]);
    });
  });

  it("leaves nothing behind when it is closed", () => {
    setHidden(true);
    stream.close();
    expect(FakeEventSource.open).toHaveLength(0);
    expect(clock.pending()).toEqual([]);
  });
});

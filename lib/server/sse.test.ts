import { beforeEach, expect, test } from "vitest";
import { openSink, type Sink } from "#lib/server/sse";
import { UnbufferedConnection } from "#lib/server/testing/ask";
import { ManualClock } from "#lib/time/clock";

let clock: ManualClock;
let browser: UnbufferedConnection;
let response: Response;
let sink: Sink;
let reader: ReadableStreamDefaultReader<Uint8Array>;
beforeEach(() => {
  clock = new ManualClock();
  browser = new UnbufferedConnection();
  ({ response, sink } = openSink(clock, browser, () => `"beat"`));
  reader = (browser.begun(response).body as ReadableStream<Uint8Array>).getReader();
});

/** More than may wait in the queue. */
const large = JSON.stringify("x".repeat(300 * 1024));

/** What the next read brings; null at the end. */
async function next(): Promise<string | null> {
  const { value, done } = await reader.read();
  return done ? null : new TextDecoder().decode(value);
}

/** Whether a promise has settled by now. */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  let yes = false;
  void promise.finally(() => {
    yes = true;
  });
  await clock.advance(0);
  return yes;
}

test("R18: no proxy on the way may hold events back, compress or keep them", () => {
  expect(Object.fromEntries(response.headers)).toEqual({
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store, no-transform",
    "x-accel-buffering": "no",
  });
});

test("bytes leave at once, then the events as they are sent", async () => {
  expect(await next()).toBe(": open\n\n");
  sink.send("delta", `{"a":1}`, "7");
  expect(await next()).toBe(`id: 7\nevent: delta\ndata: {"a":1}\n\n`);
});

test("R19: a browser that does not read is told of by the sink, until it has read", async () => {
  expect(sink.writable).toBe(true);
  sink.send("delta", large);
  expect(sink.writable).toBe(false);
  const drained = sink.drained();
  expect(await settled(drained)).toBe(false);
  await next();
  expect(await settled(drained)).toBe(false);
  await next();
  expect(await settled(drained)).toBe(true);
  expect(sink.writable).toBe(true);
});

test("R18: a quiet stream beats before ten seconds are over, and not while events wait to be read", async () => {
  await next();
  await clock.advance(7_999);
  sink.send("delta", "1");
  await clock.advance(7_000);
  expect(await next()).toContain("event: delta");
  await clock.advance(1);
  expect(await next()).toBe(`event: heartbeat\ndata: "beat"\n\n`);
  sink.send("delta", large);
  await clock.advance(50_000);
  await next();
  sink.send("delta", "2");
  expect(await next()).toContain("data: 2");
});

test("P17: streams that were opened at any time beat together, at a whole second", async () => {
  const beats: number[] = [];
  for (let i = 0; i < 10; i++) {
    await clock.advance(137);
    openSink(clock, new UnbufferedConnection(), () => {
      beats.push(clock.now() % 1_000);
      return "";
    });
  }
  await clock.advance(20_000);
  expect(beats).toHaveLength(20);
  expect(new Set(beats)).toEqual(new Set([0]));
});

test("R20: a browser that reads nothing for a minute is let go", async () => {
  sink.send("delta", large);
  await clock.advance(59_999);
  expect(sink.signal.aborted).toBe(false);
  await clock.advance(1);
  expect(sink.signal.aborted).toBe(true);
  expect(await settled(sink.drained())).toBe(true);
  await expect(next()).rejects.toThrow("the connection was cut");
});

test("one that reads in time is not", async () => {
  sink.send("delta", large);
  await clock.advance(59_999);
  await next();
  await next();
  await clock.advance(120_000);
  expect(sink.signal.aborted).toBe(false);
});

test.each<[string, () => unknown]>([
  ["the browser leaves", () => browser.destroy()],
  ["it lets go of the stream", () => reader.cancel()],
  ["the server ends it", () => sink.end()],
])("when %s, whoever waits for room is released and nothing is kept", async (_, end) => {
  sink.send("delta", large);
  const drained = sink.drained();
  await end();
  expect(await settled(drained)).toBe(true);
  expect(sink.signal.aborted).toBe(true);
  expect(sink.writable).toBe(false);
  sink.send("delta", "too late");
  expect(clock.pending()).toEqual([]);
});

test("what was sent before the end is still read", async () => {
  sink.send("delta", "1");
  sink.end();
  expect([await next(), await next(), await next()]).toEqual([
    ": open\n\n",
    "event: delta\ndata: 1\n\n",
    null,
  ]);
});

test("a browser that left before it was answered gets a stream that has ended", async () => {
  browser.destroy();
  const late = openSink(clock, browser, () => `"beat"`);
  expect(late.sink.signal.aborted).toBe(true);
  await expect(browser.begun(late.response).text()).rejects.toThrow("the connection was cut");
  expect(clock.pending()).toEqual([]);
});

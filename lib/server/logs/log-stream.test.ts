import { expect, test } from "vitest";
import { wholeLog } from "#lib/api/log-query";
import type { Client } from "#lib/kubernetes/client";
import type { Pod } from "#lib/kubernetes/types";
import type { LogContext, StreamedQuery } from "#lib/server/logs/log-merge";
import { streamLogs } from "#lib/server/logs/log-stream";
import type { LogSink } from "#lib/server/sse";
import { ManualClock } from "#lib/time/clock";

const pod = {
  metadata: { name: "p", namespace: "default", uid: "u", resourceVersion: "1" },
  spec: { containers: [{ name: "main" }] },
} as Pod;
const query: StreamedQuery = {
  ...wholeLog("default", { kind: "pod", name: "p" }),
  container: "main",
  sinceSeconds: null,
  once: false,
};

/** Reads a log of these chunks into a sink that has room when `drained` says so. */
function read(client: Partial<Client>, drained: () => Promise<void> = async () => {}) {
  const clock = new ManualClock();
  const frames: string[] = [];
  const told: string[] = [];
  const errors: unknown[] = [];
  const sink: LogSink = {
    writable: true,
    signal: new AbortController().signal,
    send: (event, json) => {
      frames.push(event);
      told.push(json);
    },
    sendRaw: (event, text, pieces) => sink.send(event, text + Buffer.concat(pieces).toString()),
    write: () => {},
    drained,
    end: () => frames.push("(end)"),
  };
  const context: LogContext = {
    client: { get: async () => pod, ...client } as unknown as Client,
    clock,
    serverNow: () => clock.now(),
    target: async () => ({ uid: "u", pods: [pod], jobs: [], complete: true }),
    changed: async () => {},
    podChanged: async () => {},
    wake: () => {},
    onError: (error: unknown) => errors.push(error),
    turns: { take: () => Promise.resolve() },
  };
  return { done: streamLogs(context, query, new Map(), sink), clock, frames, told, errors };
}

test("R24, S23: no more of a log is read than the browser has room for", async () => {
  let chunks = 0;
  const body = (async function* () {
    for (; chunks < 50; chunks++) {
      yield new TextEncoder().encode("2026-03-10T12:00:00.000000001Z line\n");
    }
  })();
  const room = Promise.withResolvers<void>();
  const reading = read({ log: async () => ({ status: 200, body }) }, () => room.promise);
  await reading.clock.advance(0);
  expect(chunks).toBe(0);
  expect(reading.frames).toEqual(["source", "standing", "raw"]);
  room.resolve();
  await reading.done;
  expect(chunks).toBe(50);
});

test("a failure that is ours is told to the browser, and its cause to the process", async () => {
  const cause = new TypeError("a defect");
  const reading = read({ log: () => Promise.reject(cause) });
  await reading.done;
  expect(reading.frames).toEqual(["source", "standing", "end", "(end)"]);
  expect(JSON.parse(reading.told[1] ?? "").standing).toMatchObject({
    state: "failed",
    error: { code: "internal" },
  });
  expect(reading.errors).toEqual([cause]);
});

import { get } from "node:http";
import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { linesOf } from "../../../lib/logs/line-block.ts";
import { readLogEvent } from "../../../lib/logs/raw-lines.ts";
import { answerCalls } from "../child.ts";

/** Readers of logs without a screen, in a process of their own: they cost as little as reading can. */
interface Request {
  readonly url: string;
  readonly cookie: string;
}

interface Follower {
  readonly socket: Socket;
  bytes: number;
}

const followers: Follower[] = [];

function ask({ url, cookie }: Request): Socket {
  const { host, hostname, port, pathname, search } = new URL(url);
  const socket = connect(Number(port), hostname);
  const head = [`GET ${pathname}${search} HTTP/1.1`, `Host: ${host}`, `Cookie: ${cookie}`];
  socket.write(`${head.join("\r\n")}\r\nConnection: close\r\n\r\n`);
  return socket;
}

/** ms from the request until the frame that ends the log is here. */
async function read(request: Request): Promise<number> {
  const begun = performance.now();
  let end = "";
  for await (const chunk of ask(request)) {
    end = (end + chunk.latin1Slice(Math.max(0, chunk.length - 512))).slice(-512);
    if (end.includes("event: end\n")) return performance.now() - begun;
  }
  throw new Error(`${request.url} ended without an end: ${end}`);
}

/** The frames of an answer, event by event; not for what is timed. */
async function* frames({ url, cookie }: Request): AsyncGenerator<{ event: string; data: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<AsyncIterable<string>>();
  get(url, { headers: { cookie } }, (response) => resolve(response.setEncoding("utf8"))).on(
    "error",
    reject,
  );
  let rest = "";
  for await (const text of await promise) {
    const events = (rest + text).split("\n\n");
    rest = events.pop() ?? "";
    for (const lines of events) {
      const event = /^event: (.*)$/m.exec(lines)?.[1];
      const data = /^data: (.*)$/m.exec(lines)?.[1];
      if (event !== undefined && data !== undefined) yield { event, data };
      if (event === "end") return;
    }
  }
  throw new Error(`${url} ended without an end: ${rest}`);
}

answerCalls({
  read,
  /** How many lines a log has, and its last one. */
  async count(request: Request): Promise<{ lines: number; last: string }> {
    let lines = 0;
    let last = "";
    for await (const { event, data } of frames(request)) {
      const frame = readLogEvent(data, event);
      if (frame.type !== "lines") continue;
      const read = linesOf(frame.block);
      lines += read.length;
      last = read.at(-1)?.[1] ?? "";
    }
    return { lines, last };
  },
  /** How many lines of a search have a hit. */
  async hits(request: Request): Promise<number> {
    let found = Number.NaN;
    for await (const { event, data } of frames(request)) {
      if (event === "end") found = JSON.parse(data).hits;
    }
    return found;
  },
  /** Opens each; the first `stalled` of them are read for a second, and then never again. */
  async follow({ requests, stalled }: { requests: readonly Request[]; stalled: number }) {
    for (const request of requests) {
      const follower = { socket: ask(request), bytes: 0 };
      follower.socket.on("error", () => {});
      follower.socket.on("data", (chunk: Buffer) => {
        follower.bytes += chunk.length;
      });
      followers.push(follower);
    }
    await delay(1_000);
    for (const { socket } of followers.slice(0, stalled)) socket.pause();
  },
  bytes: () => followers.map(({ bytes }) => bytes),
  close(): void {
    for (const { socket } of followers.splice(0)) socket.destroy();
  },
});

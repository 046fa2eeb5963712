import { type ClientRequest, get, type IncomingMessage } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { answerCalls, at } from "./child.ts";

/** Browsers without a screen: connections that read a stream, in a process of their own. */
interface Viewer {
  request: ClientRequest;
  response: IncomingMessage | null;
  bytes: number;
  snapshots: number;
  lastId: string;
  /** When the awaited text came; 0 before. */
  heardAt: number;
  end: string;
}

let viewers: Viewer[] = [];
let awaited = "";
let missing = 0;
let all = Promise.withResolvers<void>();

function open(url: string, cookie: string): Promise<Viewer> {
  const { promise, resolve, reject } = Promise.withResolvers<Viewer>();
  const request = get(url, { headers: { cookie }, agent: false }, (response) => {
    if (response.statusCode !== 200) return reject(new Error(`${url}: ${response.statusCode}`));
    viewer.response = response;
    response.on("data", (chunk: Buffer) => read(viewer, chunk));
    resolve(viewer);
  });
  const viewer: Viewer = {
    request,
    response: null,
    bytes: 0,
    snapshots: 0,
    lastId: "",
    heardAt: 0,
    end: "",
  };
  request.on("error", reject);
  return promise;
}

function read(viewer: Viewer, chunk: Buffer): void {
  viewer.bytes += chunk.length;
  // What is looked for may be cut in two.
  const text = viewer.end + chunk.toString("latin1");
  viewer.end = chunk.toString("latin1", Math.max(0, chunk.length - 64));
  if (text.includes("event: snapshot")) viewer.snapshots += 1;
  const id = /id: (\S+)\n/.exec(text)?.[1];
  if (id) viewer.lastId = id;
  if (viewer.heardAt !== 0 || awaited === "" || !text.includes(awaited)) return;
  viewer.heardAt = at();
  missing -= 1;
  if (missing === 0) all.resolve();
}

async function late(): Promise<never> {
  await delay(60_000, undefined, { ref: false });
  throw new Error(`${missing} of ${viewers.length} viewers have not heard of ${awaited}`);
}

function expectText(text: string): void {
  awaited = text;
  missing = viewers.filter(({ response }) => response && !response.isPaused()).length;
  all = Promise.withResolvers();
  for (const viewer of viewers) viewer.heardAt = 0;
}

answerCalls({
  /** Connects so many more, a few at a time. */
  async connect({ url, cookie, count }: { url: string; cookie: string; count: number }) {
    for (let i = 0; i < count; i += 50) {
      const some = Array.from({ length: Math.min(50, count - i) }, () => open(url, cookie));
      viewers.push(...(await Promise.all(some)));
    }
  },
  /** From now on this text is awaited. */
  expect: expectText,
  /** When each viewer that reads had it. */
  async heard(): Promise<number[]> {
    await Promise.race([all.promise, late()]);
    return viewers.filter(({ heardAt }) => heardAt > 0).map(({ heardAt }) => heardAt);
  },
  bytes: () => viewers.map(({ bytes }) => bytes),
  /** One of them reads nothing any more. */
  stall: () => void viewers[0]?.response?.pause(),
  /** All are cut off and come back at once; gives what that brought, when the awaited text is there. */
  async comeBack({ url, cookie, text }: { url: string; cookie: string; text: string }) {
    const ids = viewers.map(({ lastId }) => lastId);
    for (const { request } of viewers) request.destroy();
    viewers = [];
    const begun = at();
    awaited = text;
    missing = ids.length;
    all = Promise.withResolvers();
    const opened = ids.map((id) => open(`${url}&after=${id}`, cookie));
    viewers = await Promise.all(opened);
    await Promise.race([all.promise, late()]);
    return {
      snapshots: viewers.reduce((sum, { snapshots }) => sum + snapshots, 0),
      waits: viewers.map(({ heardAt }) => heardAt - begun),
    };
  },
  close(): void {
    for (const { request } of viewers) request.destroy();
    viewers = [];
  },
});

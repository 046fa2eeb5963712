import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { Agent, type Dispatcher, request } from "undici";
import { afterEach, beforeEach, expect, test } from "vitest";
import { certificates } from "#lib/kubernetes/testing/certificates";
import { FaultProxy } from "#lib/kubernetes/testing/fault-proxy";
import { ScriptedApiServer } from "#lib/kubernetes/testing/scripted-api-server";
import { ManualClock } from "#lib/time/clock";

const jobs = "/apis/batch/v1/namespaces/default/jobs";
const watching = `${jobs}?watch=true&resourceVersion=1000`;
const anything = () => true;
const isWatch = ({ query }: { query: URLSearchParams }) => query.get("watch") === "true";

let api: ScriptedApiServer;
let proxy: FaultProxy;
let client: Dispatcher;
let clock: ManualClock;

beforeEach(async () => {
  clock = new ManualClock();
  api = await new ScriptedApiServer({ tls: certificates.server }).listen();
  proxy = await new FaultProxy(api.url, { tls: { ca: certificates.ca } }, clock).listen();
  client = new Agent({ connect: { ca: certificates.ca } });
});
afterEach(async () => {
  await client.destroy();
  await proxy.close();
  await api.close();
});

async function get(path: string, headers: Record<string, string> = {}) {
  const answer = await request(`${proxy.url}${path}`, { dispatcher: client, headers });
  return { answer, text: () => answer.body.text() };
}

/** The chunks of a body until it ends or breaks; says which. */
function reading(body: AsyncIterable<Buffer>) {
  const state = { text: "", end: null as "whole" | "broken" | null };
  const read = async () => {
    for await (const chunk of body) state.text += chunk;
  };
  read().then(
    () => {
      state.end = "whole";
    },
    () => {
      state.end = "broken";
    },
  );
  return state;
}

const job = (name: string) => ({ metadata: { name, namespace: "default" } });

test("without a fault it passes requests, answers and streams as they are, and notes them", async () => {
  api.apply("jobs", job("a"));
  const { answer, text } = await get(`${jobs}?limit=5`, { authorization: "Bearer t" });
  expect(answer.statusCode).toBe(200);
  expect(JSON.parse(await text()).items).toHaveLength(1);
  expect(api.requests[0]?.headers.authorization).toBe("Bearer t");
  const stream = reading((await get(watching)).answer.body);
  await expect.poll(() => stream.text).toContain('"a"');
  api.endWatches("jobs");
  await expect.poll(() => stream.end).toBe("whole");
  expect(proxy.passages.map(({ path, status, end }) => ({ path, status, end }))).toEqual([
    { path: jobs, status: 200, end: "whole" },
    { path: jobs, status: 200, end: "whole" },
  ]);
  expect(proxy.passed(isWatch)).toHaveLength(1);
  expect(proxy.passed(isWatch)[0]?.bytes).toBe(stream.text.length);
});

test("an injected Status comes with its Retry-After, as often as asked, and reaches no cluster", async () => {
  const busy = { code: 429, reason: "TooManyRequests", message: "later", retryAfterSeconds: 7 };
  proxy.refuse(anything, busy, 1);
  const { answer, text } = await get(jobs);
  expect(answer.statusCode).toBe(429);
  expect(answer.headers["retry-after"]).toBe("7");
  expect(JSON.parse(await text())).toMatchObject({ kind: "Status", code: 429, message: "later" });
  expect(api.requests).toEqual([]);
  expect((await get(jobs)).answer.statusCode).toBe(200);
});

test("a delayed request is passed on when its time has come", async () => {
  proxy.delay(anything, 5_000);
  const answered = get(jobs);
  await expect.poll(() => proxy.passages.length).toBe(1);
  await clock.advance(4_999);
  expect(api.requests).toEqual([]);
  await clock.advance(1);
  expect((await answered).answer.statusCode).toBe(200);
});

test("a dropped request goes nowhere; the client is told nothing until it leaves", async () => {
  const lift = proxy.drop(anything);
  const leaving = new AbortController();
  const asked = request(`${proxy.url}${jobs}`, { dispatcher: client, signal: leaving.signal });
  await expect.poll(() => proxy.open(anything).length).toBe(1);
  leaving.abort();
  await expect(asked).rejects.toThrow("aborted");
  await expect.poll(() => proxy.passages[0]?.end).toBe("left");
  expect(api.requests).toEqual([]);
  lift();
  expect((await get(jobs)).answer.statusCode).toBe(200);
});

test("a half-open request is done, its answer never comes", async () => {
  proxy.halfOpen(anything, 1);
  const leaving = new AbortController();
  const asked = request(`${proxy.url}${jobs}`, { dispatcher: client, signal: leaving.signal });
  await expect.poll(() => api.requests.length).toBe(1);
  expect(proxy.open(anything)).toHaveLength(1);
  leaving.abort();
  await expect(asked).rejects.toThrow("aborted");
});

test("a silenced stream stays open, though the API server has been let go of", async () => {
  const stream = reading((await get(watching)).answer.body);
  api.apply("jobs", job("a"));
  await expect.poll(() => stream.text).toContain('"a"');
  for (const passage of proxy.open(isWatch)) passage.silence();
  await expect.poll(() => api.watches("jobs")).toBe(0);
  api.apply("jobs", job("b"));
  // Another answer comes meanwhile: this one would have been here.
  expect(await (await get(jobs)).text()).toContain('"b"');
  expect(stream.text).not.toContain('"b"');
  expect(stream.end).toBe(null);
});

test("a stream is ended in the ordinary way, or reset", async () => {
  const first = reading((await get(watching)).answer.body);
  const second = reading((await get(watching)).answer.body);
  const [one, other] = proxy.open(isWatch);
  one?.finish();
  other?.reset();
  await expect.poll(() => first.end).toBe("whole");
  await expect.poll(() => second.end).toBe("broken");
  expect(proxy.passages.map(({ end }) => end)).toEqual(["whole", "broken"]);
});

test("a request can be answered by a reset", async () => {
  proxy.reset(anything, 1);
  await expect(get(jobs)).rejects.toMatchObject({ code: "ECONNRESET" });
  expect((await get(jobs)).answer.statusCode).toBe(200);
});

test("a torn answer breaks off within a line", async () => {
  api.apply("jobs", job("a"));
  proxy.tear(isWatch, 1);
  const stream = reading((await get(watching)).answer.body);
  await expect.poll(() => stream.end).toBe("broken");
  expect(stream.text).toMatch(/^\{"type":"ADDED"/);
  expect(stream.text).not.toContain("\n");
});

test("a throttled answer comes in slices, and the rest of it at once when the fault is lifted", async () => {
  api.apply("jobs", job("a".repeat(200)));
  const lift = proxy.throttle(anything, 1_000);
  const list = reading((await get(jobs)).answer.body);
  await expect.poll(() => clock.pending()).toEqual([100]);
  await clock.advance(100);
  await expect.poll(() => list.text.length).toBe(100);
  await expect.poll(() => clock.pending()).toEqual([100]);
  lift();
  await clock.advance(100);
  await expect.poll(() => list.end).toBe("whole");
  expect(JSON.parse(list.text).items).toHaveLength(1);
});

test("an API server that is gone is a connection that is reset", async () => {
  await api.close();
  await expect(get(jobs)).rejects.toMatchObject({ code: "ECONNRESET" });
});

test("who brings no token goes with the credential of the proxy, who brings one with that alone", async () => {
  const seen: unknown[] = [];
  const tls = { ...certificates.server, requestCert: true, rejectUnauthorized: false };
  const server = createServer(tls, (incoming, response) => {
    const { subject } = (incoming.socket as TLSSocket).getPeerCertificate();
    seen.push([subject !== undefined, incoming.headers.authorization]);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const credential = {
    headers: { authorization: "Bearer own" },
    tls: { ca: certificates.ca, ...certificates.client },
  };
  const own = await new FaultProxy(`https://127.0.0.1:${port}`, credential, clock).listen();
  for (const headers of [{}, { authorization: "Bearer brought" }]) {
    await (await request(own.url, { dispatcher: client, headers })).body.dump();
  }
  expect(seen).toEqual([
    [true, "Bearer own"],
    [false, "Bearer brought"],
  ]);
  await own.close();
  server.closeAllConnections();
  server.close();
});

import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { Agent, fetch } from "undici";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Client } from "#lib/kubernetes/client";
import { loadKubeconfig } from "#lib/kubernetes/kubeconfig";
import { jobs as jobResource } from "#lib/kubernetes/resources";
import { systemClock } from "#lib/time/clock";
import { type Listening, listen } from "./https-server.ts";
import { writeKubeconfig } from "./kubeconfig.ts";
import { job, jobs, Served } from "./testing/served.ts";

let served: Served;
let listening: Listening;
let agent: Agent;
let folder: string;

beforeAll(async () => {
  served = new Served();
  served.create(jobs, job("a"));
  // Who checks a certificate asks the wall clock.
  listening = await listen(served.server, systemClock);
  agent = new Agent({ connect: { ca: listening.certificate } });
  folder = mkdtempSync(join(tmpdir(), "embedded-"));
});

afterAll(async () => {
  await listening.close();
  await agent.close();
  rmSync(folder, { recursive: true });
});

const get = (path: string, init: { method?: string; body?: string; signal?: AbortSignal } = {}) =>
  fetch(`${listening.url}${path}`, {
    ...init,
    dispatcher: agent,
    headers: { authorization: "Bearer admin", "content-type": "application/json" },
  });

test("it is reached by https alone, with the certificate it was given for loopback", async () => {
  const response = await get(`${jobs}/a`);
  expect(await response.json()).toMatchObject({ metadata: { name: "a" } });
  expect(Math.abs(Date.parse(response.headers.get("date") ?? "") - systemClock.now())).toBeLessThan(
    5_000,
  );
  await expect(fetch(`${listening.url}/readyz`)).rejects.toThrow();
});

test("the dashboard's own client comes in by the kubeconfig, which is for its owner's eyes", async () => {
  const file = join(folder, "sub", "kubeconfig");
  const { url, certificate } = listening;
  await writeKubeconfig(file, { url, certificate, adminToken: "admin", viewerToken: "viewer" });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const load = (context: string) =>
    loadKubeconfig({ clock: systemClock, env: {}, kubeconfig: file, context });
  const client = new Client(load("embedded"), { clock: systemClock });
  const page = await client.list(jobResource, { limit: 500 });
  expect(page.items.map(({ metadata }) => metadata.name)).toEqual(["a"]);
  const viewer = new Client(load("embedded-viewer"), { clock: systemClock });
  await expect(viewer.list(jobResource, {})).rejects.toMatchObject({ code: 403 });
  await Promise.all([client.close(), viewer.close()]);
});

test("a watch sends what happens as it happens, and ends for whoever leaves", async () => {
  const gone = new AbortController();
  const response = await get(`${jobs}?watch=1`, { signal: gone.signal });
  const pieces = (response.body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  const next = async () => Buffer.from((await pieces.next()).value ?? "").toString();
  expect(await next()).toMatch(/^\{"type":"ADDED"/);
  served.create(jobs, job("b"));
  expect(await next()).toMatch(/"name":"b"/);
  const before = served.clock.pending().length;
  gone.abort();
  await expect.poll(() => served.clock.pending().length).toBeLessThan(before);
});

test("too much of a body is refused, and the server goes on", async () => {
  const response = await get(jobs, { method: "POST", body: "x".repeat(4 * 1024 * 1024) });
  expect(response.status).toBe(413);
  expect(await response.json()).toMatchObject({ reason: "RequestEntityTooLarge" });
});

test("what is no HTTP at all does no harm", async () => {
  const { port } = new URL(listening.url);
  await new Promise<void>((resolve) => {
    const socket = connect({
      port: Number(port),
      ca: listening.certificate,
      servername: "localhost",
    });
    socket.on("secureConnect", () => socket.write("\0\0 garbage \r\n\r\n"));
    socket.on("close", () => resolve());
    socket.on("error", () => {});
  });
  expect((await get("/readyz")).status).toBe(200);
});

/** What the server says to these lines until it closes; our side closes when `enough` is said. */
const said = (lines: readonly string[], enough?: string) =>
  new Promise<string>((resolve, reject) => {
    let text = "";
    const socket = connect({
      port: Number(new URL(listening.url).port),
      ca: listening.certificate,
      servername: "localhost",
    });
    socket.on("secureConnect", () => socket.write(`${lines.join("\r\n")}\r\n\r\n`));
    socket.on("data", (piece) => {
      text += piece;
      if (enough && text.includes(enough)) socket.end();
    });
    socket.on("close", () => resolve(text));
    socket.on("error", reject);
  });

test.each([
  ["127.0.0.1", "Bearer admin", 200],
  ["127.0.0.1", "Bearer wrong", 401],
  ["127.0.0.1", "Basic YWRtaW46YWRtaW4=", 403],
  ["evil.example", "Bearer admin", 421],
])("on the socket, host %s with %s is answered %i", async (host, authorization, code) => {
  const answer = await said([
    `GET ${jobs} HTTP/1.1`,
    `Host: ${host}`,
    `Authorization: ${authorization}`,
    "Connection: close",
  ]);
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${code} `));
});

test("a watch whose client has closed its half leaves nothing behind, and the server goes on", async () => {
  const before = served.clock.pending().length;
  const answer = await said(
    [`GET ${jobs}?watch=1 HTTP/1.1`, "Host: 127.0.0.1", "Authorization: Bearer admin"],
    '"type":"ADDED"',
  );
  expect(answer).toMatch(/^HTTP\/1.1 200 /);
  expect(answer).toContain('"type":"ADDED"');
  await expect.poll(() => served.clock.pending().length).toBe(before);
  expect((await get("/readyz")).status).toBe(200);
});

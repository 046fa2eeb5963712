import { type IncomingHttpHeaders, request, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { Session } from "#lib/server/session";
import { createHttpServer, type Site, serve } from "./http-server.ts";

let server: Server;
let session: Session;
let cookie: string;
const port = () => session.port;

/** Serves a site of one sentence, with a session that is open. */
async function open(site: Partial<Site> = {}): Promise<void> {
  await listen();
  serve(server, {
    session,
    app: async (_, response) => void response.end("the app"),
    ready: () => true,
    redeemed: () => {},
    failed: () => {},
    ...site,
  });
}

async function listen(): Promise<void> {
  server = createHttpServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  session = new Session((server.address() as AddressInfo).port);
  cookie = session.redeem(session.issueKey())?.split(";")[0] ?? "";
}

afterEach(() => {
  server.close();
  server.closeAllConnections();
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

function ask(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port: port(), path, headers, method };
    const sent = request(options, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => {
        body += text;
      });
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    sent.once("error", reject);
    sent.end();
  });
}

/** Sends bytes as they stand; gives all that comes back until the other side closes. */
function exchange(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = "";
    const socket = connect(port(), "127.0.0.1", () => socket.write(bytes));
    socket.setEncoding("utf8").on("data", (text: string) => {
      received += text;
    });
    socket.once("error", reject);
    socket.once("close", () => resolve(received));
  });
}

const upgrade = "connection: upgrade\r\nupgrade: websocket\r\n";

test("who asks while the app is built is told to come again, not kept waiting", async () => {
  await listen();
  const { status, headers } = await ask("/jobs", { cookie });
  expect(status).toBe(503);
  expect(headers["retry-after"]).toBe("1");
});

test("S15: nothing of the app is to be had without a session, its files included", async () => {
  await open();
  for (const path of ["/", "/jobs", "/icon.svg", "/_next/static/chunks/a.js", "/api/watch"]) {
    expect((await ask(path)).status, path).toBe(401);
    expect((await ask(path, { cookie })).body, path).toBe("the app");
  }
});

test.each([
  ["a page", "/jobs", {}, 200],
  ["a file", "/_next/static/chunks/a.js", {}, 200],
  ["a route", "/api/watch", {}, 200],
  ["the health", "/healthz", {}, 200],
  ["no session", "/jobs", { cookie: "" }, 401],
  ["another host", "/jobs", { host: "evil.example" }, 421],
])("S20: %s has every security header", async (_, path, headers, status) => {
  await open();
  const answer = await ask(path, { cookie, ...headers });
  expect(answer.status).toBe(status);
  expect(answer.headers).toMatchObject({
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
  });
  expect(answer.headers["content-security-policy"]).toMatch(/^default-src 'none'.*frame-anc/);
  expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
  if (!path.startsWith("/_next/")) expect(answer.headers["cache-control"]).toMatch(/^no-store\b/);
});

test("S20: what is no request at all is answered with the same headers", async () => {
  await open();
  const answer = await exchange("nonsense\r\n\r\n");
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).toContain("content-security-policy: default-src 'none'");
  expect(await exchange("GET /jobs HTTP/1.1\r\n\r\n")).toMatch(/^HTTP\/1\.1 421 /);
});

test("S20: each page has a nonce of its own, and a client cannot choose it", async () => {
  const seen: unknown[] = [];
  await open({
    app: async ({ headers }, response) => {
      seen.push(headers["x-nonce"], headers["content-security-policy"]);
      response.end();
    },
  });
  const chosen = { cookie, "x-nonce": "mine", "content-security-policy": "script-src *" };
  const answers = [await ask("/jobs", chosen), await ask("/jobs", chosen)];
  const nonces = answers.map(
    ({ headers }) => /'nonce-([^']+)'/.exec(String(headers["content-security-policy"]))?.[1],
  );
  expect(new Set(nonces).size).toBe(2);
  expect(seen).toEqual(
    answers.flatMap(({ headers }, i) => [nonces[i], headers["content-security-policy"]]),
  );
});

test("a link keeps the rest of its address, and a used one does no harm to who is in", async () => {
  await open();
  const first = await ask(`/jobs?ns=shop&key=${session.issueKey()}&wide=1`);
  expect(first.status).toBe(303);
  expect(first.headers.location).toBe("/jobs?ns=shop&wide=1");
  const used = await ask("/jobs?ns=shop&key=used", { cookie });
  expect([used.status, used.headers.location]).toEqual([303, "/jobs?ns=shop"]);
  expect(used.headers["set-cookie"]).toBeUndefined();
  expect((await ask("/jobs?key=used")).status).toBe(401);
});

test("S15: a link cannot send a browser to another site", async () => {
  await open();
  for (const path of ["/.//evil.example/?key=used", "/\\evil.example/?key=used"]) {
    const { status, headers } = await ask(path, { cookie });
    expect(status).toBe(400);
    expect(headers.location).toBeUndefined();
  }
});

test("a browser that followed a link from elsewhere, and so kept its cookie back, asks once more", async () => {
  await open();
  const html = { accept: "text/html", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
  const linked = await ask("/jobs", { ...html, "sec-fetch-site": "cross-site" });
  expect(linked.status).toBe(401);
  expect(linked.body).toContain('http-equiv="refresh"');
  const again = await ask("/jobs", { ...html, "sec-fetch-site": "same-origin" });
  expect(again.status).toBe(401);
  expect(again.body).not.toContain("refresh");
});

test("a failure of the app is reported and answered, and the next request is served", async () => {
  const failures: unknown[] = [];
  const broken = new Error("broken");
  await open({
    app: async ({ url }, response) => {
      if (url === "/broken") throw broken;
      response.end("fine");
    },
    failed: (error) => failures.push(error),
  });
  expect((await ask("/broken", { cookie })).status).toBe(500);
  expect(failures).toEqual([broken]);
  expect((await ask("/jobs", { cookie })).body).toBe("fine");
});

test("S30: an upgrade is refused, session or not", async () => {
  await open();
  const answer = await exchange(
    `GET / HTTP/1.1\r\nhost: 127.0.0.1:${port()}\r\ncookie: ${cookie}\r\n${upgrade}\r\n`,
  );
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
});

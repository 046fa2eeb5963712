import { type IncomingHttpHeaders, request, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { RequestError } from "#lib/server/api-error";
import type { AnsweredRequest } from "#lib/server/route-template";
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
    readiness: () => [{ name: "cluster", missing: null }],
    metrics: async () => "",
    admit: () => {},
    answered: () => {},
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
])(
  "S20, S27: %s has every security header, and is kept by nobody but for hashed files",
  async (_, path, headers, status) => {
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
  },
);

test("S23: an address is read to its limit and no further, whoever sends it", async () => {
  let asked = 0;
  await open({
    app: async (_, response) => {
      asked += 1;
      response.end("the app");
    },
  });
  expect((await ask(`/jobs?q=${"x".repeat(8_000)}`, { cookie })).status).toBe(200);
  const { status, headers } = await ask(`/jobs?q=${"x".repeat(9_000)}`, { cookie });
  expect(status).toBe(414);
  expect(headers.connection).toBe("close");
  expect(asked).toBe(1);
  // Longer ones are not even held: the answer comes before their end.
  const endless = `GET /jobs?q=${"x".repeat(40_000)}`;
  expect(await exchange(endless)).toMatch(/^HTTP\/1\.1 431 [\s\S]*content-security-policy/);
  expect(asked).toBe(1);
});

test("S30: of what follows a refused request on its connection nothing is answered", async () => {
  await open();
  const refused = `POST /api/actions HTTP/1.1\r\nHost: 127.0.0.1:${port()}\r\n`;
  for (const rest of [
    "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n",
  ]) {
    const answer = await exchange(`${refused}${rest}GET /jobs HTTP/1.1\r\nHost: x\r\n\r\n`);
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 403"]);
  }
});

test("the process is alive whatever the cluster does; readiness says what is missing", async () => {
  await open({
    readiness: () => [
      { name: "cluster", missing: null },
      { name: "jobs", missing: "the first list has not begun" },
    ],
  });
  expect(await ask("/healthz")).toMatchObject({ status: 200, body: "ok\n" });
  expect(await ask("/livez")).toMatchObject({ status: 200, body: "ok\n" });
  expect(await ask("/readyz")).toMatchObject({
    status: 503,
    body: "[+]cluster ok\n[-]jobs: the first list has not begun\nreadyz check failed\n",
  });
});

test("what is ready says so in a word, and in lines when it is asked", async () => {
  await open();
  expect(await ask("/readyz")).toMatchObject({ status: 200, body: "ok\n" });
  expect((await ask("/readyz?verbose")).body).toBe("[+]cluster ok\nreadyz check passed\n");
});

test("S14, S35: metrics are read without a session, on our own Host and from no other site", async () => {
  await open({ metrics: async () => "batchboard_streams 1\n" });
  const answer = await ask("/metrics");
  expect(answer).toMatchObject({ status: 200, body: "batchboard_streams 1\n" });
  expect(answer.headers["content-type"]).toContain("version=0.0.4");
  expect((await ask("/metrics", { host: "evil.example" })).status).toBe(421);
  const elsewhere = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "cors" };
  expect((await ask("/metrics", elsewhere)).status).toBe(403);
});

test("S35: there are no debug endpoints", async () => {
  await open();
  for (const path of ["/debug/pprof/", "/json", "/json/list", "/debug/vars", "/configz"]) {
    expect((await ask(path)).status).toBe(401);
  }
});

test("R28: a request there is no room for is told when to come back; probes are answered all the same", async () => {
  let app = 0;
  await open({
    app: async (_, response) => {
      app += 1;
      response.end();
    },
    admit: () => {
      throw new RequestError("too-many", "There is no room.", "It tries again by itself.");
    },
  });
  const answer = await ask("/api/manifest?kind=job", { cookie });
  expect(answer.status).toBe(503);
  expect(answer.headers["retry-after"]).toBe("5");
  expect(JSON.parse(answer.body)).toEqual({
    code: "too-many",
    message: "There is no room.",
    hint: "It tries again by itself.",
  });
  const page = await ask("/jobs", { cookie, accept: "text/html" });
  expect(page.status).toBe(503);
  expect(page.body).toContain("There is no room.");
  expect((await ask("/healthz")).status).toBe(200);
  expect((await ask("/metrics")).status).toBe(200);
  expect(app).toBe(0);
});

test("R28: an accept that fails ends nothing", async () => {
  const failures: unknown[] = [];
  await open({ failed: (error) => failures.push(error) });
  for (let i = 0; i < 3; i++) server.emit("error", new Error("accept EMFILE"));
  expect(failures).toHaveLength(3);
  expect((await ask("/healthz")).status).toBe(200);
});

test("S17, S35: of a request no query, name or method of one's own is told on, only its route", async () => {
  const told: AnsweredRequest[] = [];
  await open({ answered: (request) => told.push(request) });
  await ask("/jobs/canary/canary?q=canary", { cookie });
  await ask("/canary?key=canary");
  const { headers } = await ask("/healthz?canary", { "x-request-id": "canary" });
  await expect.poll(() => told.length).toBe(3);
  expect(told).toMatchObject([
    { route: "/jobs/[namespace]/[name]", method: "GET", code: 200, stream: false },
    // The link that is not ours: the key does not get in, and is not told on.
    { route: "other", method: "GET", code: 401, stream: false },
    { route: "/healthz", method: "GET", code: 200, stream: false },
  ]);
  expect(told[2]?.id).toBe(headers["x-request-id"]);
  for (const { bytes } of told) expect(bytes).toBeGreaterThan(100);
  expect(JSON.stringify(told)).not.toContain("canary");
});

test("a stream that the browser leaves is told as one, and a request left unanswered as such", async () => {
  const told: AnsweredRequest[] = [];
  await open({
    answered: (request) => told.push(request),
    app: async ({ url }, response) => {
      if (url !== "/api/watch") return;
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(": open\n\n");
    },
  });
  for (const path of ["/api/watch", "/api/manifest"]) {
    const socket = connect(port(), "127.0.0.1");
    socket.write(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port()}\r\ncookie: ${cookie}\r\n\r\n`);
    if (path === "/api/watch") await new Promise((resolve) => socket.once("data", resolve));
    else await new Promise((resolve) => server.once("request", resolve));
    socket.destroy();
    await new Promise((resolve) => socket.once("close", resolve));
  }
  await expect.poll(() => told.length).toBe(2);
  expect(told).toMatchObject([
    { route: "/api/watch", code: 200, stream: true },
    { route: "/api/manifest", code: 499, stream: false },
  ]);
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

test.each([
  ["what the browser asks for", { "accept-language": "zh-TW,zh;q=0.9,en;q=0.5" }, "zh-CN"],
  ["what was chosen", { "accept-language": "zh", cookie: "a=b; language=en" }, "en"],
  ["English for others", { "accept-language": "fr" }, "en"],
])("who has no session is told so in a language of theirs: %s", async (_, headers, language) => {
  await open();
  const { body } = await ask("/jobs", { accept: "text/html", ...headers });
  expect(body).toContain(`<html lang="${language}">`);
  expect(body).toContain(language === "en" ? "This browser has no session." : "此浏览器没有会话。");
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

import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { askedSince, expect, test } from "./fixtures.ts";

/** What the server answers to these very bytes: once, or all it says until it closes. */
function send(
  origin: string,
  bytes: string,
  until: "answered" | "closed" = "answered",
): Promise<string> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.setEncoding("latin1").on("data", (text: string) => {
      answer += text;
      if (until === "answered" && /\r\n\r\n/.test(answer)) socket.end();
    });
    socket.once("close", () => resolve(answer));
    socket.once("error", (error) => (answer === "" ? reject(error) : resolve(answer)));
  });
}

const flight = [
  "------x",
  'Content-Disposition: form-data; name="0"',
  "",
  '{"then":"$1:__proto__:then","status":"resolved_model","value":"{\\"then\\":\\"$B0\\"}","_response":{"_prefix":"process.exit(7)//","_formData":{"get":"$1:constructor:constructor"}}}',
  "------x",
  'Content-Disposition: form-data; name="1"',
  "",
  '"$@0"',
  "------x--",
  "",
].join("\r\n");

const post = (target: string, headers: readonly string[], body: string) =>
  [
    `POST ${target} HTTP/1.1`,
    "Host: HOST",
    ...headers,
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
    "",
    body,
  ].join("\r\n");
const get = (target: string, ...headers: readonly string[]) =>
  [
    `GET ${target} HTTP/1.1`,
    ...(headers.some((it) => /^Host:/i.test(it)) ? [] : ["Host: HOST"]),
    ...headers,
    "Connection: close",
    "",
    "",
  ].join("\r\n");

const multipart = "Content-Type: multipart/form-data; boundary=----x";
const middleware = [
  "middleware",
  "src/middleware",
  "middleware:middleware:middleware:middleware:middleware",
];

/** Published attacks on the framework and on dashboards (quality A1), as bytes; none needs a session. */
const attacks: readonly (readonly [name: string, bytes: string])[] = [
  ...middleware.flatMap((value) =>
    ["/", "/jobs", "/api/watch?view=jobs"].map(
      (path) =>
        [
          `CVE-2025-29927 ${value} ${path}`,
          get(path, `x-middleware-subrequest: ${value}`),
        ] as const,
    ),
  ),
  ...["/", "/jobs", "/api/actions", "/_next/static/x"].map(
    (path) =>
      [
        `CVE-2025-55182 ${path}`,
        post(path, ["next-action: x", "next-router-state-tree: %5B%5D", multipart], flight),
      ] as const,
  ),
  ["CVE-2025-55182 without its header", post("/", [multipart], flight)],
  [
    "CVE-2025-55183",
    post("/", ["next-action: 0".padEnd(60, "0"), "Content-Type: text/plain"], '["$F1"]'),
  ],
  ["CVE-2025-55184", post("/", ["next-action: x", "Content-Type: text/plain"], '{"then":"$@0"}')],
  ["an RSC answer", get("/jobs?_rsc=1", "RSC: 1")],
  ["a prefetch", get("/jobs", "RSC: 1", "Next-Router-Prefetch: 1")],
  ["a segment prefetch", get("/jobs", "RSC: 1", "Next-Router-Segment-Prefetch: /_tree")],
  [".rsc", get("/jobs.rsc")],
  ["a segment's file", get("/jobs.segments/_tree.segment.rsc")],
  ["data of Pages", get("/_next/data/x/jobs.json")],
  ["the image optimiser", get("/_next/image?url=http%3A%2F%2F169.254.169.254%2F&w=64&q=75")],
  [
    "CVE-2026-44578",
    get("/", "Upgrade: websocket", "Sec-WebSocket-Key: eA==", "Sec-WebSocket-Version: 13"),
  ],
  ["an upgrade to another host", get("http://169.254.169.254/latest/", "Upgrade: websocket")],
  ["an address of two slashes", get("//evil.example/")],
  ["another server's address", get("http://evil.example/jobs")],
  ["another host", get("/jobs", "Host: evil.example")],
  ["a host that looks like ours", get("/jobs", "Host: localhost.evil.example")],
  ["two hosts", get("/jobs", "Host: HOST", "Host: evil.example")],
  ["dots in the path", get("/jobs/../api/watch?view=jobs")],
  ["written dots in the path", get("/_next/static/%2e%2e/%2e%2e/package.json")],
  ["backslashes in the path", get("/_next\\static\\..\\..\\package.json")],
  [
    "two lengths",
    `POST /api/actions HTTP/1.1\r\nHost: HOST\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/watch HTTP/1.1\r\n\r\n`,
  ],
  ["a header without end", get("/jobs", `X: ${"x".repeat(100_000)}`)],
  ["an address without end", get(`/${"x".repeat(20_000)}`)],
  [
    "a body without end",
    post("/api/actions", ["Content-Type: application/json"], " ".repeat(200_000)),
  ],
  // Dashboards have taken any token for a session, or one in an address, or a name for a route.
  ["CVE-2026-28229", get("/api/watch?view=jobs", "Authorization: Bearer nothing")],
  ["CVE-2026-44883", get("/api/watch?view=jobs&key=x&token=x&access_token=x")],
  ["CVE-2021-39226", get("/api/:key")],
  ["CVE-2021-39226 in a page's name", get("/jobs/[namespace]/[name]")],
  // A page was kept for the next one who asks.
  ["CVE-2024-46982", get("/jobs?__nextDataReq=1", "x-now-route-matches: 1")],
  ["CVE-2025-57822", get("/jobs", "Location: http://169.254.169.254/")],
  [
    "headers of an impersonator",
    get("/api/watch?view=jobs", "Impersonate-User: admin", "Authorization: Bearer x"),
  ],
];

for (const [name, bytes] of attacks) {
  test(`S30: ${name} is turned away, and reaches no cluster`, async ({ dashboard, api }) => {
    const { host } = new URL(dashboard.origin);
    const before = api.requests.length;
    const answer = await send(dashboard.origin, bytes.replaceAll("HOST", host));
    expect(answer).toMatch(/^HTTP\/1\.1 (400|401|403|404|405|413|414|421|431) /);
    expect(answer).not.toMatch(/access-control-allow/i);
    const asked = askedSince(api, before);
    expect(asked).toEqual([]);
    expect((await fetch(`${dashboard.origin}/healthz`)).status).toBe(200);
  });
}

/** What the framework answers to whoever has a session: its own pages. */
const shells =
  /^(an RSC answer|a prefetch|a segment prefetch|headers of an impersonator|CVE-2026-(28229|44883)|CVE-2024-46982|CVE-2025-57822|CVE-2021-39226 in a page's name)$/;
const withSession = attacks.filter(([name]) => !shells.test(name));

for (const [name, bytes] of withSession) {
  test(`S30: ${name} does nothing with a session either`, async ({ dashboard, api, loggedIn }) => {
    const cookie = loggedIn.cookies.map((it) => `${it.name}=${it.value}`).join("; ");
    const { host } = new URL(dashboard.origin);
    const own = bytes.replaceAll("HOST", host).replace("\r\n", `\r\nCookie: ${cookie}\r\n`);
    const before = api.requests.length;
    expect(await send(dashboard.origin, own)).toMatch(
      /^HTTP\/1\.1 (400|403|404|405|413|414|421|431) /,
    );
    const asked = askedSince(api, before);
    expect(asked).toEqual([]);
    expect((await fetch(`${dashboard.origin}/healthz`)).status).toBe(200);
  });
}

const flights: readonly (readonly [name: string, headers: Record<string, string>])[] = [
  ["RSC", { RSC: "1" }],
  ["a prefetch", { RSC: "1", "Next-Router-Prefetch": "1" }],
  ["a prefetch at run time", { RSC: "1", "Next-Router-Prefetch": "2" }],
  ["a segment", { RSC: "1", "Next-Router-Segment-Prefetch": "/_tree" }],
  ["a hot reload", { RSC: "1", "Next-HMR-Refresh": "1" }],
  ["CVE-2024-46982", { "x-now-route-matches": "1", "x-nextjs-data": "1" }],
  ["CVE-2025-57822", { location: "http://169.254.169.254/", "x-middleware-rewrite": "/api/watch" }],
  ["an internal rewrite", { "x-matched-path": "/api/watch", "x-nextjs-data": "1" }],
  ["an internal call", { "x-invoke-path": "/api/watch", "x-invoke-output": "/api/watch" }],
];

for (const [name, headers] of flights) {
  test(`S30: ${name} with a session gets what its page shows anyway, and one without gets nothing`, async ({
    dashboard,
    api,
    loggedIn,
  }) => {
    const cookie = loggedIn.cookies.map((it) => `${it.name}=${it.value}`).join("; ");
    const before = api.requests.length;
    for (const path of ["/jobs", "/jobs/default/broken", "/cronjobs/shop/nightly", "/nowhere"]) {
      const url = dashboard.origin + path;
      const shell = await fetch(url, { headers: { ...headers, cookie } });
      expect([200, 400, 404, 500]).toContain(shell.status);
      expect(shell.headers.get("cache-control")).toMatch(/\bno-store\b/);
      // What only the cluster can have said; a page's own address is in it, of course, and a list
      // begins with its first rows, for who may read them all by the same session.
      const said = await shell.text();
      if (path !== "/jobs") expect(said).not.toMatch(/BackoffLimitExceeded|busybox|"uid"/);
      expect(said).not.toMatch(/Europe\/Berlin/);
      const shut = await fetch(url, { headers, redirect: "manual" });
      expect(shut.status).toBe(401);
    }
    // A page of a list has it listed, as its stream would, and nothing else.
    const lists = /^\/(apis\/batch\/v1\/(cronjobs|jobs)|api\/v1\/(pods|namespaces|events))$/;
    expect(askedSince(api, before).filter((path) => !lists.test(path))).toEqual([]);
    expect((await fetch(`${dashboard.origin}/healthz`)).status).toBe(200);
  });
}

test("S30: CVE-2021-31999: no header of a browser reaches the cluster, session or not", async ({
  dashboard,
  api,
  loggedIn,
}) => {
  const { host } = new URL(dashboard.origin);
  const cookie = loggedIn.cookies.map((it) => `${it.name}=${it.value}`).join("; ");
  const forged = [
    "Impersonate-User: admin",
    "Impersonate-Group: system:masters",
    "Impersonate-Extra-Scopes: x",
    "X-Remote-User: admin",
    "X-Forwarded-User: admin",
    "Authorization: Bearer forged",
    "X-Forged: forged",
  ];
  const connection = ["Connection: Authorization, Impersonate-User", `Cookie: ${cookie}`];
  const before = api.requests.length;
  const target = "/api/manifest?kind=job&namespace=default&name=broken";
  const bytes = get(target, ...forged, ...connection).replace("HOST", host);
  expect(await send(dashboard.origin, bytes)).toMatch(/^HTTP\/1\.1 200 /);
  const asked = api.requests.slice(before).filter(({ path }) => path.endsWith("/jobs/broken"));
  expect(asked.map(({ headers }) => headers.authorization)).toEqual(["Bearer canary-token"]);
  const names = asked.flatMap(({ headers }) => Object.keys(headers)).sort();
  expect(names).toEqual(["accept", "authorization", "connection", "host", "user-agent"]);
});

const hiddenRequest =
  "GET /api/manifest?kind=job&namespace=default&name=broken HTTP/1.1\r\nHost: HOST\r\nCOOKIE\r\n\r\n";

/** Requests of which two readers would see different ends, each with one more behind it. */
const smuggled: readonly (readonly [name: string, headers: string, body: string])[] = [
  ["a length and chunks", "Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n"],
  ["chunks and a length", "Transfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n"],
  ["two lengths", "Content-Length: 0\r\nContent-Length: 44", ""],
  ["a list of lengths", "Content-Length: 0, 44", ""],
  ["a length with a sign", "Content-Length: +0", ""],
  ["a coding nobody knows", "Transfer-Encoding: xchunked", "0\r\n\r\n"],
  ["chunked twice", "Transfer-Encoding: chunked, chunked", "0\r\n\r\n"],
  ["chunked and more", "Transfer-Encoding: chunked, identity", "0\r\n\r\n"],
  ["a space before the colon", "Transfer-Encoding : chunked", "0\r\n\r\n"],
  ["a folded header", "Transfer-Encoding:\r\n chunked", "0\r\n\r\n"],
  ["a bare line feed", "X: y\nTransfer-Encoding: chunked", "0\r\n\r\n"],
  ["a chunk's size with more", "Transfer-Encoding: chunked", "0x0\r\n\r\n"],
  ["a chunk's size that is too large", "Transfer-Encoding: chunked", "fffffffffffffffff\r\n\r\n"],
];

for (const [name, headers, body] of smuggled) {
  test(`S30: no request is smuggled in by ${name}, session or not`, async ({
    dashboard,
    api,
    loggedIn,
  }) => {
    const { host } = new URL(dashboard.origin);
    const cookies = loggedIn.cookies.map((it) => `${it.name}=${it.value}`).join("; ");
    for (const cookie of [`Cookie: ${cookies}`, "X-No: cookie"]) {
      const bytes =
        `POST /api/actions HTTP/1.1\r\nHost: HOST\r\nCOOKIE\r\n${headers}\r\n\r\n${body}${hiddenRequest}`
          .replaceAll("HOST", host)
          .replaceAll("COOKIE", cookie);
      const before = api.requests.length;
      const answer = await send(dashboard.origin, bytes, "closed");
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
      expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
      const asked = askedSince(api, before);
      expect(asked.filter((path) => path.endsWith("/broken"))).toEqual([]);
    }
  });
}

test("S14: no address but loopback is listened on", async ({ dashboard }) => {
  const { port } = new URL(dashboard.origin);
  const others = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4");
  for (const { address } of others) {
    await expect(send(`http://${address}:${port}`, "GET / HTTP/1.1\r\n\r\n")).rejects.toThrow(
      /ECONNREFUSED/,
    );
  }
  expect(
    await send(dashboard.origin, get("/healthz").replace("HOST", new URL(dashboard.origin).host)),
  ).toMatch(/ 200 /);
});

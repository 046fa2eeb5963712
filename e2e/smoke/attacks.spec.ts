import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { expect, test } from "./fixtures.ts";

/** What the server answers to these very bytes, until it closes or has answered once. */
function send(origin: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.setEncoding("latin1").on("data", (text: string) => {
      answer += text;
      if (/\r\n\r\n/.test(answer)) socket.end();
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
    const asked = api.requests.slice(before).map(({ path }) => path);
    expect(asked.filter((path) => !/^\/(version|apis\/batch\/v1)$/.test(path))).toEqual([]);
    expect((await fetch(`${dashboard.origin}/healthz`)).status).toBe(200);
  });
}

/** Those that would do their harm with a session as well. */
const withSession = attacks.filter(([name]) => /^CVE|an upgrade|image optimiser/.test(name));

for (const [name, bytes] of withSession) {
  test(`S30: ${name} does nothing with a session either`, async ({ dashboard, api, loggedIn }) => {
    const cookie = loggedIn.cookies.map((it) => `${it.name}=${it.value}`).join("; ");
    const { host } = new URL(dashboard.origin);
    const own = bytes.replaceAll("HOST", host).replace("\r\n", `\r\nCookie: ${cookie}\r\n`);
    const before = api.requests.length;
    expect(await send(dashboard.origin, own)).toMatch(/^HTTP\/1\.1 (400|403|404|405|421) /);
    const asked = api.requests.slice(before).map(({ path }) => path);
    expect(asked.filter((path) => !/^\/(version|apis\/batch\/v1)$/.test(path))).toEqual([]);
    expect((await fetch(`${dashboard.origin}/healthz`)).status).toBe(200);
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

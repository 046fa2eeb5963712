import { expect, test } from "vitest";
import { routes } from "#lib/api/routes";
import {
  type GateRequest,
  gate,
  isLinkFromElsewhere,
  pagePolicy,
  refusalOf,
} from "#lib/server/gate";
import { Session } from "#lib/server/session";

interface Sent {
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The status a request is refused with; null when it may pass. */
function refused(sent: Sent, port = 7070): number | null {
  return gate(request(sent), port)?.status ?? null;
}

function request({ method = "GET", url = "/jobs", headers = {} }: Sent): GateRequest {
  const all: Record<string, string> = { host: "127.0.0.1:7070", ...headers };
  return { method, url, header: (name) => all[name] ?? null };
}

const ours = { "sec-fetch-site": "same-origin", origin: "http://127.0.0.1:7070" };
const linked = {
  "sec-fetch-site": "cross-site",
  "sec-fetch-mode": "navigate",
  "sec-fetch-dest": "document",
};
const change = {
  "content-type": "application/json",
  "content-length": "80",
  "x-batchboard-action": "1",
};
const post = (headers: Record<string, string>, url = "/api/actions"): Sent => ({
  method: "POST",
  url,
  headers,
});

test.each<[string, Sent, number | null]>([
  [
    "a person opens a page",
    {
      headers: {
        "sec-fetch-site": "none",
        "sec-fetch-mode": "navigate",
        "sec-fetch-dest": "document",
      },
    },
    null,
  ],
  [
    "our own page asks",
    { url: "/api/watch?view=jobs", headers: { "sec-fetch-site": "same-origin" } },
    null,
  ],
  ["a tool asks", {}, null],
  ["localhost", { headers: { host: "localhost:7070" } }, null],
  ["IPv6", { headers: { host: "[::1]:7070" } }, null],
  [
    "a link from another page",
    {
      headers: linked,
    },
    null,
  ],
  ["our own page acts", post({ ...ours, ...change }), null],

  ["another name for us (DNS rebinding)", { headers: { host: "evil.example:7070" } }, 421],
  ["a name that ends like ours", { headers: { host: "localhost.evil.example:7070" } }, 421],
  ["another port", { headers: { host: "127.0.0.1:80" } }, 421],
  ["no port", { headers: { host: "127.0.0.1" } }, 421],
  ["two hosts", { headers: { host: "127.0.0.1:7070,evil.example" } }, 421],
  ["an absolute address", { url: "http://evil.example/jobs" }, 421],
  ["an address without scheme", { url: "//evil.example/jobs" }, 421],
  ["an address of 9,000 characters", { url: `/${"x".repeat(9000)}` }, 414],
  ["a path with dot segments", { url: "/.//evil.example/" }, 400],
  ["a path that climbs", { url: "/jobs/../api/watch" }, 400],
  ["a path with a backslash", { url: "/\\evil.example" }, 400],
  ["dots in the query alone", { url: "/jobs?q=/../" }, null],
  ["an upgrade", { headers: { upgrade: "websocket" } }, 400],
  ["a Server Action", post({ ...ours, ...change, "next-action": "x" }), 400],
  ["a subrequest mark", { headers: { "x-middleware-subrequest": "proxy" } }, 400],

  ["another site reads", { url: "/api/watch", headers: { "sec-fetch-site": "cross-site" } }, 403],
  [
    "another port of this machine reads",
    { url: "/api/logs", headers: { "sec-fetch-site": "same-site" } },
    403,
  ],
  [
    "another site links to data",
    {
      url: "/api/manifest",
      headers: linked,
    },
    403,
  ],
  [
    "another site frames us",
    {
      headers: {
        "sec-fetch-site": "cross-site",
        "sec-fetch-mode": "navigate",
        "sec-fetch-dest": "iframe",
      },
    },
    403,
  ],
  [
    "an old browser reads from another origin",
    { url: "/api/watch", headers: { origin: "http://evil.example" } },
    403,
  ],
  ["origin null", post({ ...change, origin: "null" }), 403],
  ["an origin of another of our names", post({ ...change, origin: "http://localhost:7070" }), 403],
  ["no origin at all", post(change), 403],
  [
    "a form",
    post({ ...ours, "content-length": "9", "content-type": "application/x-www-form-urlencoded" }),
    403,
  ],
  ["text that looks like JSON", post({ ...ours, ...change, "content-type": "text/plain" }), 403],
  [
    "no header of ours",
    post({ ...ours, "content-type": "application/json", "content-length": "80" }),
    403,
  ],
  ["a body of 1 MB", post({ ...ours, ...change, "content-length": "1000000" }), 413],
  [
    "a manifest of 400 KB",
    post({ ...ours, ...change, "content-length": "400000" }, "/api/creations"),
    null,
  ],
  [
    "a manifest of 1 MB",
    post({ ...ours, ...change, "content-length": "1000000" }, "/api/creations"),
    413,
  ],
  [
    "a body of unknown length",
    post({ ...ours, "content-type": "application/json", "x-batchboard-action": "1" }),
    413,
  ],
  ["a HEAD of a page", { method: "HEAD" }, null],
  ["a HEAD that would open a stream", { method: "HEAD", url: "/api/watch?view=jobs" }, 405],
  ["a page that is posted to", post({ ...ours, ...change }, "/jobs"), 405],
  ["DELETE", { method: "DELETE", url: "/api/actions", headers: ours }, 405],
  ["OPTIONS", { method: "OPTIONS", url: "/api/actions" }, 403],
  ["TRACE", { method: "TRACE", headers: ours }, 405],
])("S12, S13, S14: %s: %j → %j", (_, sent, expected) => {
  expect(refused(sent)).toBe(expected);
});

/** What a page elsewhere, an old browser or a tool may send, and our own page. */
const senders: readonly (readonly [who: string, headers: Record<string, string>, may: boolean])[] =
  [
    ["our own page", { ...ours, ...change }, true],
    [
      "another site",
      { ...change, "sec-fetch-site": "cross-site", origin: "http://evil.example" },
      false,
    ],
    [
      "another port of this machine",
      { ...change, "sec-fetch-site": "same-site", origin: "http://127.0.0.1:8080" },
      false,
    ],
    ["a browser that says no origin", change, false],
    ["an origin of null", { ...change, origin: "null" }, false],
    ["a form of ours", { ...ours, ...change, "content-type": "text/plain" }, false],
    [
      "a page without our header",
      { ...ours, "content-type": "application/json", "content-length": "80" },
      false,
    ],
  ];
const written = [routes.actions, routes.plan, routes.creations];

test.each(written.flatMap((route) => senders.map((sender) => [route, ...sender] as const)))(
  "S12: %s takes nothing but what our own pages send: %s",
  (route, _, headers, may) => {
    expect(refused(post({ ...headers }, route))).toBe(may ? null : 403);
    const other = { ...post({ ...headers }, route), method: "DELETE" };
    expect([403, 405]).toContain(refused(other));
  },
);

test("S30: a route asks for the session again, whatever was in front of it", () => {
  const session = new Session(7070);
  const cookie = session.redeem(session.issueKey())?.split(";")[0] ?? "";
  const asked = (headers: Record<string, string>) =>
    refusalOf(new Request("http://127.0.0.1:7070/api/watch?view=jobs", { headers }), session)
      ?.code ?? null;
  expect(asked({ host: "127.0.0.1:7070", cookie })).toBeNull();
  expect(asked({ host: "127.0.0.1:7070" })).toBe("unauthenticated");
  expect(asked({ host: "127.0.0.1:7070", cookie: "batchboard-7070=x" })).toBe("unauthenticated");
  expect(asked({ host: "evil.example:7070", cookie })).toBe("cross-origin");
  expect(asked({ host: "127.0.0.1:7070", cookie, "sec-fetch-site": "cross-site" })).toBe(
    "cross-origin",
  );
});

test("on port 80, which browsers leave out of Host and Origin, a page is served and may act", () => {
  const host = "localhost";
  const acts = post({
    ...change,
    host,
    origin: "http://localhost",
    "sec-fetch-site": "same-origin",
  });
  expect(refused({ headers: { host } }, 80)).toBeNull();
  expect(refused(acts, 80)).toBeNull();
  expect(refused({ headers: { host: "evil.example" } }, 80)).toBe(421);
});

test.each<[string, Sent, boolean]>([
  ["a link on another site", { headers: linked }, true],
  [
    "a link on another port of this machine",
    { headers: { ...linked, "sec-fetch-site": "same-site" } },
    true,
  ],
  ["a link of our own", { headers: { ...linked, "sec-fetch-site": "same-origin" } }, false],
  ["a bookmark", { headers: { ...linked, "sec-fetch-site": "none" } }, false],
  ["a frame elsewhere", { headers: { ...linked, "sec-fetch-dest": "iframe" } }, false],
  ["a link to data", { url: "/api/manifest", headers: linked }, false],
  ["a tool", {}, false],
])("%s is a link from elsewhere: %j → %j", (_, sent, expected) => {
  expect(isLinkFromElsewhere(request(sent))).toBe(expected);
});

test("S20: the policy lets scripts run by nonce alone, and nothing be framed, posted or loaded from elsewhere", () => {
  const policy = pagePolicy("abc");
  expect(policy).toContain("script-src 'nonce-abc' 'strict-dynamic'");
  expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|https?:|\*/);
  for (const closed of [
    "default-src",
    "object-src",
    "base-uri",
    "frame-ancestors",
    "form-action",
  ]) {
    expect(policy).toContain(`${closed} 'none'`);
  }
});

import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { oidcTokens } from "#lib/kubernetes/oidc-token";
import { certificates } from "#lib/kubernetes/testing/certificates";
import { ManualClock } from "#lib/time/clock";

const clock = new ManualClock(1_000_000_000_000);
const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
/** An id token that ends so many seconds from now. */
const idToken = (seconds: number) =>
  `${encoded({ alg: "none" })}.${encoded({ exp: clock.now() / 1000 + seconds })}.x`;

let provider: Server;
let issuer: string;
/** The forms that were posted to the token endpoint. */
let asked: string[];
/** What it answers. */
let answer: { status: number; body: unknown };

beforeEach(async () => {
  asked = [];
  answer = { status: 200, body: { id_token: idToken(3600), refresh_token: "canary-2" } };
  provider = createServer(certificates.server, async (request, response) => {
    if (request.url === "/auth/.well-known/openid-configuration") {
      response.end(JSON.stringify({ issuer, token_endpoint: `${issuer}/token` }));
      return;
    }
    asked.push(Buffer.concat(await request.toArray()).toString());
    response.writeHead(answer.status).end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => provider.listen(0, resolve));
  issuer = `https://localhost:${(provider.address() as AddressInfo).port}/auth`;
});
afterEach(() => provider.close());

function user(config: object = {}) {
  return oidcTokens(
    "jane",
    {
      "idp-issuer-url": issuer,
      "idp-certificate-authority-data": Buffer.from(certificates.ca).toString("base64"),
      "client-id": "kubectl",
      "client-secret": "canary s",
      "refresh-token": "canary-1",
      ...config,
    },
    clock,
  );
}

test("the id token of the kubeconfig serves until it ends, then the refresh token gets new ones", async () => {
  const given = idToken(60);
  const next = user({ "id-token": given });
  expect(await next()).toEqual({ value: given, expiresAt: clock.now() + 60_000 });
  expect(asked).toEqual([]);
  expect(await next()).toEqual({ value: idToken(3600), expiresAt: clock.now() + 3_600_000 });
  await next();
  const form = (token: string) =>
    `grant_type=refresh_token&refresh_token=${token}&client_id=kubectl&client_secret=canary+s`;
  expect(asked).toEqual([form("canary-1"), form("canary-2")]);
});

test("an id token that has ended already is never shown", async () => {
  expect((await user({ "id-token": idToken(-1) })()).value).toBe(idToken(3600));
});

test.each([
  [
    "a login without a refresh token",
    { "id-token": "x.e30.x", "refresh-token": undefined },
    'the OIDC login of the user "jane" has ended. Log in again.',
  ],
  [
    "a provider that says no",
    {},
    "could not be renewed: the provider answered 400: it was revoked",
  ],
  [
    "a provider that is not known to be itself",
    { "idp-certificate-authority-data": undefined },
    "is signed by an authority the kubeconfig does not trust",
  ],
  [
    "a provider without TLS",
    { "idp-issuer-url": "http://localhost:1" },
    "the provider has no https address",
  ],
])("%s is said in one sentence, without secrets", async (_, config, message) => {
  answer = { status: 400, body: { error: "invalid_grant", error_description: "it was revoked" } };
  const next = user(config);
  if ("id-token" in config) await next();
  const failure = await next().catch((error: Error) => error.message);
  expect(failure).toContain(message);
  expect(failure).not.toContain("canary");
});

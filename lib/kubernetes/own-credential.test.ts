import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createClient } from "#lib/kubernetes/client";
import { openCredential } from "#lib/kubernetes/credential";
import type { UserEntry } from "#lib/kubernetes/kubeconfig-file";
import { jobs } from "#lib/kubernetes/resources";
import { systemClock } from "#lib/time/clock";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A client of a server that answers each request with what `answer` makes of it. */
async function clientOf(
  user: Partial<UserEntry>,
  status: number,
  answer: (asked: IncomingMessage) => string,
) {
  const server = createServer((request, response) => {
    response.writeHead(status).end(answer(request));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  const credential = openCredential({
    source: "kubeconfig",
    context: "c",
    contexts: ["c"],
    namespace: "default",
    cluster: { name: "c", server: `http://127.0.0.1:${port}`, skipTLSVerify: false },
    user: { name: "u", ...user },
    oidc: null,
    clock: systemClock,
  });
  const client = createClient(credential, { clock: systemClock });
  closing.push(() => client.close());
  return client;
}

const said = ({ headers }: IncomingMessage) => `you sent ${headers.authorization}, which is odd`;
const status = (request: IncomingMessage) => ({
  kind: "Status",
  message: said(request),
  details: { causes: [{ message: said(request) }] },
});
const errors: readonly [name: string, code: number, (request: IncomingMessage) => string][] = [
  ["the Status of an API server", 403, (request) => JSON.stringify(status(request))],
  ["the page of a proxy", 502, (request) => `<h1>${said(request)}</h1>`],
  ["an answer that is not JSON", 200, ({ headers }) => headers.authorization ?? ""],
];
const users: readonly [Partial<UserEntry>, secret: string][] = [
  [{ token: "canary-token" }, "canary-token"],
  [{ username: "u", password: "canary" }, Buffer.from("u:canary").toString("base64")],
];

test.each(errors)(
  "S17: %s that repeats the credential is told without it",
  async (_, code, answer) => {
    for (const [user, secret] of users) {
      const client = await clientOf(user, code, answer);
      const failure = await client.version().catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(Error);
      const told = `${failure} ${JSON.stringify(failure)}`;
      expect(told).not.toContain(secret);
      if (code !== 200) expect(told).toContain("you sent");
    }
  },
);

test("S17: an error inside a watch that repeats the credential is told without it", async () => {
  const client = await clientOf(
    { token: "canary-token" },
    200,
    (request) => `${JSON.stringify({ type: "ERROR", object: status(request) })}\n`,
  );
  const events = await client.watch(jobs, { timeoutSeconds: 9 }, new AbortController().signal);
  const failure = await events.next().catch((error: unknown) => error);
  const told = `${failure} ${JSON.stringify(failure)}`;
  expect(told).toContain("you sent");
  expect(told).not.toContain("canary-token");
});

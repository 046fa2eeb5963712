import { createServer as createHttpServer } from "node:http";
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Client, createClient } from "#lib/kubernetes/client";
import { type CredentialSource, openCredential } from "#lib/kubernetes/credential";
import type { ClusterEntry, UserEntry } from "#lib/kubernetes/kubeconfig-file";
import { cronJobs, events, jobs } from "#lib/kubernetes/resources";
import { ConnectionError, StatusError } from "#lib/kubernetes/status-error";
import { certificates } from "#lib/kubernetes/testing/certificates";
import { ScriptedApiServer } from "#lib/kubernetes/testing/scripted-api-server";
import { InvalidName } from "#lib/kubernetes/url";
import { systemClock } from "#lib/time/clock";

const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function clientOf(
  url: string,
  cluster: Partial<ClusterEntry> = {},
  user: Partial<UserEntry> = { token: "canary-token" },
  more: Partial<CredentialSource> = {},
): Client {
  const credential = openCredential({
    source: "kubeconfig",
    context: "c",
    contexts: ["c"],
    namespace: "default",
    cluster: { name: "c", server: url, skipTLSVerify: false, ...cluster },
    user: { name: "u", ...user },
    oidc: null,
    clock: systemClock,
    ...more,
  });
  const client = createClient(credential, { clock: systemClock });
  closing.push(() => client.close());
  return client;
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => "no failure",
    (error: unknown) => error,
  );
}

async function messageOf(promise: Promise<unknown>): Promise<string> {
  const failure = await failureOf(promise);
  return failure instanceof ConnectionError ? failure.message : String(failure);
}

const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("against an API server", () => {
  let server: ScriptedApiServer;
  let client: Client;

  beforeEach(async () => {
    server = await new ScriptedApiServer().listen();
    closing.push(() => server.close());
    client = clientOf(server.url);
  });

  test("a list comes in pages of what was asked for, reduced; what cannot be read is counted", async () => {
    for (const name of ["a", "b", "c"]) {
      server.apply("jobs", { metadata: { name, managedFields: [{ big: true }] } });
    }
    server.apply("jobs", { metadata: { name: "d", uid: "" } });
    const first = await client.list(jobs, { namespace: "default", limit: 3 });
    expect(first.items.map(({ metadata }) => metadata.name)).toEqual(["a", "b", "c"]);
    expect(first.items[0]?.metadata).not.toHaveProperty("managedFields");
    expect(first).toMatchObject({ remaining: 1, unreadable: 0 });
    const second = await client.list(jobs, {
      namespace: "default",
      limit: 3,
      continue: first.continue,
    });
    expect(second).toMatchObject({ items: [], remaining: null, continue: "", unreadable: 1 });
    expect(second.resourceVersion).toBe(first.resourceVersion);
  });

  test("S10: queries are encoded, so no value can add a parameter", async () => {
    await client.list(events, {
      namespace: "default",
      fieldSelector: "involvedObject.uid=x&limit=1#?",
      labelSelector: "app in (a, b)",
    });
    const [{ path, query }] = server.requests as [(typeof server.requests)[number]];
    expect(path).toBe("/api/v1/namespaces/default/events");
    expect(Object.fromEntries(query)).toEqual({
      fieldSelector: "involvedObject.uid=x&limit=1#?",
      labelSelector: "app in (a, b)",
    });
  });

  test("S10: a name that could lead elsewhere never leaves", async () => {
    const stop = new AbortController().signal;
    const attempts = [
      () => client.getRaw(jobs, "default", ".."),
      () => client.patch(jobs, "default", "", {}),
      () => client.patch(jobs, "..", "a", {}),
      () => client.delete(jobs, "default", "", { propagationPolicy: "Background", uid: "u" }),
      () => client.delete(jobs, "..", "a", { propagationPolicy: "Background", uid: "u" }),
      () => client.create(jobs, "a/b", {}),
      () => client.create(jobs, "", {}),
      () => client.log("default", "p/exec?command=id", { container: "c" }, stop),
      () => client.watch(jobs, { namespace: "a/b", timeoutSeconds: 1 }, stop),
      () => client.list(jobs, { namespace: "" }),
    ];
    for (const attempt of attempts) expect(await failureOf(attempt())).toBeInstanceOf(InvalidName);
    expect(server.requests).toEqual([]);
  });

  test("a patch names one object and is a merge patch", async () => {
    server.apply("cronjobs", { metadata: { name: "echo" }, spec: { schedule: "* * * * *" } });
    const patched = await client.patch(cronJobs("v1"), "default", "echo", {
      spec: { suspend: true },
    });
    expect(patched.spec).toEqual({ schedule: "* * * * *", suspend: true });
    expect(server.requests[0]).toMatchObject({
      method: "PATCH",
      path: "/apis/batch/v1/namespaces/default/cronjobs/echo",
      body: '{"spec":{"suspend":true}}',
    });
    expect(server.requests[0]?.headers["content-type"]).toBe("application/merge-patch+json");
  });

  test("a patch whose answer was lost is not sent again: whether it happened is not guessed", async () => {
    server.apply("jobs", { metadata: { name: "a" } });
    server.fault(({ method }) => method === "PATCH", "reset");
    const failure = await failureOf(client.patch(jobs, "default", "a", { spec: {} }));
    expect(failure).toBeInstanceOf(ConnectionError);
    expect(server.requests).toHaveLength(1);
  });

  test("an object is created in its namespace, and what was made of it is given back whole", async () => {
    const job = { metadata: { name: "a" }, spec: { any: "field" } };
    const made = await client.create(jobs, "default", job, { fieldValidation: "Strict" });
    expect(made).toMatchObject({ ...job, metadata: { name: "a", uid: expect.any(String) } });
    expect(server.requests[0]).toMatchObject({
      method: "POST",
      path: "/apis/batch/v1/namespaces/default/jobs",
      body: JSON.stringify(job),
    });
    expect(server.requests[0]?.headers["content-type"]).toBe("application/json");
  });

  test("a dry run says so to the API server", async () => {
    await client.create(jobs, "default", { metadata: { name: "a" } }, { dryRun: "All" });
    expect(server.requests[0]?.query.get("dryRun")).toBe("All");
    expect(server.get("jobs", "default", "a")).toBeUndefined();
    server.apply("jobs", { metadata: { name: "b", uid: "u" } });
    const options = { propagationPolicy: "Orphan", uid: "u", dryRun: "All" } as const;
    await client.delete(jobs, "default", "b", options);
    expect(JSON.parse(server.requests[1]?.body ?? "")).toMatchObject({ dryRun: ["All"] });
  });

  test("S11: a deletion names one object and its uid, and what becomes of what it owns", async () => {
    server.apply("jobs", { metadata: { name: "a", uid: "u" } });
    const options = { propagationPolicy: "Background", uid: "u" } as const;
    await client.delete(jobs, "default", "a", options);
    expect(server.requests[0]).toMatchObject({
      method: "DELETE",
      path: "/apis/batch/v1/namespaces/default/jobs/a",
    });
    expect(JSON.parse(server.requests[0]?.body ?? "")).toEqual({
      apiVersion: "v1",
      kind: "DeleteOptions",
      propagationPolicy: "Background",
      preconditions: { uid: "u" },
    });
    expect(server.get("jobs", "default", "a")).toBeUndefined();
  });

  test("the API server tells who one is, or does not", async () => {
    expect(await client.whoAmI()).toBeNull();
    server.userName = "jane@example.org";
    expect(await client.whoAmI()).toBe("jane@example.org");
    server.fault(() => true, { status: 403, message: "no" }, 1);
    expect(await client.whoAmI()).toBeNull();
    server.fault(() => true, { status: 500, message: "broken" });
    expect(await failureOf(client.whoAmI())).toMatchObject({ code: 500 });
  });

  test("a refusal carries the API server's own words", async () => {
    server.fault(() => true, {
      status: 429,
      reason: "TooManyRequests",
      message: "too many requests, please try again later",
      headers: { "retry-after": "3" },
      details: { retryAfterSeconds: 1 },
    });
    const failure = await failureOf(client.version());
    expect(failure).toBeInstanceOf(StatusError);
    expect(failure).toMatchObject({
      code: 429,
      reason: "TooManyRequests",
      message: "too many requests, please try again later",
      retryAfterSeconds: 3,
    });
  });

  test("a 401 is asked again once with a fresh credential, also for a write", async () => {
    server.apply("jobs", { metadata: { name: "a" } });
    let given = 0;
    const rotating = clientOf(
      server.url,
      {},
      {},
      {
        oidc: async () => ({ value: `token-${++given}`, expiresAt: Number.POSITIVE_INFINITY }),
      },
    );
    const refused = { status: 401, reason: "Unauthorized", message: "Unauthorized" };
    server.fault(({ headers }) => headers.authorization === "Bearer token-1", refused);
    await rotating.patch(jobs, "default", "a", { spec: {} });
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer token-1",
      "Bearer token-2",
    ]);
    server.fault(() => true, refused);
    expect(await failureOf(rotating.version())).toMatchObject({ code: 401 });
    expect(server.requests).toHaveLength(4);
  });

  test("impersonation names every group", async () => {
    const impersonate = { user: "jane", groups: ["dev", "ops"], extra: [] };
    await clientOf(server.url, {}, { impersonate }).version();
    expect(server.requests[0]?.headers).toMatchObject({
      "impersonate-user": "jane",
      "impersonate-group": "dev, ops",
    });
  });

  test("S28: a redirect is not followed: no other host sees the credential", async () => {
    let visits = 0;
    const other = createHttpServer((_, response) => {
      visits += 1;
      response.end("{}");
    });
    const elsewhere = await listening(other);
    server.fault(() => true, { status: 302, headers: { location: `${elsewhere}/latest` } });
    expect(await failureOf(client.version())).toMatchObject({ code: 302 });
    expect(visits).toBe(0);
  });

  test("an answer that breaks off is no answer", async () => {
    server.fault(() => true, "cut");
    expect(await messageOf(client.list(jobs, {}))).toMatch(/closed the connection$/);
  });

  test("a stream that breaks off says so after what arrived", async () => {
    server.writeLog("default", "p", "c", ["2026-03-10T12:00:00.000000000Z one"]);
    const { signal } = new AbortController();
    const { body } = await client.log("default", "p", { container: "c", follow: true }, signal);
    let text = "";
    const read = (async () => {
      for await (const bytes of body) {
        text += Buffer.from(bytes).toString();
        server.cutLogs();
      }
    })();
    expect(await messageOf(read)).toMatch(/closed the connection$/);
    expect(text).toBe("one\n");
  });

  test("what the caller aborts ends with the caller's reason, in whatever state it is", async () => {
    server.fault(({ path }) => path === "/version", "hang");
    const stop = new AbortController();
    const asked = failureOf(client.version(stop.signal));
    const log = await client.log("default", "p", { container: "c", follow: true }, stop.signal);
    const read = failureOf(log.body[Symbol.asyncIterator]().next());
    const watch = await client.watch(jobs, { timeoutSeconds: 300 }, stop.signal);
    const watched = failureOf(watch[Symbol.asyncIterator]().next());
    stop.abort("enough");
    expect(await Promise.all([asked, read, watched])).toEqual(["enough", "enough", "enough"]);
    expect(await failureOf(client.list(jobs, {}, stop.signal))).toBe("enough");
  });

  test("a hundred requests share their connections", async () => {
    const ports = new Set<unknown>();
    for (let i = 0; i < 100; i++) await client.version();
    for (const { port } of server.requests) ports.add(port);
    expect(ports.size).toBeLessThanOrEqual(2);
  });

  test.each(["v1", "v1beta1"] as const)(
    "CronJobs are found where they are served: %s",
    async (version) => {
      server.cronJobs = version;
      expect(await client.discover()).toEqual({ cronJobs: version });
    },
  );

  test("a cluster without CronJobs is a cluster all the same", async () => {
    const when = ({ path }: { path: string }) => path.startsWith("/apis/batch/");
    server.fault(when, { status: 404, reason: "NotFound" });
    expect(await client.discover()).toEqual({ cronJobs: null });
  });

  test("may I: no opinion is no", async () => {
    server.allows = ({ verb }) => verb === "list";
    const attributes = { group: "", resource: "pods", namespace: "" };
    expect(await client.review({ verb: "list", ...attributes })).toEqual({ allowed: true });
    expect(await client.review({ verb: "watch", ...attributes })).toEqual({ allowed: false });
  });
});

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("what lies in between is told apart in one sentence", () => {
  test("nobody listens", async () => {
    const server = await new ScriptedApiServer().listen();
    const { url, port } = server;
    await server.close();
    expect(await messageOf(clientOf(url).version())).toBe(
      `connection to 127.0.0.1:${port} refused: is the API server running there?`,
    );
  });

  test("no such host", async () => {
    expect(await messageOf(clientOf("https://no-such-host.invalid:6443").version())).toBe(
      "no address could be found for no-such-host.invalid:6443",
    );
  });

  test("something that is no API server answers", async () => {
    const other = createHttpServer((_, response) => {
      response.writeHead(503, { "content-type": "text/html" });
      response.end("<html><h1>Service\n Unavailable</h1></html>");
    });
    const url = await listening(other);
    const failure = await failureOf(clientOf(url).version());
    expect(failure).toMatchObject({ code: 503 });
    expect(String(failure)).toContain(`${url.slice(7)} answered 503: Service Unavailable`);
  });

  test("something answers that is not HTTP", async () => {
    const other = createTcpServer((socket: Socket) => socket.end("220 ftp ready\r\n"));
    expect(await messageOf(clientOf(await listening(other)).version())).toMatch(
      /^127\.0\.0\.1:\d+ /,
    );
  });

  async function tlsServer(tls: object): Promise<ScriptedApiServer> {
    const server = await new ScriptedApiServer({ tls }).listen();
    closing.push(() => server.close());
    return server;
  }
  const trusted = { caData: base64(certificates.ca) };

  test("S28: the certificate is of an authority that is not trusted", async () => {
    const server = await tlsServer(certificates.server);
    expect(await messageOf(clientOf(server.url).version())).toContain(
      "is signed by an authority the kubeconfig does not trust",
    );
    expect(server.requests).toEqual([]);
  });

  test("S28: the certificate has expired", async () => {
    const server = await tlsServer(certificates.expired);
    expect(await messageOf(clientOf(server.url, trusted).version())).toContain("has expired");
  });

  test("S28: the certificate is for another name", async () => {
    const server = await tlsServer(certificates.server);
    const named = { ...trusted, tlsServerName: "elsewhere.example" };
    expect(await messageOf(clientOf(server.url, named).version())).toContain("is for another name");
  });

  test("the certificate is right, or nobody is to look", async () => {
    const server = await tlsServer(certificates.server);
    await clientOf(server.url, trusted).version();
    await clientOf(server.url, { ...trusted, tlsServerName: "localhost" }).version();
    await clientOf(server.url, { skipTLSVerify: true }).version();
    expect(server.requests).toHaveLength(3);
  });

  test("the API server wants a client certificate, and gets it", async () => {
    const server = await tlsServer({
      ...certificates.server,
      ca: certificates.ca,
      requestCert: true,
      rejectUnauthorized: true,
    });
    const certificate = {
      certData: base64(certificates.client.cert),
      keyData: base64(certificates.client.key),
    };
    await clientOf(server.url, trusted, certificate).version();
    expect(await failureOf(clientOf(server.url, trusted).version())).toBeInstanceOf(
      ConnectionError,
    );
    expect(server.requests).toHaveLength(1);
  });

  test("a proxy that is not there is not taken for the API server", async () => {
    const server = await tlsServer(certificates.server);
    const gone = createHttpServer();
    const proxyUrl = await listening(gone);
    await new Promise((resolve) => gone.close(resolve));
    const failed = clientOf(server.url, { ...trusted, proxyUrl }).version();
    await expect(failed).rejects.toThrow(`the proxy ${new URL(proxyUrl).host}`);
  });

  test("a proxy is asked to pass it on", async () => {
    const server = await tlsServer(certificates.server);
    const asked: string[] = [];
    const proxy = createHttpServer();
    proxy.on("connect", (request, socket) => {
      asked.push(request.url ?? "");
      const { port } = new URL(`http://${request.url}`);
      const upstream = connect(Number(port), "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        upstream.pipe(socket).pipe(upstream);
      });
    });
    const proxyUrl = await listening(proxy);
    await clientOf(server.url, { ...trusted, proxyUrl }).version();
    expect(asked).toEqual([new URL(server.url).host]);
    expect(server.requests).toHaveLength(1);
  });

  test("S17: no message names the credential", async () => {
    const server = await tlsServer(certificates.server);
    for (const cluster of [trusted, {}]) {
      server.fault(() => true, { status: 403, reason: "Forbidden", message: "no" }, 1);
      const failure = await failureOf(clientOf(server.url, cluster).version());
      expect(JSON.stringify([failure, String(failure)])).not.toContain("canary-token");
    }
  });
});

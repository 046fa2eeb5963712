import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { NodeConnection } from "#lib/server/connection";

/** What the app does with a request, once its connection was made. */
let app: (response: ServerResponse, connection: NodeConnection) => void;
let server: Server;
let url: string;
beforeEach(async () => {
  server = createServer((_: IncomingMessage, response: ServerResponse) => {
    app(response, new NodeConnection(response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const bytes = (text: string) => new TextEncoder().encode(text);

/** The parts of a body as they come; ask for the next one. */
async function open(signal?: AbortSignal) {
  const response = await fetch(url, signal ? { signal } : {});
  const reader = response.body?.getReader();
  const next = async () => new TextDecoder().decode((await reader?.read())?.value);
  return { response, next };
}

test("where the app would end the answer, with the head it said, the stream begins", async () => {
  let connection: NodeConnection | null = null;
  app = (response, its) => {
    connection = its;
    its.takeOver(() => its.write(bytes("one")));
    response.setHeader("content-type", "text/event-stream");
    response.end();
  };
  const { response, next } = await open();
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  expect(await next()).toBe("one");
  const its = connection as unknown as NodeConnection;
  its.write(bytes("two"));
  expect(await next()).toBe("two");
  its.end();
  expect(await next()).toBe("");
});

test.each<[string, (response: ServerResponse) => void]>([
  ["at once", (response) => response.end("refused")],
  [
    "in parts",
    (response) => {
      response.write("refused");
      response.end();
    },
  ],
])("an answer that the app gives itself, %s, stays as it is", async (_, give) => {
  let begun = false;
  app = (response, its) => {
    its.takeOver(() => {
      begun = true;
    });
    response.statusCode = 503;
    give(response);
  };
  const response = await fetch(url);
  expect(response.status).toBe(503);
  expect(await response.text()).toBe("refused");
  expect(begun).toBe(false);
});

test("a stream holds nothing of what the app made for its request", async () => {
  const asked = Promise.withResolvers<ServerResponse>();
  const closed: string[] = [];
  app = (response, its) => {
    Reflect.set(response.req, Symbol.for("NextInternalRequestMeta"), { much: "of it" });
    response.on("close", () => closed.push("the app"));
    response.write = () => true;
    its.on("close", () => closed.push("the stream"));
    its.takeOver(() => its.write(bytes("one")));
    response.end();
    asked.resolve(response);
  };
  const leave = new AbortController();
  const { next } = await open(leave.signal);
  expect(await next()).toBe("one");
  const response = await asked.promise;
  expect(Object.getOwnPropertySymbols(response.req)).not.toContain(
    Symbol.for("NextInternalRequestMeta"),
  );
  for (const name of ["write", "end"] as const) {
    expect(response[name]).toBe(Object.getPrototypeOf(response)[name]);
  }
  leave.abort();
  await expect.poll(() => closed).toEqual(["the stream"]);
});

test("what the network has not taken is counted, and its end told of", async () => {
  const drained = Promise.withResolvers<number>();
  const queued: number[] = [];
  app = (response, its) => {
    its.on("drain", () => drained.resolve(its.queued));
    its.takeOver(() => {
      // More than a network on one machine holds.
      its.write(new Uint8Array(64 * 1024 * 1024));
      queued.push(its.queued);
    });
    response.end();
  };
  const { next } = await open();
  expect(queued[0]).toBeGreaterThan(1024 * 1024);
  let left = 64 * 1024 * 1024;
  while (left > 0) left -= (await next()).length;
  expect(await drained.promise).toBe(0);
});

test("a connection that its browser has left says so", async () => {
  const asked = Promise.withResolvers<NodeConnection>();
  app = (_, its) => asked.resolve(its);
  const leave = new AbortController();
  const answer = fetch(url, { signal: leave.signal });
  const its = await asked.promise;
  expect(its.closed).toBe(false);
  leave.abort();
  await expect(answer).rejects.toThrow();
  await expect.poll(() => its.closed).toBe(true);
});

import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import type { Client } from "#lib/kubernetes/client";
import type { LogOptions } from "#lib/kubernetes/request-options";
import { ConnectionError } from "#lib/kubernetes/status-error";
import { NodeConnection } from "#lib/server/connection";
import type { EndpointContext } from "#lib/server/endpoints/endpoint";
import { answerLogExport } from "#lib/server/endpoints/log-export";
import { type Outflow, openOutflow } from "#lib/server/outflow";
import type { Viewer } from "#lib/server/viewer";
import { systemClock, turn } from "#lib/time/clock";

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

type Body = AsyncIterable<Uint8Array>;
const pod = {
  metadata: { name: "p", namespace: "default", uid: "u", resourceVersion: "1" },
  spec: { containers: [{ name: "main" }, { name: "side" }] },
};

/** Serves downloads of a Pod whose logs these are, over real HTTP, as the command and the app do. */
async function serve(log: (options: LogOptions) => Body) {
  const outflow = Promise.withResolvers<Outflow>();
  const client = {
    get: async () => pod,
    log: async (_: string, __: string, options: LogOptions) => ({
      status: 200,
      body: log(options),
    }),
  } as unknown as Client;
  server = createServer(async (request, response) => {
    const context = {
      openDownload: () => {
        const opened = openOutflow(systemClock, new NodeConnection(response));
        outflow.resolve(opened);
        return opened;
      },
      pool: () => null,
      serverNow: () => 0,
      onError: (error: unknown) => expect.fail(String(error)),
    } as unknown as EndpointContext;
    const asked = new Request(`http://localhost${request.url}`);
    const head = await answerLogExport(context, { client } as Viewer, asked);
    for (const [name, value] of head.headers) response.setHeader(name, value);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as AddressInfo).port, outflow: outflow.promise };
}

const path = (form: string, container = "") =>
  `/?namespace=default&of=pod/p&container=${encodeURIComponent(container)}&form=${form}`;

async function* bodyOf(...parts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}

async function saved(port: number, query: string): Promise<Buffer> {
  const response = await fetch(`http://127.0.0.1:${port}${query}`);
  return Buffer.from(await response.arrayBuffer());
}

test("bytes that are no text, carriage returns and cut characters leave as they were printed", async () => {
  const raw = Buffer.concat([
    Buffer.from([0xff, 0xfe, 0x00, 0xc3]),
    Buffer.from("\r\n\u001b[0m"),
    Buffer.from("żółw").subarray(0, 3),
  ]);
  const { port } = await serve(({ timestamps }) => {
    expect(timestamps).toBe(false);
    return bodyOf(raw.subarray(0, 3), raw.subarray(3));
  });
  expect(await saved(port, path("merged", "main"))).toEqual(raw);
});

test("in a file of several logs too, and each line is whole before another's begins", async () => {
  const stamp = "2026-03-10T12:00:00.000000001Z ";
  const long = Buffer.concat([randomBytes(300_000).map((byte) => byte | 0x80), Buffer.from("\n")]);
  const later = "2026-03-10T12:00:01.000000001Z ";
  const { port } = await serve(({ container }) =>
    container === "main"
      ? bodyOf(
          stamp,
          ...[0, 1, 2].map((part) => long.subarray(part * 120_000, (part + 1) * 120_000)),
          `${later}\u001b[31mends\r`,
        )
      : bodyOf(`${stamp}side\n${later.slice(0, 20)}`, `${later.slice(20)}side again`),
  );
  expect(await saved(port, path("merged", "*"))).toEqual(
    Buffer.concat([
      Buffer.from(`p/main ${stamp}`),
      long,
      Buffer.from(
        `p/side ${stamp}side\np/main ${later}\u001b[31mends\r\np/side ${later}side again\n`,
      ),
    ]),
  );
});

test("a log that breaks off in the middle is told of, and what came is there", async () => {
  const stamp = "2026-03-10T12:00:00.000000001Z ";
  async function* broken() {
    yield Buffer.from(`${stamp}one\n${stamp}tw`);
    throw new ConnectionError("the connection was reset");
  }
  const { port } = await serve(({ container }) =>
    container === "main" ? broken() : bodyOf(`${stamp}side\n`),
  );
  expect((await saved(port, path("merged", "*"))).toString()).toBe(
    `p/main ${stamp}one\np/side ${stamp}side\np/main - [Batchboard could not read all of it: the connection was reset]\n`,
  );
  // Alone in a file it has nowhere to say so: the download fails.
  await expect(saved(port, path("merged", "main"))).rejects.toThrow();
});

test.each(["merged", "archive"])(
  "S23: a browser that reads nothing of a file (%s) holds the cluster back, and one that leaves lets go of it",
  async (form) => {
    const bytes = randomBytes(64 * 1024);
    let pulled = 0;
    const closed = Promise.withResolvers<void>();
    async function* endless() {
      try {
        for (;;) {
          pulled += 1;
          await turn();
          yield bytes;
        }
      } finally {
        closed.resolve();
      }
    }
    const { port, outflow } = await serve(endless);
    const socket = connect(port, "127.0.0.1");
    socket.write(`GET ${path(form, "main")} HTTP/1.1\r\nhost: localhost\r\n\r\n`);
    await new Promise<void>((resolve) => socket.once("readable", resolve));
    const opened = await outflow;
    // It comes to rest, as soon as the kernel has taken what it holds for a connection: 32 MB.
    let held: number;
    do {
      held = pulled;
      for (let turns = 0; turns < 200; turns++) await turn();
    } while (pulled < 500 && (opened.writable || pulled > held));
    expect(pulled).toBeLessThan(500);
    socket.destroy();
    await closed.promise;
    expect(opened.signal.aborted).toBe(true);
  },
  30_000,
);

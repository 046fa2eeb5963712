import { createServer, type IncomingHttpHeaders, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** One request of a browser and what came back, as far as it has come. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly sent: IncomingHttpHeaders;
  status: number;
  received: IncomingHttpHeaders;
  /** The answer's body; of a stream what has arrived so far. */
  body: string;
}

/**
 * A proxy that a browser's context is told to go through, loopback included. It keeps everything that
 * passes, bodies of streams too, and changes nothing but that answers come uncompressed.
 */
export class Wiretap {
  readonly exchanges: Exchange[] = [];
  readonly #server: Server;

  constructor() {
    this.#server = createServer((incoming, outgoing) => {
      const { method = "", url = "", headers } = incoming;
      const { "proxy-connection": _hop, ...sent } = headers;
      const exchange: Exchange = { method, url, sent, status: 0, received: {}, body: "" };
      this.exchanges.push(exchange);
      const { hostname, port, pathname, search } = new URL(url);
      const options = { hostname, port, path: pathname + search, method };
      const onward = request({ ...options, headers: { ...sent, "accept-encoding": "identity" } });
      onward.on("response", (answer) => {
        exchange.status = answer.statusCode ?? 0;
        exchange.received = answer.headers;
        outgoing.writeHead(exchange.status, answer.rawHeaders);
        outgoing.flushHeaders();
        answer.on("data", (bytes: Buffer) => {
          exchange.body += bytes.toString("latin1");
        });
        answer.pipe(outgoing);
        answer.once("error", () => outgoing.destroy());
      });
      onward.once("error", () => outgoing.destroy());
      outgoing.once("close", () => onward.destroy());
      incoming.pipe(onward);
    });
  }

  /** Listens, and gives what a browser's context is to be told. */
  async listen(): Promise<{ server: string; bypass: string }> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const { port } = this.#server.address() as AddressInfo;
    return { server: `http://127.0.0.1:${port}`, bypass: "<-loopback>" };
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}

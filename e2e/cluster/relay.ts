import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** Passes connections on to a port of this machine, until it is closed. */
export class Relay {
  readonly #target: number;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  /** 0 before it was first open: later it is where it was. */
  #port = 0;

  constructor(target: number) {
    this.#target = target;
  }

  /** Gives the port on loopback. */
  async open(): Promise<number> {
    const server = createServer((near) => {
      const far = connect(this.#target, "127.0.0.1");
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(one);
        one.on("error", () => {});
        one.on("close", () => {
          this.#sockets.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(this.#port, "127.0.0.1", resolve);
    });
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
    return this.#port;
  }

  /** Breaks off every connection and takes no more. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

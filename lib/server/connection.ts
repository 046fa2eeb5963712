import { ServerResponse } from "node:http";

/**
 * The browser's side of one request, as an answer that goes on needs it. The app's routes say the
 * head of such an answer; its body passes by the app, which would read every chunk through two web
 * streams: twice the processor time of `node:http`, and four times its memory a connection.
 */
export interface Connection {
  /** Nobody is at the other end any more. */
  readonly closed: boolean;
  /** Bytes written that the network has not taken yet. */
  readonly queued: number;
  /** Calls `begin` once the head is out: where the app would end its answer, that goes on. */
  takeOver(begin: () => void): void;
  /** Writes what belongs together, as it lies in memory. */
  write(...pieces: readonly Uint8Array[]): void;
  /** Ends the answer after what was written. */
  end(): void;
  /** Cuts the connection; what is queued is lost. */
  destroy(): void;
  on(event: "drain" | "close", run: () => void): void;
}

/** Where Next keeps with a request what it knows of it. */
const nextRequestMeta = Symbol.for("NextInternalRequestMeta");

export class NodeConnection implements Connection {
  readonly #response: ServerResponse;
  /** Who listens for its end, and is not of the app. */
  readonly #waiting: unknown[];

  constructor(response: ServerResponse) {
    this.#response = response;
    this.#waiting = response.listeners("close");
  }

  get closed(): boolean {
    return this.#response.closed || this.#response.destroyed;
  }

  get queued(): number {
    return this.#response.writableLength;
  }

  takeOver(begin: () => void): void {
    const response = this.#response;
    const { end } = response;
    const instead = (...rest: unknown[]) => {
      response.end = end;
      // An answer that has begun is one of the app's own: an error, which is whole with this.
      if (response.headersSent || rest.length > 0) return Reflect.apply(end, response, rest);
      this.#forgetApp();
      // The head and what begins the stream leave together.
      response.cork();
      response.flushHeaders();
      begin();
      response.uncork();
      return response;
    };
    response.end = instead as ServerResponse["end"];
  }

  /** To the app this answer is over; what it made for it would be held as long as the stream is open. */
  #forgetApp(): void {
    const response = this.#response;
    Reflect.deleteProperty(response.req, nextRequestMeta);
    for (const listener of response.listeners("close")) {
      if (!this.#waiting.includes(listener)) response.off("close", listener as () => void);
    }
    // It puts methods of its own, for cookies and compression, over those of Node.
    for (const [name, value] of Object.entries(response)) {
      if (typeof value === "function" && name in ServerResponse.prototype) {
        Reflect.set(response, name, Reflect.get(ServerResponse.prototype, name));
      }
    }
  }

  write(...pieces: readonly Uint8Array[]): void {
    const response = this.#response;
    response.cork();
    for (const bytes of pieces) response.write(bytes);
    response.uncork();
  }

  end(): void {
    this.#response.end();
  }

  destroy(): void {
    this.#response.destroy();
  }

  on(event: "drain" | "close", run: () => void): void {
    if (event === "close") this.#waiting.push(run);
    this.#response.on(event, run);
  }
}

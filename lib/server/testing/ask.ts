import { EventEmitter } from "node:events";
import type { Connection } from "#lib/server/connection";
import type { Dashboard } from "#lib/server/dashboard";

/** Asks an endpoint as the command does for the app; a stream is the body of the answer. */
export async function ask(
  dashboard: Dashboard,
  endpoint: Parameters<Dashboard["answer"]>[0],
  request: Request,
): Promise<Response> {
  const connection = new UnbufferedConnection();
  if (request.signal.aborted) connection.destroy();
  else request.signal.addEventListener("abort", () => connection.destroy(), { once: true });
  const response = await dashboard.carry(connection, () => dashboard.answer(endpoint, request));
  return connection.begun(response);
}

/** A connection over a network that holds nothing: what nobody has read is queued. */
export class UnbufferedConnection extends EventEmitter implements Connection {
  closed = false;
  queued = 0;
  readonly #chunks: Uint8Array[] = [];
  #begin: (() => void) | null = null;
  #reader: PromiseWithResolvers<void> | null = null;
  #ended = false;
  #failure: Error | null = null;

  takeOver(begin: () => void): void {
    this.#begin = begin;
  }

  /** What the app does: it says the head, and would then end the answer. */
  begun(head: Response): Response {
    if (!this.#begin || head.body) return head;
    this.#begin();
    return new Response(this.#body(), head);
  }

  write(...pieces: readonly Uint8Array[]): void {
    const bytes = Buffer.concat(pieces);
    this.#chunks.push(bytes);
    this.queued += bytes.length;
    this.#reader?.resolve();
  }

  end(): void {
    this.#ended = true;
    this.#reader?.resolve();
  }

  destroy(): void {
    this.#failure = new Error("the connection was cut");
    this.#reader?.resolve();
    this.#close();
  }

  #body(): ReadableStream<Uint8Array> {
    const pull = async (to: ReadableStreamDefaultController<Uint8Array>) => {
      if (this.#chunks.length === 0 && !this.#ended && !this.#failure) {
        this.#reader = Promise.withResolvers();
        await this.#reader.promise;
      }
      if (this.#failure) return to.error(this.#failure);
      const bytes = this.#chunks.shift();
      if (bytes) {
        this.queued -= bytes.length;
        to.enqueue(bytes);
        if (this.queued === 0) this.emit("drain");
      } else {
        to.close();
        this.#close();
      }
    };
    return new ReadableStream({ pull, cancel: () => this.#close() }, { highWaterMark: 0 });
  }

  #close(): void {
    if (this.closed) return;
    this.closed = true;
    this.emit("close");
  }
}

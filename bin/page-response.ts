import type { IncomingMessage, ServerResponse } from "node:http";
import compression from "compression";
import { holdScripts } from "#lib/server/late-scripts";

/** It is typed for Express and asks no more of a request than Node has. */
const compress = compression() as unknown as (
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
) => void;

/** What is written to this response is compressed; of a page the scripts are held back. */
export function preparePage(request: IncomingMessage, response: ServerResponse): void {
  compress(request, response, () => {});
  const nonce = String(request.headers["x-nonce"]);
  const write: (...chunk: unknown[]) => boolean = response.write.bind(response) as never;
  const end: (...chunk: unknown[]) => ServerResponse = response.end.bind(response) as never;
  const isPage = () => /^text\/html\b/.test(String(response.getHeader("content-type")));
  let waiting = "";
  // One character a byte: a stretch may end within one of UTF-8.
  const held = (chunk: unknown): string => {
    // A page that Next has whole says its length, which is another now.
    if (!response.headersSent) response.removeHeader("content-length");
    const { html, rest } = holdScripts(waiting + binary(chunk), nonce);
    waiting = rest;
    return html;
  };
  Object.assign(response, {
    write: (...chunk: unknown[]) =>
      isPage() ? write(Buffer.from(held(chunk[0]), "latin1")) : write(...chunk),
    end: (...chunk: unknown[]) =>
      isPage() ? end(Buffer.from(held(chunk[0]) + waiting, "latin1")) : end(...chunk),
  });
}

function binary(chunk: unknown): string {
  if (typeof chunk === "string") return Buffer.from(chunk).toString("latin1");
  if (!(chunk instanceof Uint8Array)) return "";
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString("latin1");
}

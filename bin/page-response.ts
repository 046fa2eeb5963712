import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { holdScripts } from "#lib/server/late-scripts";
import { takesGzip } from "./built-files.ts";
import { sendHead } from "./early-head.ts";

type Call<Result> = (...rest: readonly unknown[]) => Result;

/** The least work: a page is read on this machine, or through a tunnel to it. */
const level = 1;

/**
 * A page that is written to this response is gathered, its scripts are held back, and it leaves whole,
 * compressed in one go: a stretch at a time, each waited for a thread while the processors are busy with
 * the browser (quality P15). What is no page goes as it is written.
 * @param preloads the `link` header of a head that goes at once; null where it may be no page
 */
export function preparePage(
  request: IncomingMessage,
  response: ServerResponse,
  preloads: string | null,
): void {
  const write: Call<boolean> = response.write.bind(response) as never;
  const end: Call<ServerResponse> = response.end.bind(response) as never;
  const flushHeaders = response.flushHeaders.bind(response);
  const nonce = String(request.headers["x-nonce"]);
  const packs = takesGzip(request.headers["accept-encoding"]);
  const isPage = () => /^text\/html\b/.test(String(response.getHeader("content-type")));
  const gathered: Buffer[] = [];
  Object.assign(response, {
    write(...rest: readonly unknown[]) {
      if (!isPage()) return write(...rest);
      gathered.push(bytesOf(rest[0]));
      return true;
    },
    flushHeaders() {
      if (!isPage()) flushHeaders();
    },
    end(...rest: readonly unknown[]) {
      if (!isPage()) return end(...rest);
      gathered.push(bytesOf(rest[0]));
      // The length that Next says of a page it has whole is another now.
      response.removeHeader("content-length");
      if (packs) response.setHeader("content-encoding", "gzip");
      const html = holdScripts(Buffer.concat(gathered).toString(), nonce);
      return end(packs ? gzipSync(html, { level }) : html);
    },
  });
  if (preloads === null) return;
  sendHead(response, {
    "content-type": "text/html; charset=utf-8",
    ...(packs ? { "content-encoding": "gzip" } : {}),
    ...(preloads === "" ? {} : { link: preloads }),
  });
}

function bytesOf(chunk: unknown): Buffer {
  if (typeof chunk === "string") return Buffer.from(chunk);
  if (!(chunk instanceof Uint8Array)) return Buffer.alloc(0);
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}

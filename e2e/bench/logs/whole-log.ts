import type { ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { lineOf, linesPerSecond, stampOf } from "./log-text.ts";

const linesPerPiece = 1_000;
/** Of the first line, in seconds since the epoch. */
const began = Date.parse(stampOf(0)) / 1_000;

/** The log of a container that has ended, made once: it is sent as fast as a socket takes it. */
export class WholeLog {
  readonly #lines: number;
  readonly #plain: Buffer[] = [];
  readonly #stamped: Buffer[] = [];

  /** `lines` is a multiple of 1,000. */
  constructor(lines: number) {
    this.#lines = lines;
    for (let from = 0; from < lines; from += linesPerPiece) {
      this.#plain.push(pieceOf(from, lineOf));
      this.#stamped.push(pieceOf(from, (i) => `${stampOf(i)} ${lineOf(i)}`));
    }
  }

  /** As the kubelet answers it: `timestamps`, `tailLines` and `sinceTime` are heeded. */
  async send(query: URLSearchParams, response: ServerResponse): Promise<void> {
    response.writeHead(200, { "content-type": "text/plain", "access-control-allow-origin": "*" });
    const pieces = this.#pieces(query.get("timestamps") === "true", this.#first(query));
    // Who leaves early is no error of the server.
    await pipeline(pieces, response).catch(() => {});
  }

  *#pieces(timestamps: boolean, first: number): Generator<Buffer> {
    const pieces = timestamps ? this.#stamped : this.#plain;
    for (const [i, piece] of pieces.slice(Math.floor(first / linesPerPiece)).entries()) {
      yield i === 0 ? piece.subarray(lineStart(piece, first % linesPerPiece)) : piece;
    }
  }

  #first(query: URLSearchParams): number {
    const tail = query.get("tailLines");
    const since = query.get("sinceTime");
    const after = since === null ? 0 : (Date.parse(since) / 1_000 - began) * linesPerSecond;
    const first = Math.max(0, after, tail === null ? 0 : this.#lines - Number(tail));
    return Math.min(Math.ceil(first), this.#lines);
  }
}

function pieceOf(from: number, lineOf: (i: number) => string): Buffer {
  const lines = Array.from({ length: linesPerPiece }, (_, i) => lineOf(from + i));
  return Buffer.from(`${lines.join("\n")}\n`, "latin1");
}

/** Where the line of this number begins. */
function lineStart(piece: Buffer, line: number): number {
  let at = 0;
  for (let i = 0; i < line; i++) at = piece.indexOf(10, at) + 1;
  return at;
}

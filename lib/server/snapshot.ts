import type { TableName } from "#lib/api/frames";
import { eventEnd, eventHead } from "#lib/server/sse";
import { turn } from "#lib/time/clock";

/** How many rows are encoded in one go: about a millisecond, and less than a socket takes at once. */
const slice = 500;

/** All that a snapshot tells. */
export interface Whole {
  /** The fields beside the tables, as JSON. */
  readonly parts: Readonly<Record<string, string>>;
  readonly tables: readonly { readonly name: TableName; readonly rows: readonly string[] }[];
}

/**
 * A view at one moment as the event that tells it, written piece by piece: others have their turn
 * between the pieces, and all who join share them (quality P7, P9).
 */
export class Snapshot {
  /** The number of the delta it comes after. */
  readonly seq: number;
  readonly #parts: string;
  /** About the bytes of its rows. */
  readonly bytes: number;
  readonly #pieces: Promise<readonly Uint8Array[]>;

  constructor(seq: number, { parts, tables }: Whole) {
    this.seq = seq;
    this.#parts = Object.entries(parts)
      .map(([name, text]) => `,"${name}":${text}`)
      .join("");
    this.bytes = tables.reduce(
      (sum, { rows }) => rows.reduce((so, { length }) => so + length, sum),
      0,
    );
    this.#pieces = encode(tables);
  }

  /** The whole event; `id` and `now` are those of the moment it is sent. */
  async event(id: string, now: string): Promise<readonly Uint8Array[]> {
    const rows = await this.#pieces;
    const head = `${eventHead("snapshot", id)}{"type":"snapshot","now":"${now}"${this.#parts},"tables":{`;
    return [Buffer.from(head), ...rows, Buffer.from(`}}${eventEnd}`)];
  }
}

async function encode(tables: Whole["tables"]): Promise<readonly Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  for (const [i, { name, rows }] of tables.entries()) {
    let text = `${i === 0 ? "" : ","}"${name}":[`;
    for (let from = 0; from < rows.length; from += slice) {
      if (from > 0) {
        pieces.push(Buffer.from(text));
        text = ",";
        await turn();
      }
      text += rows.slice(from, from + slice).join(",");
    }
    pieces.push(Buffer.from(`${text}]`));
  }
  return pieces;
}

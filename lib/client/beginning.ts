import type { Beginning } from "#lib/api/frames";
import { type PackedFrame, unpackFrame } from "#lib/api/row-tuples";
import { legibleJson } from "#lib/client/legible";
import { applyFrame, type WatchData } from "#lib/client/table-state";

/** What a list shows that begins so. */
export function dataOf({ snapshot }: Beginning): WatchData | null {
  // Our own server writes these: the contract is the type.
  const frame = unpackFrame(legibleJson(snapshot) as PackedFrame);
  return frame.type === "snapshot" ? applyFrame(null, frame) : null;
}

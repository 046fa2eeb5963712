import { setTimeout as delay } from "node:timers/promises";
import type { Child } from "./child.ts";

/** Waits until the first of some viewers is sent nothing any more; gives the bytes it was sent in all. */
export async function quiet(viewers: Child): Promise<number> {
  for (let before = -1; ; ) {
    const [bytes = 0]: number[] = await viewers.call("bytes");
    if (bytes === before) return bytes;
    before = bytes;
    await delay(500);
  }
}

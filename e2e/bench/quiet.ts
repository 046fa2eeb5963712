import { setTimeout as delay } from "node:timers/promises";
import type { Child } from "./child.ts";

/**
 * Waits until the first of some viewers, which has got at least so much, is sent nothing any more;
 * gives the bytes it was sent in all.
 */
export async function quiet(viewers: Child, least = 0): Promise<number> {
  for (let before = -1; ; ) {
    const [bytes = 0]: number[] = await viewers.call("bytes");
    if (bytes === before && bytes > least) return bytes;
    before = bytes;
    await delay(500);
  }
}

/** The same of a viewer that is to get all of so many Jobs first: each takes more than 50 bytes. */
export const listed = (viewers: Child, jobs: number): Promise<number> => quiet(viewers, jobs * 50);

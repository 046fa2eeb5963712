import { createHash } from "node:crypto";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { whenOrphaned } from "./child.mjs";
import { root } from "./stamp.mjs";

/**
 * Runs `work` while nobody else does `what` in this clone. `onWait` is called once when somebody
 * does already. `work` is given the lock, to be handed on to a program among its `stdio`: one that
 * outlives us, because we were killed, keeps it.
 */
export async function alone(what, work, onWait) {
  let holder = await acquire(what);
  if (!holder) onWait();
  // Nobody waits for what this one would do after that.
  const stopWatching = whenOrphaned(() => process.exit(143));
  while (!holder) {
    await sleep(200);
    holder = await acquire(what);
  }
  stopWatching();
  try {
    return await work(holder);
  } finally {
    holder.close();
  }
}

const noLock = { close() {} };

/** The lock as an entry of a program's `stdio`: its descriptor, which Node names nowhere else. */
export const handedOn = (holder) => holder._handle?.fd ?? "ignore";

// An abstract socket rather than a file: the kernel frees it when its holder dies, however it
// dies. Only Linux has them; elsewhere two at once are left to themselves.
function acquire(what) {
  if (process.platform !== "linux") return Promise.resolve(noLock);
  const digest = createHash("sha256").update(`${what}\0${root}`).digest("hex").slice(0, 32);
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error) => {
      if (error.code === "EADDRINUSE") resolve(null);
      else reject(error);
    });
    // Some releases of Node fill the name up to its full length with NUL, others leave it: only a
    // name of that length is the same to all.
    server.listen(`\0batchboard-${digest}`.padEnd(108, "-"), () => resolve(server));
  });
}

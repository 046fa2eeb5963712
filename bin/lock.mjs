import { createHash } from "node:crypto";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "./stamp.mjs";

/**
 * Runs `work` while nobody else does `what` in this clone. `onWait` is called once when somebody
 * does already.
 */
export async function alone(what, work, onWait) {
  let holder = await acquire(what);
  if (!holder) onWait();
  while (!holder) {
    await sleep(200);
    holder = await acquire(what);
  }
  try {
    return await work();
  } finally {
    holder.close();
  }
}

// An abstract socket rather than a file: the kernel frees it when its holder dies, however it
// dies. Only Linux has them; elsewhere two at once are left to themselves.
function acquire(what) {
  if (process.platform !== "linux") return Promise.resolve({ close() {} });
  const digest = createHash("sha256").update(`${what}\0${root}`).digest("hex").slice(0, 32);
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error) => {
      if (error.code === "EADDRINUSE") resolve(null);
      else reject(error);
    });
    server.listen(`\0batchboard-${digest}`, () => resolve(server));
  });
}

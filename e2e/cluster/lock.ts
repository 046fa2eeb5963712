import { createHash } from "node:crypto";
import { createServer, type Server } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Runs `work` while no other process on this machine holds the lock called `key`. `onWait` is
 * called once when somebody else holds it; `signal` ends the wait.
 */
export async function withLock<T>(
  key: string,
  work: () => Promise<T>,
  options: { onWait?: () => void; signal?: AbortSignal | undefined } = {},
): Promise<T> {
  let holder = await acquire(key);
  if (!holder) options.onWait?.();
  while (!holder) {
    options.signal?.throwIfAborted();
    await sleep(200);
    holder = await acquire(key);
  }
  try {
    return await work();
  } finally {
    holder.close();
  }
}

// An abstract socket rather than a file: the kernel frees it when its holder dies, however it
// dies, so a lock can never be stale.
function acquire(key: string): Promise<Server | undefined> {
  const digest = createHash("sha256").update(key).digest("hex").slice(0, 32);
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(undefined);
      else reject(error);
    });
    server.listen(`\0batchboard-${digest}`, () => resolve(server));
  });
}

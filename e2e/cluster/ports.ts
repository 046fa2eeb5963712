import { createServer } from "node:net";

// Below the range from which Linux takes ports for outgoing connections, so that a port stays
// free between its choice and its use, and while the API server is stopped for a while.
const firstPort = 17_000;
const lastPort = 29_999;

/** Picks a free loopback port for each name, none of them in `taken`. */
export async function pickPorts<Name extends string>(
  names: readonly Name[],
  taken: ReadonlySet<number>,
): Promise<Record<Name, number>> {
  const ports: Partial<Record<Name, number>> = {};
  let candidate = firstPort;
  for (const name of names) {
    while (taken.has(candidate) || !(await isFree(candidate))) {
      candidate += 1;
      if (candidate > lastPort) throw new Error("no free port left on loopback");
    }
    ports[name] = candidate;
    candidate += 1;
  }
  return ports as Record<Name, number>;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () =>
      server.close(() => resolve(true)),
    );
  });
}

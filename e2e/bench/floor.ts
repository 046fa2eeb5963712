import { createServer, get, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { answerCalls } from "./child.ts";

/**
 * The least that a live view can be: a watch of the API server, and each change of one Job written
 * to everybody as it is, with `node:http` and nothing else. Its page shows the change and no more.
 */
const open = new Set<ServerResponse>();

const page = `<!doctype html><title>floor</title><p id="cell"></p><script>
new EventSource("/stream").addEventListener("delta", ({ data }) => {
  document.getElementById("cell").textContent = JSON.parse(data).cell;
});
</script>`;

const server = createServer((request, response) => {
  if (request.url !== "/stream") {
    response.writeHead(200, { "content-type": "text/html" });
    return void response.end(page);
  }
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write(": open\n\n");
  open.add(response);
  response.once("close", () => open.delete(response));
});

function tell(line: string, name: string, padding: string): void {
  if (!line.includes(`"name":"${name}"`)) return;
  const { object } = JSON.parse(line);
  const cell = `1/${object.spec.completions}`;
  const data = JSON.stringify({ cell, padding });
  for (const response of open) response.write(`event: delta\ndata: ${data}\n\n`);
}

answerCalls({
  /** Follows the Job called `name`; what is told of a change is about `size` bytes. */
  async follow({ server: url, name, size }: { server: string; name: string; size: number }) {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const padding = "x".repeat(Math.max(0, size - 50));
    const watch = `${url}/apis/batch/v1/jobs?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan`;
    const following = Promise.withResolvers<void>();
    get(watch, (response) => {
      let live = false;
      createInterface({ input: response }).on("line", (line) => {
        if (live) return tell(line, name, padding);
        if (!line.includes("initial-events-end")) return;
        live = true;
        following.resolve();
      });
    });
    await following.promise;
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  },
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { builtFiles } from "./built-files.ts";

let folder = "";
let server: Server;
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Serves the files of a build, of these contents by their place in it. */
async function served(files: Readonly<Record<string, string>>): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), "batchboard-files-"));
  for (const [place, content] of Object.entries(files)) {
    const file = join(folder, ".next", place);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  const built = builtFiles(folder);
  server = createServer((request, response) => {
    const answer = built.get(request.url ?? "");
    if (answer) void answer(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
}

/** What is answered to these very bytes. */
async function ask(path: string, accepted: string, method = "GET") {
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, "127.0.0.1");
  socket.write(
    `${method} ${path} HTTP/1.1\r\nhost: a\r\naccept-encoding: ${accepted}\r\nconnection: close\r\n\r\n`,
  );
  const [head = "", ...rest] = (await text(socket.setEncoding("latin1"))).split("\r\n\r\n");
  return { head, body: Buffer.from(rest.join("\r\n\r\n"), "latin1") };
}

const script = "/_next/static/chunks/a.js";
const code = "let a = 1;".repeat(100);

test("a file of the build comes compressed, and is kept by the browser for good", async () => {
  await served({ "static/chunks/a.js": code });
  for (const _ of ["first", "again"]) {
    const { head, body } = await ask(script, "br, gzip");
    expect(head).toMatch(/^HTTP\/1.1 200 /);
    expect(head).toMatch(/content-type: application\/javascript/);
    expect(head).toMatch(/cache-control: public, max-age=31536000, immutable/);
    expect(head).toMatch(/vary: accept-encoding/);
    expect(gunzipSync(body).toString()).toBe(code);
  }
});

test.each(["identity", "gzip;q=0", "br, gzip;q=0.0, deflate"])(
  "who accepts %s gets it as it is",
  async (accepted) => {
    await served({ "static/chunks/a.js": code });
    const { head, body } = await ask(script, accepted);
    expect(head).not.toMatch(/content-encoding/);
    expect(body.toString()).toBe(code);
  },
);

test("a font is not compressed once more", async () => {
  await served({ "static/media/a.woff2": "font" });
  const { head, body } = await ask("/_next/static/media/a.woff2", "gzip");
  expect(head).not.toMatch(/content-encoding|vary/);
  expect(body.toString()).toBe("font");
});

test("who asks for its head alone gets that", async () => {
  await served({ "static/chunks/a.js": code });
  const { head, body } = await ask(script, "identity", "HEAD");
  expect(head).toMatch(`content-length: ${code.length}`);
  expect(body).toHaveLength(0);
});

test("what is beside the files of the build is not one of them", async () => {
  await served({ "static/chunks/a.js": code, "server/secret.js": "no", "static/a.unknown": "no" });
  for (const path of [
    "/_next/static/../server/secret.js",
    "/_next/static/%2e%2e/server/secret.js",
    "/_next/static/a.unknown",
    "/_next/static/chunks",
  ]) {
    expect((await ask(path, "identity")).head).toMatch(/^HTTP\/1.1 404 /);
  }
});

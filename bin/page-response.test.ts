import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { preparePage } from "./page-response.ts";

/** What arrives of what is written, and what it says of itself. */
async function arrived(write: RequestListener, headers: Record<string, string> = {}) {
  const server = createServer((request, response) => {
    request.headers["x-nonce"] = "n";
    preparePage(request, response);
    write(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/`, { headers });
  return { text: await answer.text(), packed: answer.headers.get("content-encoding") };
}

const html = `<html><head><script src="/_next/static/a.js" async=""></script></head>一个 Job</html>`;

test.each([
  ["gzip", "gzip"],
  ["identity", null],
])(
  "a page in stretches of a byte arrives with its scripts held back, as %s",
  async (accepted, packed) => {
    const page = await arrived(
      (_, response) => {
        response.setHeader("content-type", "text/html; charset=utf-8");
        for (const byte of Buffer.from(html)) response.write(new Uint8Array([byte]));
        response.end();
      },
      { "accept-encoding": accepted },
    );
    expect(page.packed).toBe(packed);
    expect(page.text).toMatch(
      /^<html><head><script nonce="n">[\s\S]*<\/script><script type="late" src="\/_next\/static\/a\.js" async=""><\/script><\/head>一个 Job<\/html>$/,
    );
  },
);

test.each(["gzip", "identity"])(
  "a page that said its length arrives whole, as %s",
  async (accepted) => {
    const page = await arrived(
      (_, response) => {
        response.setHeader("content-type", "text/html");
        response.setHeader("content-length", Buffer.byteLength(html));
        response.end(html);
      },
      { "accept-encoding": accepted },
    );
    expect(page.text).toMatch(/一个 Job<\/html>$/);
  },
);

test("what ends within a tag ends there", async () => {
  const page = await arrived((_, response) => {
    response.setHeader("content-type", "text/html");
    response.end('<p>1 <script src="/_n');
  });
  expect(page.text).toBe('<p>1 <script src="/_n');
});

test("what is no page arrives as it was written", async () => {
  const payload = await arrived((_, response) => {
    response.setHeader("content-type", "text/x-component");
    response.write(html);
    response.end(html);
  });
  expect(payload.text).toBe(html + html);
});

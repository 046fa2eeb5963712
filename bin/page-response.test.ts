import { once } from "node:events";
import { createServer, get, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { preparePage } from "./page-response.ts";

/** What arrives first of a page that is drawn so; its head may be there before the page is. */
async function asked(
  draw: RequestListener,
  headers: Record<string, string> = {},
  preloads: string | null = null,
): Promise<IncomingMessage> {
  const server = createServer((request, response) => {
    request.headers["x-nonce"] = "n";
    preparePage(request, response, preloads);
    draw(request, response);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const [answer] = await once(get({ port, host: "127.0.0.1", headers, agent: false }), "response");
  return answer as IncomingMessage;
}

const html = `<html><head><script src="/_next/static/a.js" async=""></script></head>一个 Job</html>`;
const held =
  /^<html><head><script nonce="n">[\s\S]*<\/script><script type="late" src="\/_next\/static\/a\.js" async=""><\/script><\/head>一个 Job<\/html>$/;

async function unpacked(answer: IncomingMessage): Promise<string> {
  if (answer.headers["content-encoding"] !== "gzip") return text(answer);
  const chunks = await answer.toArray();
  return gunzipSync(Buffer.concat(chunks)).toString();
}

test.each([
  ["gzip", "gzip"],
  ["gzip;q=0", undefined],
  ["identity", undefined],
])(
  "a page in stretches of a byte arrives with its scripts held back, as %s",
  async (accepted, packed) => {
    const draw: RequestListener = (_, response) => {
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.flushHeaders();
      for (const byte of Buffer.from(html)) response.write(new Uint8Array([byte]));
      response.end();
    };
    const answer = await asked(draw, { "accept-encoding": accepted });
    expect(answer.headers["content-encoding"]).toBe(packed);
    expect(await unpacked(answer)).toMatch(held);
  },
);

test.each(["gzip", "identity"])(
  "a page that said its length arrives whole, as %s",
  async (accepted) => {
    const draw: RequestListener = (_, response) => {
      response.setHeader("content-type", "text/html");
      response.setHeader("content-length", Buffer.byteLength(html));
      response.end(html);
    };
    expect(await unpacked(await asked(draw, { "accept-encoding": accepted }))).toMatch(held);
  },
);

test("what is no page arrives as it was written", async () => {
  const answer = await asked((_, response) => {
    response.setHeader("content-type", "text/x-component");
    response.write(html);
    response.end(html);
  });
  expect(await text(answer)).toBe(html + html);
});

test.each(["gzip", "identity"])(
  "the head of a page is there before the page is drawn, as %s",
  async (accepted) => {
    const drawn = Promise.withResolvers<void>();
    const told: boolean[] = [];
    const draw: RequestListener = async (_, response) => {
      await drawn.promise;
      told.push(response.headersSent);
      response.statusCode = 500;
      response.setHeader("content-type", "text/plain");
      response.appendHeader("x-late", "1");
      response.removeHeader("link");
      response.writeHead(500, { "x-late": "1" });
      response.flushHeaders();
      response.write(html.slice(0, 50));
      response.end(html.slice(50));
      told.push(response.headersSent);
    };
    const link = "</_next/static/a.css>; rel=preload; as=style";
    const answer = await asked(draw, { "accept-encoding": accepted }, link);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({ link, "content-type": "text/html; charset=utf-8" });
    expect(answer.headers["content-encoding"]).toBe(accepted === "gzip" ? "gzip" : undefined);
    expect(answer.headers["x-late"]).toBeUndefined();
    drawn.resolve();
    expect(await unpacked(answer)).toMatch(held);
    expect(told).toEqual([false, true]);
  },
);

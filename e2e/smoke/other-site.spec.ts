import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { askedSince, expect, ownFaults, test } from "./fixtures.ts";

/** A page of nobody in particular on another port. Cookies know no ports: the session's goes along. */
async function otherSite(): Promise<{ origin: string; server: Server }> {
  const server = createServer((_request, response) => {
    response
      .writeHead(200, { "Content-Type": "text/html" })
      .end("<!doctype html><link rel=icon href='data:,'>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, server };
}

/** What a page can make of an address by every way it has to ask for one. */
const ways = ["fetch", "fetch without CORS", "EventSource", "script", "image", "frame"] as const;

const paths = [
  "/api/watch?view=jobs",
  "/api/logs?namespace=default&of=pod%2Fx",
  "/api/manifest?kind=job&namespace=default&name=x",
  "/api/rights?ns=default",
  "/api/remains?kind=job&namespace=default&name=x&uid=u",
  "/jobs",
];

for (const way of ways) {
  test(`S13: a page on another port gets nothing by ${way}, though the session goes along`, async ({
    page,
    dashboard,
    api,
    faults,
  }) => {
    const { origin, server } = await otherSite();
    try {
      // The session is a good one: from our own origin the same browser is let in.
      expect((await page.request.get(`${dashboard.origin}/jobs`)).status()).toBe(200);
      await page.goto(origin);
      const before = api.requests.length;
      // Beneath the page, which is not even told of an answer it may not have.
      const network = await page.context().newCDPSession(page);
      await network.send("Network.enable");
      const cookies: boolean[] = [];
      const answers: { status: number; cors: boolean }[] = [];
      network.on("Network.requestWillBeSentExtraInfo", ({ headers }) => {
        cookies.push(Object.keys(headers).some((name) => /^cookie$/i.test(name)));
      });
      network.on("Network.responseReceivedExtraInfo", ({ statusCode, headers }) => {
        const cors = Object.keys(headers).some((name) => /^access-control-/i.test(name));
        answers.push({ status: statusCode, cors });
      });
      for (const path of paths) {
        const got = await page.evaluate(ask, { way, url: dashboard.origin + path });
        expect(got, path).toBe("nothing");
      }
      await expect.poll(() => answers.length).toBe(paths.length);
      expect(answers).toEqual(paths.map(() => ({ status: 403, cors: false })));
      expect(cookies).toEqual(paths.map(() => true));
      expect(askedSince(api, before)).toEqual([]);
    } finally {
      server.closeAllConnections();
      server.close();
    }
    expect(
      ownFaults(faults).filter((fault) => !/CORS|EventSource|frame|MIME/i.test(fault)),
    ).toEqual([]);
  });
}

test.describe("in another page", () => {
  // The browser says it on the console, for some elements twice.
  test.use({ provoked: /frame-ancestors/ });
  for (const tag of ["iframe", "object", "embed"] as const) {
    test(`S20: no page of ours can be shown inside another one, not even by ${tag} where the server had let it through`, async ({
      page,
      dashboard,
    }) => {
      const { origin, server } = await otherSite();
      const refused = page.waitForEvent("console", (message) =>
        /frame-ancestors/.test(message.text()),
      );
      const answered: number[] = [];
      // As if the gate had not known that the request comes from another site.
      await page.route(`${dashboard.origin}/jobs`, async (route) => {
        const response = await page.request.get(route.request().url());
        answered.push(response.status());
        await route.fulfill({ response });
      });
      try {
        await page.goto(origin);
        await page.evaluate(
          ({ tag, url }) => {
            const frame = document.createElement(tag);
            frame.setAttribute(tag === "object" ? "data" : "src", url);
            document.body.append(frame);
          },
          { tag, url: `${dashboard.origin}/jobs` },
        );
        await expect.poll(() => answered).toEqual([200]);
        await refused;
        // Of a refused frame the browser makes one of its own, or none.
        const ours = () =>
          page.frames().filter((frame) => frame.url().startsWith(dashboard.origin));
        expect(ours()).toEqual([]);
      } finally {
        server.closeAllConnections();
        server.close();
      }
    });
  }
});

/** Runs in the page: what it is given of the address, or `nothing`. */
function ask({ way, url }: { way: string; url: string }): Promise<string> {
  if (way.startsWith("fetch")) {
    const mode = way === "fetch" ? "cors" : "no-cors";
    return fetch(url, { mode, credentials: "include" })
      .then(async (response) => (await response.text()) || "nothing")
      .catch(() => "nothing");
  }
  return new Promise((resolve) => {
    if (way === "EventSource") {
      const source = new EventSource(url, { withCredentials: true });
      source.onopen = () => resolve("a stream");
      source.onerror = () => resolve(source.readyState === source.CLOSED ? "nothing" : "a retry");
      return;
    }
    const element = document.createElement(
      way === "script" ? "script" : way === "image" ? "img" : "iframe",
    );
    element.onerror = () => resolve("nothing");
    element.onload = () => {
      const shown = element instanceof HTMLIFrameElement && element.contentDocument;
      resolve(element instanceof HTMLIFrameElement && !shown ? "nothing" : "a load");
    };
    element.src = url;
    document.body.append(element);
  });
}

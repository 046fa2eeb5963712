import { ServerResponse } from "node:http";

/**
 * Sends the head of a page before the page is drawn: meanwhile the browser starts the process that the
 * page gets for itself (S20), and fetches what it is drawn with (quality P15). Who draws it is told that
 * the head is still here, since Next gives up a page whose head is gone; what it says of the head is
 * heard no more.
 */
export function sendHead(
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
): void {
  response.setHeaders(new Map(Object.entries(headers)));
  ServerResponse.prototype.flushHeaders.call(response);
  const unheard = () => response;
  Object.defineProperty(response, "headersSent", { get: () => response.writableEnded });
  Object.assign(response, {
    setHeader: unheard,
    appendHeader: unheard,
    removeHeader: unheard,
    writeHead: unheard,
    flushHeaders: unheard,
  });
}

/** What all pages are drawn with, as the `link` header says it; `.p.` are the fonts Next preloads. */
export function pagePreloads(files: Iterable<string>): string {
  return [...files]
    .flatMap((path) => {
      if (path.endsWith(".css")) return [`<${path}>; rel=preload; as=style`];
      if (!/\.p\.[^/]*\.woff2$/.test(path)) return [];
      return [`<${path}>; rel=preload; as=font; type="font/woff2"; crossorigin`];
    })
    .join(", ");
}

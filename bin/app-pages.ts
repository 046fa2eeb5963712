import type { IncomingMessage } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";

/** Of what names of the cluster are made. What else stands in a path is Next's to judge. */
const name = "[a-z0-9][a-z0-9.-]*";
const suffix = "/page";

/**
 * Which requests an app that was built in a folder answers with a page and nothing else: its pages are
 * told by the path alone, and none of them is ever not found or leads elsewhere.
 */
export function appPages(folder: string): (request: IncomingMessage) => boolean {
  const load = createRequire(join(folder, ".next", "server", "/"));
  const built: Record<string, string> = load("./app-paths-manifest.json");
  const paths = Object.keys(built)
    // What begins with _ is shown in a page's stead.
    .filter((page) => page.endsWith(suffix) && !page.startsWith("/_"))
    .map((page) => page.slice(0, -suffix.length).replaceAll(/\[[^\]]+\]/g, name) || "/");
  const page = new RegExp(`^(?:${paths.join("|")})(?:\\?|$)`);
  return ({ method, url = "", headers }) =>
    method === "GET" &&
    page.test(url) &&
    (headers.accept ?? "").includes("text/html") &&
    // Next's own requests for what changes from page to page.
    headers.rsc === undefined;
}

import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { join, relative } from "node:path";

export type AppHandler = (request: IncomingMessage, response: ServerResponse) => Promise<unknown>;

/** A route as Next built it; its documentation calls this an entrypoint. */
interface Entrypoint {
  handler(
    request: IncomingMessage,
    response: ServerResponse,
    context: { readonly requestMeta: { readonly relativeProjectDir: string } },
  ): Promise<unknown>;
}

/**
 * The route handlers that were built in the folder of an app, by path. They are asked as Next would
 * ask them, without its router, which looks for the one among pages, files and rewrites: for a stream
 * that is opened, more than half of the processor time (quality P13).
 */
export function appRoutes(folder: string): ReadonlyMap<string, AppHandler> {
  const server = join(folder, ".next", "server");
  const load = createRequire(join(server, "/"));
  const built: Record<string, string> = load("./app-paths-manifest.json");
  const context = { requestMeta: { relativeProjectDir: relative(process.cwd(), folder) || "." } };
  const routes = new Map<string, AppHandler>();
  for (const [page, file] of Object.entries(built)) {
    // What has parameters is for Next to match.
    if (!page.endsWith(suffix) || page.includes("[")) continue;
    let entrypoint: Entrypoint | undefined;
    routes.set(page.slice(0, -suffix.length), (request, response) => {
      entrypoint ??= load(`./${file}`) as Entrypoint;
      return entrypoint.handler(request, response, context);
    });
  }
  return routes;
}

const suffix = "/route";

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { appRoutes } from "./app-routes.ts";

let folder = "";

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A build of pages and route handlers; a handler answers with what it was asked with. */
function built(pages: readonly string[]): void {
  folder = mkdtempSync(join(tmpdir(), "batchboard-routes-"));
  const server = join(folder, ".next", "server");
  for (const page of pages) {
    mkdirSync(join(server, "app", page, ".."), { recursive: true });
    const answer = `exports.handler = async (...asked) => ["${page}", ...asked];`;
    writeFileSync(join(server, "app", `${page}.js`), answer);
  }
  const files = pages.map((page) => [page, `app${page}.js`]);
  writeFileSync(join(server, "app-paths-manifest.json"), JSON.stringify(Object.fromEntries(files)));
}

test("a route is answered by the handler that was built for it", async () => {
  built(["/api/watch/route", "/api/actions/plan/route"]);
  const [request, response] = [{} as IncomingMessage, {} as ServerResponse];
  const answer = await appRoutes(folder).get("/api/actions/plan")?.(request, response);
  expect(answer).toEqual([
    "/api/actions/plan/route",
    request,
    response,
    { requestMeta: { relativeProjectDir: expect.stringMatching(/batchboard-routes-/) } },
  ]);
});

test("pages, and routes with parameters, are left to Next", () => {
  built(["/page", "/jobs/page", "/api/[name]/route", "/api/watch/route"]);
  expect([...appRoutes(folder).keys()]).toEqual(["/api/watch"]);
});

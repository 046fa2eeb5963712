import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { appPages } from "./app-pages.ts";

const folder = mkdtempSync(join(tmpdir(), "batchboard-pages-"));
const built = ["/page", "/jobs/page", "/jobs/[namespace]/[name]/page", "/_not-found/page"];
let isPage: (request: IncomingMessage) => boolean;

beforeAll(() => {
  const server = join(folder, ".next", "server");
  mkdirSync(server, { recursive: true });
  const files = [...built, "/api/watch/route"].map((page) => [page, `app${page}.js`]);
  writeFileSync(join(server, "app-paths-manifest.json"), JSON.stringify(Object.fromEntries(files)));
  isPage = appPages(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

const asks = (url: string, method = "GET", headers = {}) =>
  isPage({ url, method, headers: { accept: "text/html,*/*", ...headers } } as IncomingMessage);

test.each(["/", "/?ns=*", "/jobs", "/jobs?q=a%2Fb", "/jobs/shop/echo-1.v2"])(
  "%s is a page for sure",
  (url) => {
    expect(asks(url)).toBe(true);
  },
);

test.each([
  "/job",
  "/jobs/",
  "//jobs",
  "/jobs/shop",
  "/jobs/shop/echo/more",
  "/jobs/shop/..",
  "/jobs/shop/%E0%A4",
  "/jobs/shop/Echo",
  "/_not-found",
  "/api/watch",
  "http://else.where/jobs",
])("%s is left for Next to judge", (url) => {
  expect(asks(url)).toBe(false);
});

test("what asks for no document is none", () => {
  expect(asks("/jobs", "HEAD")).toBe(false);
  expect(asks("/jobs", "POST")).toBe(false);
  expect(asks("/jobs", "GET", { accept: "*/*" })).toBe(false);
  expect(asks("/jobs", "GET", { rsc: "1" })).toBe(false);
});

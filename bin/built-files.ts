import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, relative } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { AppHandler } from "./app-routes.ts";

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".js": "application/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};
/** What is small already. */
const packed = new Set([".woff2"]);

/**
 * The files of an app's build that its pages name by what is in them, by path; one of a type that is
 * not known here is left to Next. Next would look for each among pages, files and rewrites, and
 * compress it anew for every browser.
 */
export function builtFiles(folder: string): ReadonlyMap<string, AppHandler> {
  const root = join(folder, ".next", "static");
  const files = new Map<string, AppHandler>();
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    const type = types[extname(file)];
    if (!entry.isFile() || type === undefined) continue;
    files.set(`/_next/static/${relative(root, file)}`, fileHandler(file, type));
  }
  return files;
}

function fileHandler(file: string, type: string): AppHandler {
  let gzipped: Promise<Buffer> | null = null;
  const compressible = !packed.has(extname(file));
  return async ({ method, headers }, response) => {
    const compressed = compressible && takesGzip(headers["accept-encoding"]);
    if (compressed) gzipped ??= readFile(file).then(promisify(gzip));
    const body = await (compressed ? gzipped : readFile(file));
    response.setHeader("content-type", type);
    response.setHeader("cache-control", "public, max-age=31536000, immutable");
    if (compressible) response.setHeader("vary", "accept-encoding");
    if (compressed) response.setHeader("content-encoding", "gzip");
    response.setHeader("content-length", body?.length ?? 0);
    response.end(method === "HEAD" ? undefined : body);
  };
}

/** RFC 9110 12.5.3: named, and not with a weight of 0. */
export function takesGzip(accepted: string | readonly string[] = ""): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(String(accepted));
}

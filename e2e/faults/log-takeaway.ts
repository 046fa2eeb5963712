import { text } from "node:stream/consumers";
import { request } from "undici";
import { fromBufferPromise } from "yauzl";
import { formatLogExport, type LogExport } from "#lib/api/log-export";
import type { LogQuery } from "#lib/api/log-query";
import { routes } from "#lib/api/routes";
import { linesOf } from "./log-account.ts";
import type { ReadLine, ReadSource } from "./log-reader.ts";

/** Downloads all that can be read of a log, as a browser with this cookie does. */
export async function download(
  origin: string,
  cookie: string,
  query: LogQuery,
  form: LogExport,
): Promise<Buffer> {
  const url = `${origin}${routes.logExport}?${formatLogExport(query, form)}`;
  const { statusCode, body } = await request(url, { headers: { cookie } });
  if (statusCode !== 200) throw new Error(`${url}: ${statusCode} ${await body.text()}`);
  return Buffer.from(await body.arrayBuffer());
}

/** The files of an archive, by name. */
export async function unpacked(archive: Buffer): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  const zip = await fromBufferPromise(archive);
  for await (const entry of zip.eachEntry()) {
    files[entry.fileName] = await text(await zip.openReadStreamPromise(entry));
  }
  return files;
}

/**
 * The lines of several sources as one file, put in order the long way: each stands at the latest time
 * its source had until then; at one time, older Pods first, then by name, container and instance.
 */
export function asOneFile(
  sources: readonly ReadSource[],
  nameOf: (source: ReadSource) => string,
): string {
  const placed = sources.flatMap((source) => placedLines(source, nameOf(source)));
  placed.sort((one, other) => {
    const differs = one.place.findIndex((part, index) => part !== other.place[index]);
    return (one.place[differs] ?? "") < (other.place[differs] ?? "") ? -1 : 1;
  });
  return placed.map(({ line }) => line).join("");
}

function placedLines(source: ReadSource, name: string): { line: string; place: string[] }[] {
  const { created, pod, container, instance } = source.origin;
  let at = "";
  return linesOf(source).map(({ time, text }: ReadLine, index) => {
    if (time > at) at = time;
    const place = [at, created, pod, container, `${1e6 + instance}`, `${1e9 + index}`];
    return { line: `${name} ${time} ${text}\n`, place };
  });
}

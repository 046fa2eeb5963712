import { readFile } from "node:fs/promises";
import { request } from "node:https";
import type { Pki } from "./pki.ts";

/**
 * GETs a path of the API server as its administrator: the body of a 200 answer, else undefined,
 * also when nothing answers within five seconds.
 */
export async function get(port: number, pki: Pki, path: string): Promise<string | undefined> {
  const [ca, cert, key] = await Promise.all(
    [pki.ca.certificate, pki.admin.certificate, pki.admin.key].map((file) => readFile(file)),
  );
  const signal = AbortSignal.timeout(5_000);
  return new Promise((resolve) => {
    const sent = request(
      { host: "127.0.0.1", port, path, ca, cert, key, agent: false, signal },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", () => resolve(undefined));
        response.on("end", () =>
          resolve(response.statusCode === 200 ? Buffer.concat(chunks).toString() : undefined),
        );
      },
    );
    sent.on("error", () => resolve(undefined));
    sent.on("close", () => resolve(undefined));
    sent.end();
  });
}

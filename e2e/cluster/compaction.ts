import { readFile } from "node:fs/promises";
import { Agent, request } from "undici";
import { ClusterFailure } from "./failure.ts";
import type { Pki } from "./pki.ts";

/**
 * Lets etcd forget every revision but the present one, as it does of itself as time goes by.
 *
 * @throws ClusterFailure where it does not.
 */
export async function compactEtcd(port: number, pki: Pki): Promise<void> {
  const [ca, cert, key] = await Promise.all(
    [pki.ca.certificate, pki.apiServerClient.certificate, pki.apiServerClient.key].map((file) =>
      readFile(file, "utf8"),
    ),
  );
  const dispatcher = new Agent({ connect: { ca, cert, key } });
  const ask = async (path: string, body: object) => {
    const answer = await request(`https://127.0.0.1:${port}/v3/${path}`, {
      method: "POST",
      dispatcher,
      body: JSON.stringify(body),
    });
    const text = await answer.body.text();
    if (answer.statusCode === 200) return JSON.parse(text);
    throw new ClusterFailure("etcd", `etcd answered ${answer.statusCode} to ${path}: ${text}`);
  };
  try {
    const { header } = await ask("maintenance/status", {});
    await ask("kv/compaction", { revision: header.revision, physical: true });
  } finally {
    await dispatcher.close();
  }
}

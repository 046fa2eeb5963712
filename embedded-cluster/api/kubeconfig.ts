import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { stringify } from "yaml";

/** Where an embedded cluster is, and by which tokens one comes to it. */
export interface Access {
  readonly url: string;
  /** PEM. */
  readonly certificate: string;
  readonly adminToken: string;
  readonly viewerToken: string;
}

/** The text of a kubeconfig with the contexts `embedded` and `embedded-viewer`. */
function kubeconfigText({ url, certificate, adminToken, viewerToken }: Access): string {
  const cluster = {
    server: url,
    "certificate-authority-data": Buffer.from(certificate).toString("base64"),
  };
  const context = (user: string) => ({ cluster: "embedded", user, namespace: "default" });
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "embedded",
    clusters: [{ name: "embedded", cluster }],
    users: [
      { name: "embedded-admin", user: { token: adminToken } },
      { name: "embedded-viewer", user: { token: viewerToken } },
    ],
    contexts: [
      { name: "embedded", context: context("embedded-admin") },
      { name: "embedded-viewer", context: context("embedded-viewer") },
    ],
  });
}

/** Writes it for the owner's eyes alone. */
export async function writeKubeconfig(file: string, access: Access): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, kubeconfigText(access), { mode: 0o600 });
}

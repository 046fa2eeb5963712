import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Kubectl } from "./kubectl.ts";

interface Config {
  clusters: { cluster: object }[];
}

/**
 * Creates a service account, which may do nothing until it is bound to a role, and writes a
 * kubeconfig with a token of it that lasts an hour. Gives the path of the file, in `folder`.
 */
export async function serviceAccountKubeconfig(
  kubectl: Kubectl,
  namespace: string,
  account: string,
  folder: string,
): Promise<string> {
  await kubectl(["create", "serviceaccount", account, "--namespace", namespace]);
  const tokenPath = `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`;
  const request = {
    apiVersion: "authentication.k8s.io/v1",
    kind: "TokenRequest",
    spec: { audiences: [], expirationSeconds: 3600 },
  };
  const [answer, view] = await Promise.all([
    kubectl(["create", "--raw", tokenPath, "-f", "-"], { input: JSON.stringify(request) }),
    kubectl(["config", "view", "--raw", "--flatten", "--minify", "--output", "json"]),
  ]);
  const { token } = (JSON.parse(answer) as { status: { token: string } }).status;
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": account,
    clusters: [{ name: account, cluster: (JSON.parse(view) as Config).clusters[0]?.cluster }],
    users: [{ name: account, user: { token } }],
    contexts: [{ name: account, context: { cluster: account, user: account, namespace } }],
  };
  const path = join(folder, `${namespace}-${account}.kubeconfig`);
  await writeFile(path, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
  return path;
}

import { expect } from "@playwright/test";
import type { Api, Reply, Send } from "../cluster/api.ts";
import { paths } from "./objects.ts";

/** One with few rights, whom the administrator speaks for. */
export const viewer = "embedded-viewer";
export const reading = ["get", "list", "watch"];

/** What the viewer may look at, and that in the namespace `default` alone. */
const viewed = [
  { apiGroups: ["batch"], resources: ["jobs", "cronjobs"], verbs: reading },
  { apiGroups: [""], resources: ["pods", "pods/log", "events"], verbs: reading },
];

/** Gives the viewer these rights, where rights can be given. */
export async function letView(api: Api): Promise<void> {
  const roles = "/apis/rbac.authorization.k8s.io/v1/namespaces/default";
  const metadata = { name: viewer };
  const group = { apiGroup: "rbac.authorization.k8s.io" };
  const binding = {
    metadata,
    roleRef: { ...group, kind: "Role", name: viewer },
    subjects: [{ ...group, kind: "User", name: viewer }],
  };
  for (const [path, body] of [
    [`${roles}/roles`, { metadata, rules: viewed }],
    [`${roles}/rolebindings`, binding],
  ] as const) {
    const { status, text } = await api.call("POST", path, { body });
    if (![201, 404, 409].includes(status)) throw new Error(text);
  }
  await expect
    .poll(async () => (await asViewer(api, "GET", paths.jobs("default"))).status)
    .toBe(200);
}

export function asViewer(
  api: Api,
  method: string,
  path: string,
  options: Send = {},
): Promise<Reply> {
  return api.call(method, path, { ...options, headers: { "impersonate-user": viewer } });
}

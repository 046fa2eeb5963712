import type { ApiObject } from "../objects.ts";
import type { Storage } from "./storage.ts";

/**
 * Every namespace has a service account `default`, without which a real cluster takes no Pods. There
 * a controller makes it a moment later; here it is simply there, so that nothing has to wait for it.
 */
export function keepDefaultAccounts(
  storage: Storage,
  made: () => { readonly uid: string; readonly creationTimestamp: string },
): void {
  const ensure = (namespace: ApiObject) => {
    if (namespace.metadata.deletionTimestamp !== undefined) return;
    const { name } = namespace.metadata;
    if (storage.get("serviceaccounts", `${name}/default`)) return;
    const metadata = { name: "default", namespace: name, resourceVersion: "", ...made() };
    storage.put("serviceaccounts", { apiVersion: "v1", kind: "ServiceAccount", metadata });
  };
  const ensureAll = () => storage.list("namespaces", null).forEach(ensure);
  ensureAll();
  storage.listen("namespaces", ensureAll);
  storage.listen("serviceaccounts", ensureAll);
}

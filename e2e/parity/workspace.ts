import type { Api } from "../cluster/api.ts";
import { deleteNamespace, unlessGone } from "../cluster/namespace.ts";
import { nameOf, type Table, tableAccept } from "./compare.ts";
import type { Kind, Plural } from "./kinds.ts";
import { hold } from "./scenario.ts";

/** Whether CronJobs are batch/v1, or batch/v1beta1 as before 1.21. */
export async function cronJobVersion(api: Api): Promise<"v1" | "v1beta1"> {
  const { body } = await api.get("/apis/batch/v1");
  const { resources } = body as { resources: { name: string }[] };
  return resources.some(({ name }) => name === "cronjobs") ? "v1" : "v1beta1";
}

/** The columns the API server has of each kind, in lower case. */
export async function servedColumns(
  api: Api,
  kinds: readonly Kind[],
): Promise<ReadonlyMap<Plural, ReadonlySet<string>>> {
  const columns = kinds.map(async (kind) => {
    const { body } = await api.get(`${kind.path("default")}?limit=1`, tableAccept);
    const names = (body as Table).columnDefinitions.map(({ name }) => name.toLowerCase());
    return [kind.plural, new Set(names)] as const;
  });
  return new Map(await Promise.all(columns));
}

/**
 * Deletes the namespace, if it is there, and lets go of what is held in it: also of what was made
 * until the deletion forbade it.
 */
export async function clearNamespace(
  api: Api,
  kinds: readonly Kind[],
  name: string,
): Promise<void> {
  await letGo(api, kinds, name);
  await deleteNamespace(api, name);
  await letGo(api, kinds, name);
}

async function letGo(api: Api, kinds: readonly Kind[], name: string): Promise<void> {
  for (const kind of kinds) {
    const { body } = await api.get(kind.path(name));
    for (const object of (body as { items: unknown[] }).items) {
      const { finalizers = [] } = (object as { metadata: { finalizers?: string[] } }).metadata;
      if (!finalizers.includes(hold)) continue;
      const path = `${kind.path(name)}/${nameOf(object)}`;
      await api.patch(path, { metadata: { finalizers: null } }).catch(unlessGone);
    }
  }
}

import { setTimeout as delay } from "node:timers/promises";
import { type Api, Refusal } from "./api.ts";

/** After an outage of the API server its controllers take their time to come back. */
const accountPatienceMs = 150_000;

/**
 * Makes a namespace in which Pods can be created.
 *
 * @throws Refusal, what cut it off, the signal's reason, or an error when nobody makes the
 * namespace's service account for two and a half minutes.
 */
export async function createNamespace(api: Api, name: string, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  const metadata = { name };
  await api.create("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata });
  // The service account that every Pod gets is made by a controller.
  const account = `/api/v1/namespaces/${name}/serviceaccounts/default`;
  const isReady = async () => (await exists(api, account)) && (await takesPods(api, name));
  for (const deadline = Date.now() + accountPatienceMs; !(await isReady()); ) {
    signal?.throwIfAborted();
    if (Date.now() > deadline)
      throw new Error(`no service account in ${name} for ${accountPatienceMs / 1000} s`);
    await delay(100);
  }
}

/** Whether a Pod would be let in: in old clusters another controller makes the account's token. */
async function takesPods(api: Api, namespace: string): Promise<boolean> {
  const spec = { containers: [{ name: "probe", image: "busybox" }] };
  const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "probe" }, spec };
  try {
    await api.create(`/api/v1/namespaces/${namespace}/pods?dryRun=All`, pod);
    return true;
  } catch (error) {
    if (error instanceof Refusal && /service account/.test(error.message)) return false;
    throw error;
  }
}

/** Begins to delete a namespace, if it is there; what it holds goes with it. */
export async function deleteNamespace(api: Api, name: string): Promise<void> {
  await api.delete(`/api/v1/namespaces/${name}`).catch(unlessGone);
}

export function exists(api: Api, path: string): Promise<boolean> {
  return api.get(path).then(
    () => true,
    (error: unknown) => {
      unlessGone(error);
      return false;
    },
  );
}

/** @throws any error but that of an object that is not there. */
export function unlessGone(error: unknown): void {
  if (!(error instanceof Refusal && error.status === 404)) throw error;
}

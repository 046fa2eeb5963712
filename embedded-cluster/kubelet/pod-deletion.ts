import type { ApiClient } from "../api-client.ts";
import { unlessGone } from "../controllers/refusal.ts";
import type { Pod } from "./pod-fields.ts";

/** Tells the API server that nothing of a Pod is left on its node; a failure is told to nobody. */
export async function deleteForGood(client: ApiClient, { metadata }: Pod): Promise<void> {
  const { namespace = null, name, uid } = metadata;
  const options = { gracePeriodSeconds: 0, preconditions: { uid } };
  await unlessGone(client.delete("pods", namespace, name, options)).catch(() => {});
}

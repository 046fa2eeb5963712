import type { ApiClient } from "../api-client.ts";
import type { ApiObject, Plural } from "../objects.ts";
import { refusedAs } from "./refusal.ts";

const attempts = 5;

/**
 * Takes a finalizer off; the version it is gone at, or null when the object was gone already. A
 * merge patch replaces the whole list, so it names the version it was decided on and is decided
 * anew on a Conflict.
 */
export async function removeFinalizer(
  client: ApiClient,
  plural: Plural,
  object: ApiObject,
  finalizer: string,
): Promise<string | null> {
  const { uid, name, namespace = null } = object.metadata;
  let latest = object;
  for (let attempt = 1; ; attempt++) {
    const { resourceVersion, finalizers = [] } = latest.metadata;
    if (latest.metadata.uid !== uid) return null;
    if (!finalizers.includes(finalizer)) return resourceVersion;
    const rest = finalizers.filter((other) => other !== finalizer);
    try {
      const patched = await client.patch(plural, namespace, name, {
        metadata: { uid, resourceVersion, finalizers: rest.length === 0 ? null : rest },
      });
      return patched.metadata.resourceVersion;
    } catch (error) {
      if (refusedAs(error, "NotFound")) return null;
      if (!refusedAs(error, "Conflict") || attempt === attempts) throw error;
    }
    try {
      latest = await client.get(plural, namespace, name);
    } catch (error) {
      if (refusedAs(error, "NotFound")) return null;
      throw error;
    }
  }
}

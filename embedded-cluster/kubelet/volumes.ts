import type { Lookup } from "./environment.ts";
import type { Pod } from "./pod-fields.ts";

/** Why a volume cannot be set up, as the event says it; null when all can. */
export async function missingVolume(pod: Pod, lookup: Lookup): Promise<string | null> {
  for (const { name, configMap, secret } of pod.spec.volumes ?? []) {
    const plural = configMap ? "configmaps" : "secrets";
    const wanted = configMap?.name ?? secret?.secretName;
    if (wanted === undefined || configMap?.optional || secret?.optional) continue;
    if (await lookup(plural, wanted)) continue;
    return `MountVolume.SetUp failed for volume "${name}" : ${plural.slice(0, -1)} "${wanted}" not found`;
  }
  return null;
}

import type { ApiClient } from "../api-client.ts";
import { selects } from "../label-selector.ts";
import type { ApiObject } from "../objects.ts";
import { trackingFinalizer } from "./job-pods.ts";
import { unlessGone } from "./refusal.ts";
import { controllerReference, type Job, type Pod } from "./workloads.ts";

/** Whether a Job selects the Pod; it owns no other. */
export const isSelected = ({ spec }: Job, { metadata }: ApiObject): boolean =>
  selects(spec.selector, metadata.labels ?? {});

/**
 * Takes Pods that nobody controls and that a Job selects as its own, and gives away those it selects
 * no longer (PodControllerRefManager of pkg/controller). The versions that were written.
 */
export async function claimPods(
  client: ApiClient,
  job: Job,
  own: readonly Pod[],
  orphans: readonly Pod[],
): Promise<string[]> {
  if (job.metadata.deletionTimestamp !== undefined) return [];
  const strays = own.filter((pod) => !isSelected(job, pod));
  const found = orphans.filter(
    (pod) =>
      pod.metadata.namespace === job.metadata.namespace &&
      pod.metadata.deletionTimestamp === undefined &&
      isSelected(job, pod),
  );
  const versions: string[] = [];
  const write = async ({ metadata }: Pod, held: object) => {
    const { uid, resourceVersion, name, namespace = null } = metadata;
    const patch = { metadata: { uid, resourceVersion, ...held } };
    await unlessGone(
      client
        .patch("pods", namespace, name, patch)
        .then((written) => versions.push(written.metadata.resourceVersion)),
    );
  };
  for (const pod of strays) {
    const { ownerReferences = [], finalizers = [] } = pod.metadata;
    const others = ownerReferences.filter(({ uid }) => uid !== job.metadata.uid);
    const rest = finalizers.filter((one) => one !== trackingFinalizer);
    await write(pod, {
      ownerReferences: others.length === 0 ? null : others,
      finalizers: rest.length === 0 ? null : rest,
    });
  }
  if (found.length === 0) return versions;
  // The cache may not know yet that the Job goes, and leaves its Pods.
  const latest = await client.get("jobs", job.metadata.namespace ?? null, job.metadata.name);
  if (latest.metadata.uid !== job.metadata.uid || latest.metadata.deletionTimestamp)
    return versions;
  for (const pod of found) {
    const { ownerReferences = [], finalizers = [] } = pod.metadata;
    await write(pod, {
      ownerReferences: [...ownerReferences, controllerReference(job)],
      finalizers: [...new Set([...finalizers, trackingFinalizer])],
    });
  }
  return versions;
}

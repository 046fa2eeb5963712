import type { Pod, PodStatus } from "./pod-fields.ts";

/**
 * No node here is ever short of memory; a Pod with this annotation is evicted as if it was, so many
 * seconds after it started. With 0 its node does not admit it.
 */
const annotation = "embedded.batchboard.dev/evict-after-seconds";

export function evictAfterMs(pod: Pod): number | null {
  const text = pod.metadata.annotations?.[annotation] ?? "";
  return /^\d{1,6}$/.test(text) ? Number(text) * 1000 : null;
}

/** The verdict on a Pod that is evicted (eviction/helpers.go). */
export function evicted(pod: Pod): { reason: string; message: string } {
  const low =
    "The node was low on resource: memory. Threshold quantity: 100Mi, available: 52144Ki. ";
  const used = pod.spec.containers.map(
    ({ name, resources }) =>
      `Container ${name} was using 389120Ki, request is ${resources?.requests?.memory ?? 0}, has larger consumption of memory. `,
  );
  return { reason: "Evicted", message: low + used.join("") };
}

/** What the event of a Pod says that its node did not admit. */
export const rejected = "The node had condition: [MemoryPressure]. ";

export function rejectedStatus({ status }: Pod, startTime: string): PodStatus {
  const message = `Pod was rejected: ${rejected}`;
  const { qosClass } = status ?? {};
  const kept = qosClass ? { qosClass } : {};
  return { ...kept, phase: "Failed", reason: "Evicted", message, startTime };
}

import type { ContainerStatus, Pod } from "#lib/kubernetes/types";

/** The status of a container of any kind. */
export function containerStatus(pod: Pod, name: string): ContainerStatus | undefined {
  const { initContainerStatuses, containerStatuses, ephemeralContainerStatuses } = pod.status ?? {};
  return [initContainerStatuses, containerStatuses, ephemeralContainerStatuses]
    .flatMap((statuses) => statuses ?? [])
    .find((status) => status.name === name);
}

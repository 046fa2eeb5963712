import type { ContainerStatus, Pod } from "#lib/kubernetes/types";

const defaultContainerAnnotation = "kubectl.kubernetes.io/default-container";

/** The container `kubectl logs` chooses: the annotated one, else the first (kubectl-semantics 9). */
export function defaultContainer(pod: Pod): string {
  const containers = pod.spec?.containers ?? [];
  const annotated = pod.metadata.annotations?.[defaultContainerAnnotation];
  if (annotated !== undefined && containers.some(({ name }) => name === annotated))
    return annotated;
  return containers[0]?.name ?? "";
}

/** The status of a container of any kind. */
export function containerStatus(pod: Pod, name: string): ContainerStatus | undefined {
  const { initContainerStatuses, containerStatuses, ephemeralContainerStatuses } = pod.status ?? {};
  return [initContainerStatuses, containerStatuses, ephemeralContainerStatuses]
    .flatMap((statuses) => statuses ?? [])
    .find((status) => status.name === name);
}

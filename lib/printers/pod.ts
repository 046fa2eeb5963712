import type { PodRow } from "#lib/api/rows";
import type { Pod } from "#lib/kubernetes/types";
import { conditionHolds } from "#lib/printers/condition";
import { objectRow } from "#lib/printers/object-row";
import { summarizePod } from "#lib/printers/pod-status";

/** What kubectl prints about a Pod (kubectl-semantics 4). */
export function printPod(pod: Pod): PodRow {
  const { spec, status } = pod;
  return {
    ...objectRow(pod.metadata),
    ...summarizePod(pod),
    // The single field is the authority where it differs from the list.
    ip: status?.podIP || status?.podIPs?.[0]?.ip || "",
    node: spec?.nodeName ?? "",
    nominatedNode: status?.nominatedNodeName ?? "",
    readinessGates: readinessGates(pod),
    defaultContainer: defaultContainer(pod),
  };
}

function readinessGates(pod: Pod): string {
  const gates = pod.spec?.readinessGates ?? [];
  if (gates.length === 0) return "";
  const met = gates.filter((gate) => conditionHolds(pod.status?.conditions, gate.conditionType));
  return `${met.length}/${gates.length}`;
}

/** The container `kubectl logs` reads when none is named: the annotated one if it exists, else the first. */
export function defaultContainer(pod: Pod): string | null {
  const { spec, metadata } = pod;
  const containers = spec?.containers ?? [];
  const known = [
    ...containers,
    ...(spec?.initContainers ?? []),
    ...(spec?.ephemeralContainers ?? []),
  ];
  const annotated = metadata.annotations?.["kubectl.kubernetes.io/default-container"];
  const chosen = known.find((container) => container.name === annotated) ?? containers[0];
  return chosen?.name ?? null;
}

import type { PodRow } from "#lib/api/rows";
import type { Pod } from "#lib/kubernetes/types";
import { conditionHolds } from "#lib/printers/condition";
import { objectRow } from "#lib/printers/object-row";
import { failedExitCode, summarizePod } from "#lib/printers/pod-status";

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
    ...indexed(pod),
    exitCode: failedExitCode(pod),
  };
}

/** What only a Pod of an Indexed Job has; the label came later than the annotation (kubectl-semantics 7.3). */
function indexed(pod: Pod): Pick<PodRow, "index" | "failures" | "ended"> {
  const { annotations } = pod.metadata;
  const index = count(annotations?.["batch.kubernetes.io/job-completion-index"]);
  if (index === null) return { index, failures: null, ended: null };
  const failures = count(annotations?.["batch.kubernetes.io/job-index-failure-count"]);
  const phase = pod.status?.phase;
  const ended = phase === "Succeeded" || phase === "Failed" ? phase : null;
  return { index, failures, ended };
}

/** Annotations are anybody's text. */
function count(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : null;
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

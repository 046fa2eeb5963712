import type { JobRow } from "#lib/api/rows";
import { controllerOf } from "#lib/kubernetes/owner-reference";
import type { Container, LabelSelector, ObjectMeta } from "#lib/kubernetes/types";
import { formatLabelSelector } from "#lib/printers/label-selector";

type ObjectRow = Pick<JobRow, "namespace" | "name" | "uid" | "created" | "owner" | "deleting">;
type TemplateCells = Pick<JobRow, "containers" | "images" | "selector">;

/** What every row says about its object, from the object's metadata. */
export function objectRow(metadata: ObjectMeta): ObjectRow {
  const owner = controllerOf(metadata);
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    uid: metadata.uid,
    created: metadata.creationTimestamp ?? null,
    owner: owner ? { kind: owner.kind, name: owner.name, uid: owner.uid } : null,
    deleting: metadata.deletionTimestamp != null,
  };
}

/** The three wide cells of everything that has a pod template; init containers are not in them. */
export function templateCells(
  containers: readonly Container[] | null | undefined,
  selector: LabelSelector | null | undefined,
): TemplateCells {
  return {
    containers: (containers ?? []).map((container) => container.name).join(","),
    images: (containers ?? []).map((container) => container.image ?? "").join(","),
    selector: formatLabelSelector(selector),
  };
}

import type { Instant, OwnerRef } from "#lib/api/rows";
import type { Container, LabelSelector, ObjectMeta } from "#lib/kubernetes/types";
import { formatLabelSelector } from "#lib/printers/label-selector";

/** What every row says about its object, from the object's metadata. */
export function objectRow(metadata: ObjectMeta): {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly created: Instant | null;
  readonly owner: OwnerRef | null;
  readonly deleting: boolean;
} {
  const owner = metadata.ownerReferences?.find((reference) => reference.controller === true);
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
): { readonly containers: string; readonly images: string; readonly selector: string } {
  return {
    containers: (containers ?? []).map((container) => container.name).join(","),
    images: (containers ?? []).map((container) => container.image ?? "").join(","),
    selector: formatLabelSelector(selector),
  };
}

import type { ObjectMeta, OwnerReference } from "#lib/kubernetes/types";

/** The one owner that manages the object; an object has at most one. */
export function controllerOf(metadata: ObjectMeta): OwnerReference | undefined {
  return metadata.ownerReferences?.find((reference) => reference.controller === true);
}

import type { KubernetesObject, ObjectMeta, OwnerReference } from "#lib/kubernetes/types";

/** The one owner that manages the object; an object has at most one. */
export function controllerOf(metadata: ObjectMeta): OwnerReference | undefined {
  return metadata.ownerReferences?.find((reference) => reference.controller === true);
}

/** By uid, since an owner of the same name may be another object. */
export function isControlledBy(object: KubernetesObject, uid: string): boolean {
  return controllerOf(object.metadata)?.uid === uid;
}

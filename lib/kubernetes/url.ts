import { isNamespaceName, isObjectName } from "#lib/kubernetes/names";
import type { Resource } from "#lib/kubernetes/resources";

type ResourceId = Pick<Resource<unknown>, "group" | "version" | "plural" | "namespaced">;

/** A name or namespace that may not stand in a URL. No request was sent. */
export class InvalidName extends Error {}

/** Where one asks about oneself; what is posted there is kept nowhere. */
export const reviewPaths = {
  access: "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
  identity: "/apis/authentication.k8s.io/v1/selfsubjectreviews",
} as const;

/**
 * The path of a collection: of one namespace, or of all with null.
 *
 * @throws InvalidName
 */
export function collectionPath(resource: ResourceId, namespace: string | null): string {
  const base =
    resource.group === ""
      ? `/api/${resource.version}`
      : `/apis/${resource.group}/${resource.version}`;
  if (namespace === null) return checked(`${base}/${resource.plural}`);
  if (!resource.namespaced || !isNamespaceName(namespace)) {
    throw new InvalidName(`not a namespace name: ${JSON.stringify(namespace.slice(0, 80))}`);
  }
  return checked(`${base}/namespaces/${namespace}/${resource.plural}`);
}

/**
 * The path of one object. Its name is not optional, so neither a patch nor a deletion can reach a
 * collection.
 *
 * @throws InvalidName
 */
export function objectPath(
  resource: ResourceId,
  namespace: string,
  name: string,
  subresource?: "log" | "status",
): string {
  if (!isObjectName(name)) {
    throw new InvalidName(`not an object name: ${JSON.stringify(name.slice(0, 80))}`);
  }
  const path = `${collectionPath(resource, resource.namespaced ? namespace : null)}/${name}`;
  return checked(subresource === undefined ? path : `${path}/${subresource}`);
}

/** What a URL parser makes of the path must be the path: no dot segment, query or escape got in. */
function checked(path: string): string {
  if (new URL(path, "https://cluster").pathname !== path)
    throw new InvalidName("not a path of the API");
  return path;
}

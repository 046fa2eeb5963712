import { jobs, pods, type Resource } from "#lib/kubernetes/resources";
import type { KubernetesObject } from "#lib/kubernetes/types";
import { RequestError } from "#lib/server/api-error";
import { servedCronJobs } from "#lib/server/discovery";
import { requireNames, shown } from "#lib/server/endpoints/endpoint";
import type { InformerPool } from "#lib/server/informer-pool";
import { text } from "#lib/texts/text";

/** The object a query string names by `kind`, `namespace` and `name`. @throws RequestError */
export function namedObject(
  pool: InformerPool,
  params: URLSearchParams,
): { resource: Resource<KubernetesObject>; namespace: string; name: string } {
  const namespace = params.get("namespace") ?? "";
  const name = params.get("name") ?? "";
  requireNames([namespace], name);
  return { resource: resourceOfKind(pool, params.get("kind") ?? ""), namespace, name };
}

function resourceOfKind(pool: InformerPool, kind: string): Resource<KubernetesObject> {
  if (kind === "job") return jobs;
  if (kind === "pod") return pods;
  if (kind !== "cronjob") {
    throw new RequestError(
      "invalid",
      text('"{kind}" is not one of {kinds}.', { kind: shown(kind), kinds: "cronjob, job, pod" }),
    );
  }
  return servedCronJobs(pool.discovery.state);
}

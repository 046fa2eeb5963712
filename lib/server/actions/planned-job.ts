import type { PlannedContainer, PlannedJob } from "#lib/api/actions";
import type { JobEdits } from "#lib/api/job-edits";
import type { Client } from "#lib/kubernetes/client";
import { jobs } from "#lib/kubernetes/resources";
import { StatusError } from "#lib/kubernetes/status-error";
import { withEdits } from "#lib/server/actions/edited-job";
import type { ContainerManifest, JobManifest, Texts } from "#lib/server/actions/job-manifest";
import { writeOutcome } from "#lib/server/actions/write-outcome";
import { maskedObject, yamlOf } from "#lib/server/manifest";
import type { Text } from "#lib/texts/text";

/**
 * A Job before it is made, with the edits and without. What may be secret is masked in both, before
 * the edits are applied: a person sees his own values, and no others. What can be edited is told as it
 * is without edits.
 *
 * @throws RequestError `invalid` as `withEdits`
 */
export function plannedJob(job: JobManifest, edits: JobEdits | undefined): PlannedJob {
  const masked = maskedObject(job);
  const edited = withEdits(masked, edits);
  const { initContainers, containers } = masked.spec.template?.spec ?? {};
  return {
    name: job.metadata.name,
    yaml: yamlOf(edited),
    unedited: yamlOf(masked),
    parallelism: masked.spec.parallelism ?? null,
    containers: [
      ...(initContainers ?? []).map((it) => plannedContainer(it, true)),
      ...(containers ?? []).map((it) => plannedContainer(it, false)),
    ],
  };
}

function plannedContainer(container: ContainerManifest, init: boolean): PlannedContainer {
  const { name, image, command, args, env, resources } = container;
  return {
    name,
    init,
    image: image ?? "",
    command: command ?? null,
    args: args ?? null,
    env: (env ?? []).map((it) => ({ name: it.name, literal: it.valueFrom == null })),
    requests: quantities(resources?.requests),
    limits: quantities(resources?.limits),
  };
}

function quantities(texts: Texts | null | undefined) {
  return Object.entries(texts ?? {}).map(([resource, quantity]) => ({
    resource,
    // JSON may hold a number here, which YAML writes alike.
    quantity: String(quantity),
  }));
}

/**
 * What the API server says to the Job, admission and quota included, without making it; null where it
 * would take it.
 *
 * @throws StatusError that is no judgement of the Job (401, 429, a failure of the server);
 * ConnectionError
 */
export async function refusalOf(
  client: Client,
  job: JobManifest,
): Promise<{ readonly message: Text } | null> {
  const { namespace } = job.metadata;
  try {
    await client.create(jobs, namespace, job, { dryRun: "All", fieldValidation: "Strict" });
    return null;
  } catch (error) {
    if (error instanceof StatusError && isJudgement(error)) return { message: error.text };
    throw error;
  }
}

/** 500 too: a webhook that cannot be asked refuses. */
function isJudgement(error: StatusError): boolean {
  return [400, 403, 404, 409, 422, 500].includes(error.code) && writeOutcome(error) === "refused";
}

import type { Accepted, ActionTarget, Rerun } from "#lib/api/actions";
import { rerunName } from "#lib/api/job-names";
import { jobs } from "#lib/kubernetes/resources";
import { isForbidden } from "#lib/kubernetes/status-error";
import { type Acting, readTarget } from "#lib/server/actions/acting";
import { withEdits } from "#lib/server/actions/edited-job";
import { cronJobOf, jobAgain } from "#lib/server/actions/job-again";
import { createOnce, type Stored } from "#lib/server/actions/job-creation";
import {
  type JobManifest,
  type OwnerReference,
  requestMark,
  rerunOfAnnotation,
  type StoredJob,
} from "#lib/server/actions/job-manifest";
import { singleIndex } from "#lib/server/actions/single-index";
import { isAlreadyExists, isNotFound } from "#lib/server/actions/write-outcome";
import { RequestError } from "#lib/server/api-error";
import { text } from "#lib/texts/text";

/** Nobody runs a Job again as often; who does may delete some. */
export const mostReruns = 100;

/**
 * Makes a Job again, under the first free name. The key stands in the new one: what this very request
 * made before is found by it, whatever names have become free since.
 *
 * @throws RequestError, StatusError
 */
export async function rerun(acting: Acting, action: Rerun): Promise<Accepted> {
  const made = await madeBefore(acting, action);
  if (made) return { accepted: true, already: true, made };
  const old = await readTarget<StoredJob>(acting, jobs, action.target);
  const owner = await ownerOf(acting, old, action);
  for (let n = 1; ; n++) {
    const job = withEdits(rerunJob(old, action, owner, n), action.edits);
    try {
      return await createOnce(acting.client, jobs, job, (found) => isRerun(found, job));
    } catch (error) {
      if (!isAlreadyExists(error) || n === mostReruns) throw error;
    }
  }
}

/** The Job that an earlier request with this key made; null for none, and for who may not look. */
async function madeBefore(
  { client }: Acting,
  { key, target: { namespace } }: Rerun,
): Promise<ActionTarget | null> {
  const labelSelector = `${requestMark}=${key}`;
  const { items } = await client
    .list(jobs, { namespace, labelSelector })
    .catch((error: unknown) => {
      if (isForbidden(error)) return { items: [] };
      throw error;
    });
  const [found] = items;
  return found ? { namespace, name: found.metadata.name, uid: found.metadata.uid } : null;
}

/** The nth Job of this one, without edits. @throws RequestError where the index cannot be run alone */
export function rerunJob(
  old: StoredJob,
  { key, index }: Rerun,
  owner: OwnerReference | null,
  n: number,
): JobManifest {
  const job = jobAgain(old, { name: rerunName(old.metadata.name, n), key, owner });
  return index === undefined ? job : singleIndex(job, index);
}

/**
 * The CronJob the new Job is to belong to; null for none. One that is gone would take the new Job along:
 * what has no owner left is collected as garbage.
 *
 * @throws RequestError `conflict`
 */
export async function ownerOf(
  { client, cronJobs }: Acting,
  old: StoredJob,
  { owner, target }: Rerun,
): Promise<OwnerReference | null> {
  const cronJob = owner === "keep" ? cronJobOf(old) : null;
  if (!cronJob) return null;
  const found = await client.get(cronJobs(), target.namespace, cronJob.name).catch((error) => {
    if (isNotFound(error)) return null;
    // Who may not look takes it as it stands: of a CronJob that is gone the old Job would be, too.
    if (isForbidden(error)) return { metadata: cronJob };
    throw error;
  });
  if (found?.metadata.uid === cronJob.uid) return cronJob;
  throw new RequestError(
    "conflict",
    text(
      "CronJob {cronJob}, which {job} belongs to, is gone: a new Job of it would be deleted at once.",
      { cronJob: cronJob.name, job: target.name },
    ),
    text("Run it again without its CronJob."),
  );
}

function isRerun({ metadata }: Stored, { metadata: meant }: JobManifest): boolean {
  return [requestMark, rerunOfAnnotation].every(
    (key) => metadata.annotations?.[key] === meant.annotations?.[key],
  );
}

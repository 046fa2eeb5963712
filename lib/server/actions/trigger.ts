import type { Accepted, Trigger } from "#lib/api/actions";
import { triggeredName } from "#lib/api/job-names";
import { jobs } from "#lib/kubernetes/resources";
import { type Acting, readTarget } from "#lib/server/actions/acting";
import { withEdits } from "#lib/server/actions/edited-job";
import { createOnce, type Stored } from "#lib/server/actions/job-creation";
import { jobFromCronJob } from "#lib/server/actions/job-from-cronjob";
import {
  instantiateAnnotation,
  type JobManifest,
  requestMark,
  type StoredCronJob,
} from "#lib/server/actions/job-manifest";

/**
 * Makes the Job of a CronJob's template. The key names it, or is kept in a Job that has a name of its
 * own, so that the same request made twice, or again because its answer was lost, makes one.
 *
 * @throws RequestError, StatusError
 */
export async function trigger(acting: Acting, action: Trigger): Promise<Accepted> {
  const cronJob = await readTarget<StoredCronJob>(acting, acting.cronJobs(), action.target);
  const job = withEdits(triggeredJob(acting, cronJob, action), action.edits);
  return createOnce(acting.client, jobs, job, (found) => isTriggered(found, job));
}

/** The Job without edits. */
export function triggeredJob(acting: Acting, cronJob: StoredCronJob, action: Trigger): JobManifest {
  const { group, version } = acting.cronJobs();
  const job = jobFromCronJob(cronJob, triggeredName(action), `${group}/${version}`);
  if (action.name === undefined) return job;
  const annotations = { ...job.metadata.annotations, [requestMark]: action.key };
  return { ...job, metadata: { ...job.metadata, annotations } };
}

/** Of this CronJob, made by hand, and by this request as far as it can be told. */
function isTriggered({ metadata }: Stored, { metadata: meant }: JobManifest): boolean {
  const owner = meant.ownerReferences?.[0]?.uid;
  return (
    metadata.ownerReferences?.some(({ uid }) => uid === owner) === true &&
    [instantiateAnnotation, requestMark].every(
      (mark) => metadata.annotations?.[mark] === meant.annotations?.[mark],
    )
  );
}

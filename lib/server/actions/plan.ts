import type { Action, ActionPlan, Delete, Rerun, Resume, Suspend, Trigger } from "#lib/api/actions";
import { rerunName } from "#lib/api/job-names";
import type { Client } from "#lib/kubernetes/client";
import { jobs } from "#lib/kubernetes/resources";
import type { CronJob, Job, Pod } from "#lib/kubernetes/types";
import { type Acting, readTarget, resourceOf } from "#lib/server/actions/acting";
import { deletionSentences } from "#lib/server/actions/deletion-plan";
import { type Owned, ownedBy } from "#lib/server/actions/dependents";
import { withEdits } from "#lib/server/actions/edited-job";
import type { JobManifest, StoredCronJob, StoredJob } from "#lib/server/actions/job-manifest";
import { owningTool } from "#lib/server/actions/owning-tool";
import { dependentsOf } from "#lib/server/actions/plan-words";
import { plannedJob, refusalOf } from "#lib/server/actions/planned-job";
import { mostReruns, ownerOf, rerunJob } from "#lib/server/actions/rerun";
import { rerunSentences, triggerSentences } from "#lib/server/actions/run-plan";
import {
  cronJobSuspension,
  jobSuspension,
  type Sentences,
} from "#lib/server/actions/suspension-plan";
import { triggeredJob } from "#lib/server/actions/trigger";
import { isNotFound } from "#lib/server/actions/write-outcome";
import type { InformerPool } from "#lib/server/informer-pool";
import { type Text, text } from "#lib/texts/text";

/**
 * What an action will do, from what is there now. Nothing is changed: a Job that would be made is shown
 * to the API server in a dry run.
 *
 * @throws RequestError, StatusError, ConnectionError
 */
export async function planOf(
  acting: Acting,
  pool: InformerPool,
  action: Action,
  signal: AbortSignal,
): Promise<ActionPlan> {
  const resource = resourceOf(acting, action.resource);
  const raw = await readTarget<StoredJob>(acting, resource, action.target);
  const object = resource.reduce(raw);
  const owner = { resource: action.resource, ...action.target };
  const owned = await ownedBy(pool, acting.client, owner, signal);
  const planned = await parts(acting, action, { raw, object, owned });
  const tool = owningTool(raw.metadata);
  return {
    dependents: null,
    job: null,
    refused: null,
    ...planned,
    warnings: [...(tool === null ? [] : revertSentence(tool, action)), ...planned.warnings],
  };
}

function revertSentence(tool: Text, { action }: Action): Text[] {
  switch (action) {
    case "suspend":
    case "resume":
      return [text("{tool} owns it and may revert this.", { tool })];
    case "delete":
      return [text("{tool} owns it and may create it again.", { tool })];
    default:
      return [];
  }
}

interface Found {
  /** Whole. */
  readonly raw: StoredJob | StoredCronJob;
  /** The same, reduced. */
  readonly object: CronJob | Job | Pod;
  readonly owned: Owned;
}

type Parts = Sentences & Partial<ActionPlan>;

async function parts(acting: Acting, action: Action, found: Found): Promise<Parts> {
  switch (action.action) {
    case "suspend":
    case "resume":
      return suspensionParts(action, found, acting.now());
    case "delete":
      return deletionParts(action, found);
    case "trigger":
      return triggerParts(acting, action, found);
    case "rerun":
      return rerunParts(acting, action, found);
  }
}

function suspensionParts(action: Suspend | Resume, { object, owned }: Found, now: number): Parts {
  return action.resource === "jobs"
    ? jobSuspension(action, object as Job, owned.pods)
    : cronJobSuspension(action, object as CronJob, owned.jobs, now);
}

function deletionParts(action: Delete, { object, owned }: Found): Parts {
  const dependents = { jobs: dependentsOf(owned.jobs), pods: dependentsOf(owned.pods) };
  return { ...deletionSentences(action, object, owned), dependents };
}

async function triggerParts(acting: Acting, action: Trigger, found: Found): Promise<Parts> {
  const job = triggeredJob(acting, found.raw as StoredCronJob, action);
  const { owned } = found;
  return {
    ...triggerSentences(action, found.object as CronJob, job, owned.jobs, acting.now()),
    ...(await jobParts(acting.client, job, action)),
  };
}

async function rerunParts(acting: Acting, action: Rerun, found: Found): Promise<Parts> {
  const old = found.raw as StoredJob;
  const owner = await ownerOf(acting, old, action);
  const n = await firstFree(acting.client, action);
  const job = rerunJob(old, action, owner, n);
  return {
    ...rerunSentences(action, found.object as Job, job),
    ...(await jobParts(acting.client, job, action)),
  };
}

async function jobParts(client: Client, job: JobManifest, { edits }: Trigger | Rerun) {
  return {
    job: plannedJob(job, edits),
    refused: await refusalOf(client, withEdits(job, edits)),
  };
}

/** The number of the first name nobody has. */
async function firstFree(client: Client, { target }: Rerun): Promise<number> {
  for (let n = 1; n < mostReruns; n++) {
    const isTaken = await client.getRaw(jobs, target.namespace, rerunName(target.name, n)).then(
      () => true,
      (error: unknown) => {
        if (isNotFound(error)) return false;
        throw error;
      },
    );
    if (!isTaken) return n;
  }
  return mostReruns;
}

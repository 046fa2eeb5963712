import type { Action } from "#lib/api/actions";
import type { Client } from "#lib/kubernetes/client";
import type { Resource } from "#lib/kubernetes/resources";
import { ConnectionError, StatusError } from "#lib/kubernetes/status-error";
import type { CronJob, Job } from "#lib/kubernetes/types";
import { RequestError } from "#lib/server/api-error";

/** A controller may write the status between our read and our patch; that is no conflict of intent. */
const tries = 4;

/**
 * Suspends or resumes: a merge patch that names the uid and resourceVersion it was decided on, so
 * it can neither hit a re-created object nor undo a change it has not seen (kubectl-semantics 7.4).
 * A version that moved on is read again; suspending what is suspended is done already. A patch
 * without an answer is never sent again: the object is read once more for what became of it.
 *
 * @throws RequestError `conflict` when the object was re-created, `unreachable` when the patch could
 * not be sent or it is not known whether it changed the object; StatusError as the API server says.
 */
export async function setSuspend(
  client: Client,
  resource: Resource<CronJob> | Resource<Job>,
  action: Action,
  signal: AbortSignal,
): Promise<void> {
  const { namespace, name, uid } = action.target;
  const suspend = action.action === "suspend";
  for (let attempt = 1; ; attempt++) {
    const found: CronJob | Job = await client.get<CronJob | Job>(resource, namespace, name, signal);
    if (found.metadata.uid !== uid) {
      throw new RequestError(
        "conflict",
        `${resource.kind} ${name} in ${namespace} was deleted and created again; the new one was left as it is.`,
        "Look at the new one first.",
      );
    }
    if ((found.spec?.suspend ?? false) === suspend) return;
    const { resourceVersion } = found.metadata;
    try {
      const patch = { metadata: { uid, resourceVersion }, spec: { suspend } };
      await client.patch<CronJob | Job>(resource, namespace, name, patch, signal);
      return;
    } catch (error) {
      if (attempt < tries && error instanceof StatusError && error.code === 409) continue;
      if (isUnsent(error)) {
        throw new RequestError("unreachable", error.message, "Nothing was changed.");
      }
      if (!isUnanswered(error)) throw error;
      const now = await client
        .get<CronJob | Job>(resource, namespace, name, signal)
        .catch(() => null);
      if (now?.metadata.uid === uid && (now.spec?.suspend ?? false) === suspend) return;
      throw new RequestError(
        "unreachable",
        `It is not known whether ${resource.kind} ${name} was ${suspend ? "suspended" : "resumed"} (${error.message}).`,
        "Its row shows what the cluster says. Look there before you try again.",
      );
    }
  }
}

/** Whether a write cannot have left: there was no credential to send with it, or no connection. */
function isUnsent(error: unknown): error is ConnectionError {
  const codes = /^(CREDENTIAL|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$/;
  return error instanceof ConnectionError && codes.test(error.code);
}

/**
 * Whether a write may have been done all the same: the API server, too, gives up on its own storage,
 * and a balancer on the API server.
 */
function isUnanswered(error: unknown): error is Error {
  if (error instanceof ConnectionError) return true;
  if (!(error instanceof StatusError)) return false;
  return error.code === 502 || error.code === 504 || error.reason === "ServerTimeout";
}

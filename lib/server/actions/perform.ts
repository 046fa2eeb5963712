import type { Accepted, Action } from "#lib/api/actions";
import type { Acting } from "#lib/server/actions/acting";
import { deleteTarget } from "#lib/server/actions/deletion";
import { rerun } from "#lib/server/actions/rerun";
import { setSuspend } from "#lib/server/actions/suspension";
import { trigger } from "#lib/server/actions/trigger";

/**
 * Does what was asked for. None of it ends because the browser leaves: what was begun is done, and
 * told of in the log.
 *
 * @throws RequestError, StatusError, ConnectionError
 */
export async function perform(acting: Acting, action: Action): Promise<Accepted> {
  switch (action.action) {
    case "suspend":
    case "resume":
      return { accepted: true, made: null, ...(await setSuspend(acting, action)) };
    case "trigger":
      return trigger(acting, action);
    case "rerun":
      return rerun(acting, action);
    case "delete":
      return { accepted: true, made: null, ...(await deleteTarget(acting, action)) };
  }
}

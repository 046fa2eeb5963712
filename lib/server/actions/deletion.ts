import type { Delete } from "#lib/api/actions";
import type { DeleteOptions } from "#lib/kubernetes/request-options";
import { StatusError } from "#lib/kubernetes/status-error";
import { type Acting, recreated, resourceOf } from "#lib/server/actions/acting";
import type { Stored } from "#lib/server/actions/job-creation";
import { isNotFound, writeFailure, writeOutcome } from "#lib/server/actions/write-outcome";
import { text } from "#lib/texts/text";

const policies: Readonly<Record<Delete["cascade"], DeleteOptions["propagationPolicy"]>> = {
  background: "Background",
  foreground: "Foreground",
  orphan: "Orphan",
};

/**
 * Deletes the one object that was seen, by its uid. What is gone already is done; of what lost its
 * answer the object is read, and one that is gone or on its way is done.
 *
 * @throws RequestError `conflict` when it was created again, `unreachable` when nothing was sent or it
 * is not known what became of it; StatusError as the API server says.
 */
export async function deleteTarget(
  acting: Acting,
  { resource: plural, target, cascade }: Delete,
): Promise<{ readonly already: boolean }> {
  const { client } = acting;
  const { namespace, name, uid } = target;
  const resource = resourceOf(acting, plural);
  const options = { propagationPolicy: policies[cascade], uid };
  try {
    await client.delete(resource, namespace, name, options);
    return { already: false };
  } catch (error) {
    if (isNotFound(error)) return { already: true };
    if (isOtherUid(error)) throw recreated(resource, target);
    if (writeOutcome(error) === "unknown") {
      const isGoing = await client.getRaw(resource, namespace, name).then(
        // The API server sends what was asked for.
        (found) => isOnItsWay(found as Stored, uid),
        isNotFound,
      );
      if (isGoing) return { already: false };
    }
    throw writeFailure(
      error,
      text("{kind} {name} was deleted", { kind: resource.kind, name }),
      text("Its row shows what the cluster says. Trying again deletes nothing else."),
    );
  }
}

function isOnItsWay({ metadata }: Stored, uid: string): boolean {
  return metadata.uid !== uid || metadata.deletionTimestamp != null;
}

/** A precondition that was not met, in the API server's words (BeforeDelete in apiserver/pkg/registry). */
function isOtherUid(error: unknown): boolean {
  const said = /UID in (?:the )?precondition/;
  return error instanceof StatusError && error.code === 409 && said.test(error.message);
}

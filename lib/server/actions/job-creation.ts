import type { Accepted, ActionTarget } from "#lib/api/actions";
import type { Client } from "#lib/kubernetes/client";
import type { Resource } from "#lib/kubernetes/resources";
import type { ManifestMeta, StoredMeta } from "#lib/server/actions/job-manifest";
import {
  isAlreadyExists,
  isNotFound,
  writeFailure,
  writeOutcome,
} from "#lib/server/actions/write-outcome";
import { type Text, text } from "#lib/texts/text";

/** Something that may be created, with a name. */
export interface Creatable {
  readonly metadata: ManifestMeta;
}

/** Something that exists. */
export interface Stored {
  readonly metadata: StoredMeta;
}

/**
 * Creates an object once. Where one of its name is there already, or the answer is lost, it is read by
 * its name, and `isOurs` says whether it is the one that was meant: then that is success, and nothing
 * is sent a second time.
 *
 * @throws StatusError `AlreadyExists` where the name is another's; RequestError `unreachable` where
 * nothing was sent, or where it is not known what became of it.
 */
export async function createOnce(
  client: Client,
  resource: Resource<unknown>,
  object: Creatable,
  isOurs: (found: Stored) => boolean,
): Promise<Omit<Accepted, "made"> & { readonly made: ActionTarget }> {
  const { namespace, name } = object.metadata;
  try {
    const options = { fieldValidation: "Strict" } as const;
    const made = (await client.create(resource, namespace, object, options)) as Stored;
    return accepted(made, false);
  } catch (error) {
    const taken = isAlreadyExists(error);
    const what = text("{kind} {name} was created", { kind: resource.kind, name });
    if (!taken && writeOutcome(error) !== "unknown") throw writeFailure(error, what, "");
    const found = await client.getRaw(resource, namespace, name).then(
      (it) => it as Stored,
      (reading: unknown) => (isNotFound(reading) ? "none" : "unread"),
    );
    if (typeof found === "object" && isOurs(found)) return accepted(found, taken);
    if (taken) throw error;
    throw writeFailure(error, what, hintOf(found, name));
  }
}

function accepted({ metadata: { namespace, name, uid } }: Stored, already: boolean) {
  return { accepted: true as const, already, made: { namespace, name, uid } };
}

function hintOf(found: Stored | "none" | "unread", name: string): Text {
  if (typeof found === "object") {
    return text("There is another {name}, which was left as it is.", { name });
  }
  return found === "none"
    ? text("There is no {name} yet. Trying again makes no second one.", { name })
    : text("It could not be looked for either. Trying again makes no second one.");
}

import type { ServerResponse } from "node:http";
import { sendJson, sendStatus } from "#lib/kubernetes/testing/answer";
import type { ApiObject, Collection } from "#lib/kubernetes/testing/collection";
import type { RecordedRequest } from "#lib/kubernetes/testing/recorded-request";

/** What a write takes from the server it is sent to. */
export interface World {
  /** Milliseconds since the epoch. */
  now(): number;
  /** A resourceVersion that no object has had. */
  nextVersion(): string;
}

/** Does what is asked for as the API server does it, and answers. */
export class ScriptedWrites {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** Keeps what is posted, unless its name is taken or it is a dry run. */
  create(
    request: RecordedRequest,
    namespace: string,
    collection: Collection,
    response: ServerResponse,
  ): void {
    const object = JSON.parse(request.body) as ApiObject;
    const { name } = object.metadata;
    if (collection.get(`${namespace}/${name}`)) {
      const message = `${collection.plural}.batch "${name}" already exists`;
      return sendStatus(response, 409, "AlreadyExists", message);
    }
    if (request.query.get("dryRun") === "All") return sendJson(response, object, 201);
    const creationTimestamp = new Date(this.#world.now()).toISOString().replace(/\.\d+Z$/, "Z");
    const metadata = { ...object.metadata, namespace, creationTimestamp };
    sendJson(response, collection.apply({ ...object, metadata }, this.#world.nextVersion()), 201);
  }

  /** Removes an object with the uid that is named; what has finalizers is only marked. */
  delete(
    request: RecordedRequest,
    collection: Collection,
    object: ApiObject,
    response: ServerResponse,
  ): void {
    const { metadata } = object;
    const { preconditions, dryRun = [] } = JSON.parse(request.body || "{}");
    if (preconditions?.uid !== undefined && preconditions.uid !== metadata.uid) {
      const message = `Operation cannot be fulfilled on ${collection.plural}.batch "${metadata.name}": the UID in the precondition (${preconditions.uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`;
      return sendStatus(response, 409, "Conflict", message);
    }
    if (dryRun.includes("All")) return sendJson(response, object);
    const finalizers = metadata.finalizers as readonly string[] | undefined;
    if (finalizers?.length) {
      const deletionTimestamp = new Date(this.#world.now()).toISOString();
      const marked = { ...object, metadata: { ...metadata, deletionTimestamp } };
      return sendJson(response, collection.apply(marked, this.#world.nextVersion()));
    }
    collection.remove(`${metadata.namespace}/${metadata.name}`, this.#world.nextVersion());
    sendJson(response, { kind: "Status", status: "Success" });
  }

  /** A merge patch that may name the uid and resourceVersion it was decided on. */
  patch(
    request: RecordedRequest,
    collection: Collection,
    object: ApiObject,
    response: ServerResponse,
  ): void {
    const patch = JSON.parse(request.body) as Partial<ApiObject>;
    const { uid, resourceVersion } = patch.metadata ?? {};
    if (
      (uid !== undefined && uid !== object.metadata.uid) ||
      (resourceVersion !== undefined && resourceVersion !== object.metadata.resourceVersion)
    ) {
      const message = `Operation cannot be fulfilled on ${collection.plural} "${object.metadata.name}": the object has been modified; please apply your changes to the latest version and try again`;
      return sendStatus(response, 409, "Conflict", message);
    }
    const spec = { ...(object.spec ?? {}), ...(patch.spec ?? {}) };
    const annotations = Object.entries({
      ...(object.metadata.annotations ?? {}),
      ...(patch.metadata?.annotations ?? {}),
    }).filter(([, value]) => value !== null);
    const metadata = {
      ...object.metadata,
      ...(annotations.length > 0 || object.metadata.annotations
        ? { annotations: Object.fromEntries(annotations) }
        : {}),
    };
    sendJson(response, collection.apply({ ...object, metadata, spec }, this.#world.nextVersion()));
  }
}

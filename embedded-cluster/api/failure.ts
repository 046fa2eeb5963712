import { ApiFailure, type Status } from "../objects.ts";
import { type FieldError, goQuoted } from "./field-errors.ts";
import { kindName, type Resource, resourceName } from "./resource.ts";

/** The refusals of an API server with its own texts (apimachinery/pkg/api/errors). */

export function failure(
  code: number,
  reason: string,
  message: string,
  details?: Status["details"],
): ApiFailure {
  return new ApiFailure({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message,
    // An error of no known kind has none, as in Go.
    ...((reason && { reason }) as { reason: string }),
    ...(details && { details }),
    code,
  });
}

export const badRequest = (message: string): ApiFailure => failure(400, "BadRequest", message);

export const unauthorized = (): ApiFailure => failure(401, "Unauthorized", "Unauthorized");

export const noSuchResource = (): ApiFailure =>
  failure(404, "NotFound", "the server could not find the requested resource", {});

export const methodNotAllowed = (): ApiFailure =>
  failure(
    405,
    "MethodNotAllowed",
    "the server does not allow this method on the requested resource",
    {},
  );

export const tooLarge = (limit: number): ApiFailure =>
  failure(413, "RequestEntityTooLarge", `Request entity too large: limit is ${limit}`);

export const unsupportedMediaType = (message: string): ApiFailure =>
  failure(415, "UnsupportedMediaType", message);

export const expired = (message: string): ApiFailure => failure(410, "Expired", message);

/** What a real cluster would do and this one does not. */
export const notSimulated = (what: string): ApiFailure =>
  failure(501, "NotImplemented", `the embedded cluster does not simulate ${what}`);

export const internalError = (message: string): ApiFailure =>
  failure(500, "InternalError", `Internal error occurred: ${message}`, {
    causes: [{ reason: "", message }],
  });

type Named = Pick<Resource, "plural" | "group">;

/** `group` is left out of the details where it is empty, as Go does. */
const about = (group: string, kind: string, name?: string) => ({
  ...(name !== undefined && name !== "" && { name }),
  ...(group !== "" && { group }),
  kind,
});

export const notFound = (resource: Named, name: string): ApiFailure =>
  failure(
    404,
    "NotFound",
    `${resourceName(resource)} ${goQuoted(name)} not found`,
    about(resource.group, resource.plural, name),
  );

export const alreadyExists = (resource: Named, name: string, isDeleted = false): ApiFailure =>
  failure(
    409,
    "AlreadyExists",
    `${isDeleted ? "object is being deleted: " : ""}${resourceName(resource)} ${goQuoted(name)} already exists`,
    about(resource.group, resource.plural, name),
  );

export const conflict = (resource: Named, name: string, because: string): ApiFailure =>
  failure(
    409,
    "Conflict",
    `Operation cannot be fulfilled on ${resourceName(resource)} ${goQuoted(name)}: ${because}`,
    about(resource.group, resource.plural, name),
  );

/** A delete's precondition names the kind where other conflicts name the resource. */
export const preconditionFailed = (resource: Resource, name: string, because: string): ApiFailure =>
  failure(
    409,
    "Conflict",
    `Operation cannot be fulfilled on ${kindName(resource)} ${goQuoted(name)}: ${because}`,
    about(resource.group, resource.kind, name),
  );

export const forbidden = (resource: Named, name: string, because: string): ApiFailure =>
  failure(
    403,
    "Forbidden",
    `${resourceName(resource)}${name === "" ? "" : ` ${goQuoted(name)}`} is forbidden: ${because}`,
    about(resource.group, resource.plural, name),
  );

/** Throws 422 with every cause, unless there is none. */
export function refuseInvalid(
  { kind, group }: Pick<Resource, "kind" | "group">,
  name: string,
  errors: readonly FieldError[],
): void {
  if (errors.length === 0) return;
  // What is wrong twice is told once.
  const causes = new Map(errors.map((error) => [`${error.field}: ${error.message}`, error]));
  const texts = [...causes.keys()];
  const list = texts.length === 1 ? texts[0] : `[${texts.join(", ")}]`;
  throw failure(
    422,
    "Invalid",
    `${kindName({ kind, group })} ${goQuoted(name)} is invalid: ${list}`,
    {
      ...about(group, kind, name),
      causes: [...causes.values()].map(({ reason, message, field }) => ({
        reason,
        message,
        field,
      })),
    },
  );
}

/** The same for the options in a URL's query. */
export function refuseOptions(kind: string, errors: readonly FieldError[]): void {
  refuseInvalid({ kind, group: "meta.k8s.io" }, "", errors);
}

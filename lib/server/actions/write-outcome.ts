import { ConnectionError, StatusError } from "#lib/kubernetes/status-error";
import { RequestError } from "#lib/server/api-error";
import { type Text, text } from "#lib/texts/text";
import { saidBy } from "#lib/texts/text-error";

/**
 * What a write that failed came to. `unsent` cannot have left: there was no credential to send with
 * it, or no connection. `unknown` may have been done all the same: its answer was lost, or the API
 * server gave up on its own storage, or a balancer on the API server. Whatever else the API server
 * says it has not done.
 */
export type WriteOutcome = "unsent" | "unknown" | "refused";

/** Of a write that may have been done, or not: nobody can tell. */
export class UnknownOutcome extends RequestError {
  constructor(message: Text, hint: Text) {
    super("unreachable", message, hint);
  }
}

const unsentCodes = /^(CREDENTIAL|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$/;

export function writeOutcome(error: unknown): WriteOutcome {
  if (error instanceof ConnectionError) return unsentCodes.test(error.code) ? "unsent" : "unknown";
  if (!(error instanceof StatusError)) return "refused";
  const { code, reason, message } = error;
  // What etcd did not confirm is told as an InternalError.
  const gaveUp = reason === "ServerTimeout" || (code >= 500 && /\betcdserver: /.test(message));
  return code === 502 || code === 504 || gaveUp ? "unknown" : "refused";
}

/**
 * What a person is told of a write that failed and of which nothing is found; `what` is what it was to
 * do, as in `Job echo was deleted`.
 */
export function writeFailure(error: unknown, what: Text, hint: Text): unknown {
  const said = saidBy(error);
  switch (writeOutcome(error)) {
    case "unsent":
      return new RequestError("unreachable", said, text("Nothing was changed."));
    case "unknown":
      return new UnknownOutcome(
        text("It is not known whether {what} ({said}).", { what, said }),
        hint,
      );
    default:
      return error;
  }
}

/** The API server has an object of this name already. */
export function isAlreadyExists(error: unknown): error is StatusError {
  return error instanceof StatusError && error.code === 409 && error.reason === "AlreadyExists";
}

export function isNotFound(error: unknown): error is StatusError {
  return error instanceof StatusError && error.code === 404;
}

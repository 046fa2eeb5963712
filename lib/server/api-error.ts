import { type ApiError, type ErrorCode, httpStatus } from "#lib/api/errors";
import { KubeconfigError } from "#lib/kubernetes/kubeconfig-error";
import { ConnectionError, StatusError } from "#lib/kubernetes/status-error";
import { type Text, text } from "#lib/texts/text";
import { TextError } from "#lib/texts/text-error";

/** A failure that is ours to name: thrown by the functions of this layer, answered as it is. */
export class RequestError extends TextError {
  readonly code: ErrorCode;
  readonly hint: Text | undefined;

  constructor(code: ErrorCode, message: Text, hint?: Text) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

/** What a browser is told about a failure. The API server's own sentence is passed on as it is. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof RequestError) return withHint(error.code, error.text, error.hint);
  if (error instanceof StatusError) {
    const { code, hint } = ofStatus(error);
    return withHint(code, error.text, hint);
  }
  if (error instanceof ConnectionError || error instanceof KubeconfigError) {
    return withHint(
      "unreachable",
      error.text,
      text(
        "Batchboard keeps trying to reach it; the same command in kubectl shows whether it is the cluster.",
      ),
    );
  }
  return {
    code: "internal",
    message: text("Batchboard failed on this request; its log says why."),
  };
}

/** How long a client that was refused for lack of room is asked to wait, in seconds. */
export const retryAfterSeconds = 5;

/** How long to wait before asking again: what the API server wishes, where it does; null for nothing. */
export function retryAfter(error: unknown): number | null {
  if (toApiError(error).code !== "too-many") return null;
  return (error instanceof StatusError ? error.retryAfterSeconds : null) ?? retryAfterSeconds;
}

/** The error as the JSON answer of a route. */
export function errorResponse(error: ApiError, waitSeconds: number | null = null): Response {
  const headers: Record<string, string> = { "cache-control": "no-store" };
  if (waitSeconds !== null) headers["retry-after"] = String(waitSeconds);
  return Response.json(error, { status: httpStatus[error.code], headers });
}

function ofStatus(error: StatusError): { code: ErrorCode; hint?: Text } {
  switch (error.code) {
    case 400:
    case 422:
      return { code: "invalid" };
    case 401:
      return {
        code: "cluster",
        hint: text(
          "The cluster no longer accepts this kubeconfig's credential. Log in again the way kubectl does.",
        ),
      };
    case 403:
      return {
        code: "forbidden",
        hint: text("Ask a cluster admin for the right that is named above."),
      };
    case 404:
      return { code: "not-found" };
    case 409:
      return {
        code: "conflict",
        hint: text("It changed in the meantime. Look at it again, then retry."),
      };
    case 429:
      return { code: "too-many", hint: text("The API server is busy. Retry in a moment.") };
    default:
      return { code: "cluster" };
  }
}

function withHint(code: ErrorCode, message: Text, hint: Text | undefined): ApiError {
  return hint === undefined ? { code, message } : { code, message, hint };
}

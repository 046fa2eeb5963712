import { reduce, type Shape } from "#lib/kubernetes/reduction";
import type { Status } from "#lib/kubernetes/types";
import { type Text, text } from "#lib/texts/text";
import { TextError } from "#lib/texts/text-error";

const shape: Shape = {
  fields: {
    kind: "string",
    message: "string",
    reason: "string",
    code: "number",
    metadata: { fields: { continue: "string" } },
    details: {
      fields: {
        name: "string",
        kind: "string",
        retryAfterSeconds: "number",
        causes: { each: { reason: "string", message: "string", field: "string" } },
      },
    },
  },
};

/**
 * The API server answered, with a Status instead of what was asked for. The message is its own, unless
 * something else answered in its place or more is known than it says.
 */
export class StatusError extends TextError {
  readonly code: number;
  /** For example `Expired`, `Forbidden`; empty when it gave none. */
  readonly reason: string;
  readonly status: Status;
  /** How long it asks to be left alone; null when it does not. */
  readonly retryAfterSeconds: number | null;

  /** `raw` is what it sent as its Status, whatever that is; `said` is told in the place of its message. */
  constructor(
    raw: unknown,
    httpStatus: number,
    retryAfter: string | null = null,
    said: Text | null = null,
  ) {
    // The shape holds the fields of Status, each with its type or absent.
    const status = (reduce(raw, shape) ?? {}) as Status;
    const code = status.code ?? httpStatus;
    super(
      said || status.message || text("the API server answered {code} without a message", { code }),
    );
    this.code = code;
    this.reason = status.reason ?? "";
    this.status = status;
    this.retryAfterSeconds = seconds(retryAfter) ?? status.details?.retryAfterSeconds ?? null;
  }
}

/** The API server could not be asked, or its answer broke off; the message says why in one sentence. */
export class ConnectionError extends TextError {
  /** The system's code, for example `ECONNREFUSED`; empty when there is none. */
  readonly code: string;

  constructor(message: Text, code = "", cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** A version the API server no longer has: list again. Comes as HTTP 410, or inside a watch with 200. */
export function isExpired(error: unknown): error is StatusError {
  return (
    error instanceof StatusError && (error.code === 410 || /^(Expired|Gone)$/.test(error.reason))
  );
}

export function isForbidden(error: unknown): error is StatusError {
  return error instanceof StatusError && error.code === 403;
}

/** A version this replica has not seen yet (behind a load balancer): ask for the most recent. */
export function isTooLargeResourceVersion(error: unknown): boolean {
  return (
    error instanceof StatusError &&
    (error.status.details?.causes?.some((cause) => cause.reason === "ResourceVersionTooLarge") ||
      /Too large resource version/i.test(error.message))
  );
}

/**
 * The watch-list is not to be had here: the gate is off (422, or 400 of an old server), or etcd is
 * too old, which is told only inside the open watch (real-cluster, etcd 3.4).
 */
export function isWatchListUnsupported(error: unknown): boolean {
  if (!(error instanceof StatusError)) return false;
  return (
    ((error.code === 422 || error.code === 400) && !isExpired(error)) ||
    /RequestWatchProgress|sendInitialEvents|watch.?list/i.test(error.message)
  );
}

function seconds(retryAfter: string | null): number | null {
  return retryAfter !== null && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : null;
}

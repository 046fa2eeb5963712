import type { Text } from "#lib/texts/text";

/** The closed set of failures a browser can be told about; the HTTP status follows from it. */
export type ErrorCode =
  | "unauthenticated"
  | "cross-origin"
  | "invalid"
  | "forbidden"
  | "not-found"
  | "conflict"
  | "too-many"
  | "unreachable"
  | "cluster"
  | "internal";

/** Every response that is not a success carries this as its JSON body. */
export interface ApiError {
  readonly code: ErrorCode;
  /** One sentence; the API server's own message where there is one. */
  readonly message: Text;
  /** What to do next, when that is known. */
  readonly hint?: Text;
}

export const httpStatus: Record<ErrorCode, number> = {
  unauthenticated: 401,
  "cross-origin": 403,
  invalid: 400,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  "too-many": 503,
  unreachable: 502,
  cluster: 502,
  internal: 500,
};

import type { ApiFailure } from "../objects.ts";
import { failure } from "./failure.ts";
import type { ApiResponse } from "./request.ts";

/** The forms an answer has that is no object of the storage. */

/** What is at no path at all is told in plain text. */
export const pageNotFound = failure(404, "NotFound", "404 page not found").status;

/** A refusal as it is sent. */
export function refusal({ status }: ApiFailure): ApiResponse {
  if (status === pageNotFound) return text("404 page not found\n", 404);
  const seconds = status.details?.retryAfterSeconds;
  const response = json(status, status.code);
  return seconds === undefined
    ? response
    : { ...response, headers: { ...response.headers, "retry-after": String(seconds) } };
}

export function json(value: object, status = 200, contentType = "application/json"): ApiResponse {
  const body = `${JSON.stringify(value)}\n`;
  return { status, headers: { "content-type": contentType }, body };
}

export function text(body: string, status = 200): ApiResponse {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body };
}

export function withWarnings(response: ApiResponse, warnings: readonly string[]): ApiResponse {
  if (warnings.length === 0) return response;
  const warning = warnings.map((each) => `299 - ${JSON.stringify(printable(each))}`);
  return { ...response, headers: { ...response.headers, warning } };
}

/** What may stand in a header. */
const printable = (text: string) => text.replace(/[^\x20-\x7e]/g, "?").slice(0, 4096);

import type { ApiError, ErrorCode } from "#lib/api/errors";
import { legibleJson } from "#lib/client/legible";
import { isMessage, text } from "#lib/texts/text";
import { inEnglish } from "#lib/texts/wording";

/** A request of this page that got no success; `error` is what can be told about it. */
export class ResponseError extends Error {
  readonly error: ApiError;

  constructor(error: ApiError) {
    super(inEnglish(error.message));
    this.error = error;
  }
}

/** The server itself could not be asked. */
export const unreachable: ApiError = {
  code: "unreachable",
  message: text("Batchboard's own server did not answer."),
  hint: text("It may have been stopped: look at the terminal it was started in."),
};

/** The server has said that it is about to go. */
export const stopping: ApiError = {
  code: "unreachable",
  message: text("Batchboard is stopping."),
  hint: text("Should it not come back, look at the terminal it was started in."),
};

/** What an answer that is not a success says; one that is not ours is named by its status. */
export async function errorOf(response: Response): Promise<ApiError> {
  const body: unknown = await response
    .text()
    .then(legibleJson)
    .catch(() => null);
  if (isApiError(body)) return body;
  const code: ErrorCode = response.status === 401 ? "unauthenticated" : "internal";
  const { status, statusText } = response;
  return {
    code,
    message: text("The server answered {status}", { status: `${status} ${statusText}`.trim() }),
  };
}

/** How long the server asks us to wait, in milliseconds; 0 when it does not, or by a date. */
export function retryAfterMs(response: Response): number {
  const text = response.headers.get("retry-after") ?? "";
  return /^\d{1,4}$/.test(text) ? Number(text) * 1000 : 0;
}

/** A refusal that another try would only repeat; 408, 425 and 429 ask for one. */
export function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && ![408, 425, 429].includes(status);
}

function isApiError(body: unknown): body is ApiError {
  if (typeof body !== "object" || body === null) return false;
  const { code, message } = body as { code?: unknown; message?: unknown };
  return typeof code === "string" && (typeof message === "string" || isMessage(message));
}

/** The JSON a path of our server answers with, as the contract types it. @throws ResponseError */
export async function getJson<T>(url: string): Promise<T> {
  const response = await fetch(url, { headers: { accept: "application/json" } }).catch(() => {
    throw new ResponseError(unreachable);
  });
  if (!response.ok) throw new ResponseError(await errorOf(response));
  return legibleJson(await response.text()) as T;
}

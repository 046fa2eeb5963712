import type { ApiFailure } from "../objects.ts";
import { badRequest, expired } from "./failure.ts";

/** Where a list goes on: at which version, from which key on. */
export interface ContinueToken {
  readonly version: number;
  /** Within the namespace where the list is of one. */
  readonly start: string;
}

/** As a version: go on at the present, whatever the first page was of. */
export const inconsistent = -1;

const format = "meta.k8s.io/v1";

/** The token in apiserver's form (storage/continue.go). */
export function writeToken(version: number, start: string): string {
  const content = { v: format, rv: version, start: `/${start}` };
  return Buffer.from(JSON.stringify(content)).toString("base64url");
}

/** 400 for what is no token, with the API server's texts. */
export function readToken(token: string): ContinueToken {
  const wrong = (because: string) =>
    badRequest(`invalid continue token: continue key is not valid: ${because}`);
  const illegal = token.search(/[^\w-]/);
  if (illegal >= 0) throw wrong(`illegal base64 data at input byte ${illegal}`);
  const text = Buffer.from(token, "base64url").toString();
  let read: { v?: unknown; rv?: unknown; start?: unknown };
  try {
    read = JSON.parse(text) ?? {};
  } catch {
    throw wrong(`invalid character '${text[0] ?? ""}' looking for beginning of value`);
  }
  const { v = "", rv, start } = read;
  if (v !== format) throw wrong(`server does not recognize this encoded version ${v}`);
  if (typeof rv !== "number" || rv === 0) {
    throw wrong(`incorrect encoded start resourceVersion (version ${format})`);
  }
  if (typeof start !== "string" || start === "") {
    throw wrong(`encoded start key empty (version ${format})`);
  }
  if (/(^|\/)\.\.?(\/|$)/.test(start)) throw wrong(start);
  return { version: rv, start: start.replace(/^\//, "") };
}

/** The refusal of a token that is too old has one with which to go on all the same. */
export function expiredToken(start: string): ApiFailure {
  const refused = expired(
    "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.",
  );
  Object.assign(refused.status.metadata, { continue: writeToken(inconsistent, start) });
  return refused;
}

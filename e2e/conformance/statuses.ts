import { expect } from "@playwright/test";
import type { Reply } from "../cluster/api.ts";

/** What the API server refuses with: whole Status bodies. */

export interface About {
  readonly kind: string;
  readonly group?: string;
  readonly name?: string;
}

/** A field, the end of its reason's name and the message. */
export type Cause = readonly [field: string, reason: string, message: string];

export function failure(code: number, reason: string, message: string, details?: object): object {
  return {
    apiVersion: "v1",
    kind: "Status",
    metadata: {},
    status: "Failure",
    ...(reason !== "" && { reason }),
    message,
    ...(details && { details }),
    code,
  };
}

/** 422 with all its causes, of which the message is made. */
export function invalid(about: About, ...causes: Cause[]): object {
  const { kind, group = "", name = "" } = about;
  const texts = causes.map(([field, , message]) => `${field}: ${message}`);
  const list = texts.length === 1 ? texts[0] : `[${texts.join(", ")}]`;
  const type = group === "" ? kind : `${kind}.${group}`;
  return failure(422, "Invalid", `${type} "${name}" is invalid: ${list}`, {
    ...about,
    causes: causes.map(([field, reason, message]) => ({
      field,
      reason: `FieldValue${reason}`,
      message,
    })),
  });
}

/** A cause as the message tells it: `tailLines: Invalid value: -1: must be …`. */
export function cause(told: string): Cause {
  const [field = ""] = told.split(": ", 1);
  const message = told.slice(field.length + 2);
  const [word = ""] = message.split(/[ :]/, 1);
  return [field, word === "Unsupported" ? "NotSupported" : word, message];
}

export const badRequest = (message: string): object => failure(400, "BadRequest", message);

/** Of a resource by its plural, such as `jobs.batch "a" not found`. */
export const notFound = (kind: string, name: string, group = ""): object =>
  failure(404, "NotFound", `${group ? `${kind}.${group}` : kind} "${name}" not found`, {
    kind,
    name,
    ...(group && { group }),
  });

export const noSuchResource = failure(
  404,
  "NotFound",
  "the server could not find the requested resource",
  {},
);

export const methodNotAllowed = failure(
  405,
  "MethodNotAllowed",
  "the server does not allow this method on the requested resource",
  {},
);

/** Compares the code of the answer too. */
export function expectRefusal(reply: Reply, status: object): void {
  expect(reply.body).toEqual(status);
  expect(reply.status).toBe((status as { code: number }).code);
}

/** The texts of the Warning headers, in order. */
export function warningsOf({ headers }: Reply): string[] {
  const texts = (headers.get("warning") ?? "").matchAll(/299 - ("(?:[^"\\]|\\.)*")/g);
  return [...texts].map(([, quoted = ""]) => JSON.parse(quoted) as string);
}

export const label =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
export const subdomain =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
export const labelKey =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
export const labelValue =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
export const negative = "must be greater than or equal to 0";

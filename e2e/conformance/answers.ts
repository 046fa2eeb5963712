import type { Api } from "../cluster/api.ts";

/** What the API server answers, as far as the cases look at it. */

export interface Item {
  readonly kind?: string;
  readonly apiVersion?: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

export interface List {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: {
    readonly resourceVersion: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
  readonly items: readonly Item[];
}

export async function list(api: Api, path: string): Promise<List> {
  return (await api.get(path)).body as List;
}

export const names = (items: readonly Item[]): string[] =>
  items.map(({ metadata }) => metadata.name);

/** The Status of a refusal, whole; `reason` is missing where Go knows no kind of error. */
export function failure(
  code: number,
  reason: string | undefined,
  message: string,
  details?: object,
): object {
  const known = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure" };
  return {
    ...known,
    message,
    ...(reason === undefined ? {} : { reason }),
    ...(details ? { details } : {}),
    code,
  };
}

const reasons = {
  Forbidden: "FieldValueForbidden",
  Invalid: "FieldValueInvalid",
  Unsupported: "FieldValueNotSupported",
} as const;

/** The Status of 422, of causes such as `tailLines: Invalid value: -1: must be …`. */
export function invalid(
  { kind, group, name = "" }: { kind: string; group?: string; name?: string },
  ...causes: readonly string[]
): object {
  const listed = causes.length === 1 ? causes[0] : `[${causes.join(", ")}]`;
  const message = `${group ? `${kind}.${group}` : kind} "${name}" is invalid: ${listed}`;
  return failure(422, "Invalid", message, {
    ...(name === "" ? {} : { name }),
    ...(group ? { group } : {}),
    kind,
    causes: causes.map((cause) => {
      const [field = ""] = cause.split(": ", 1);
      const told = cause.slice(field.length + 2);
      const word = told.split(/[ :]/, 1)[0] as keyof typeof reasons;
      return { reason: reasons[word], message: told, field };
    }),
  });
}

import { stringify } from "yaml";
import { failure } from "./failure.ts";
import type { TableForm } from "./table.ts";

/** How an answer is wanted. */
export type Form =
  | { readonly kind: "json" }
  | { readonly kind: "yaml" }
  | { readonly kind: "table"; readonly version: TableForm["version"] }
  | { readonly kind: "metadata"; readonly version: string; readonly isList: boolean };

const available = "application/json, application/yaml, application/json;stream=watch";

/** The first of the Accept header's forms that is served; 406 when none is. */
export function negotiate(accept: string | undefined): Form {
  if (accept === undefined || accept.trim() === "") return { kind: "json" };
  let isTransformed = false;
  for (const range of accept.split(",")) {
    const [type = "", ...rest] = range.split(";").map((part) => part.trim());
    const parameters = new Map(rest.map((part) => part.split("=") as [string, string]));
    const form = formOf(type.toLowerCase(), parameters);
    if (form) return form;
    isTransformed ||= parameters.has("as");
  }
  throw failure(
    406,
    "NotAcceptable",
    isTransformed
      ? "only the following media types are accepted: application/json, application/yaml"
      : `406: Not Acceptable\n\nAvailable representations: ${available}`,
    ...(isTransformed ? [] : [{}]),
  );
}

function formOf(type: string, parameters: ReadonlyMap<string, string>): Form | null {
  if (type === "*/*") return { kind: "json" };
  if (type === "application/yaml") return parameters.has("as") ? null : { kind: "yaml" };
  if (type !== "application/json") return null;
  const as = parameters.get("as");
  if (as === undefined) return { kind: "json" };
  const version = parameters.get("v") ?? "";
  if (parameters.get("g") !== "meta.k8s.io") return null;
  if (as === "Table" && (version === "v1" || version === "v1beta1")) {
    return { kind: "table", version };
  }
  const isList = as === "PartialObjectMetadataList";
  const isMetadata = isList || as === "PartialObjectMetadata";
  return isMetadata && /^v1(beta1)?$/.test(version) ? { kind: "metadata", version, isList } : null;
}

/** The text of an answer, with its type. */
export function written(
  value: object,
  form: Form,
  isPretty: boolean,
): { contentType: string; text: string } {
  return form.kind === "yaml"
    ? { contentType: "application/yaml", text: stringify(value, { aliasDuplicateObjects: false }) }
    : {
        contentType: "application/json",
        text: `${JSON.stringify(value, null, isPretty ? 2 : 0)}\n`,
      };
}

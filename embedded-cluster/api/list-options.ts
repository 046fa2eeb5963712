import { matches, parseSelector } from "#lib/kubernetes/selector";
import type { ApiObject } from "../objects.ts";
import { badRequest, failure, refuseOptions } from "./failure.ts";
import { FieldErrors } from "./field-errors.ts";
import { parseFieldSelector } from "./field-selector.ts";
import { integerParameter, isTrue, type ResourceRequest } from "./request.ts";
import { selectorFault } from "./selector-fault.ts";
import type { Storage } from "./storage.ts";

/** Decides which objects a list or watch is about. */
export type Selection = (object: ApiObject) => boolean;

export interface ListOptions {
  readonly selection: Selection;
  /** A selector was given, so that the rest of a list cannot be counted. */
  readonly isSelective: boolean;
  /** 0 for no limit. */
  readonly limit: number;
  readonly continue: string;
  /** Empty when none was asked for. */
  readonly resourceVersion: string;
  readonly resourceVersionMatch: string;
  readonly sendInitialEvents: boolean;
  readonly allowWatchBookmarks: boolean;
  readonly timeoutSeconds: number | null;
}

/** The query of a list or watch, refused with the API server's texts (kubectl-semantics 8). */
export function listOptions({ query, resource }: ResourceRequest, isWatch: boolean): ListOptions {
  const limit = integerParameter(query, "limit") ?? 0;
  const timeoutSeconds = integerParameter(query, "timeoutSeconds");
  const options = {
    limit: Math.max(0, limit),
    continue: query.get("continue") ?? "",
    resourceVersion: query.get("resourceVersion") ?? "",
    resourceVersionMatch: query.get("resourceVersionMatch") ?? "",
    sendInitialEvents: isTrue(query.get("sendInitialEvents")),
    allowWatchBookmarks: isTrue(query.get("allowWatchBookmarks")),
    timeoutSeconds,
  };
  const labels = query.get("labelSelector") ?? "";
  const fields = query.get("fieldSelector") ?? "";
  const requirements = parseSelector(labels);
  if (!Array.isArray(requirements)) {
    throw badRequest(selectorFault(labels) || requirements.message);
  }
  const hasFields = parseFieldSelector(fields, resource);
  refuseCombinations(options, query.has("sendInitialEvents"), isWatch);
  return {
    ...options,
    isSelective: labels !== "" || fields !== "",
    selection: (object) => matches(requirements, object.metadata.labels ?? {}) && hasFields(object),
  };
}

type Combination = Pick<
  ListOptions,
  "resourceVersion" | "resourceVersionMatch" | "continue" | "sendInitialEvents"
>;

/** apimachinery's ValidateListOptions. */
function refuseCombinations(options: Combination, asksInitial: boolean, isWatch: boolean): void {
  const { resourceVersion, resourceVersionMatch: match } = options;
  const errors = new FieldErrors();
  const field = "resourceVersionMatch";
  const isLoose = match === "NotOlderThan";
  if (isWatch) {
    if (asksInitial && !isLoose) {
      errors.forbidden(
        field,
        "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan",
      );
    }
    if (match !== "" && !asksInitial) {
      errors.forbidden(
        field,
        "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided",
      );
    } else if (match !== "" && !isLoose) errors.notSupported(field, match, ["NotOlderThan"]);
    if (options.continue !== "") {
      errors.forbidden(field, "resourceVersionMatch is forbidden when continue is provided");
    }
  } else {
    if (asksInitial) {
      errors.forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list");
    }
    if (match !== "") {
      if (options.continue !== "") {
        errors.forbidden(field, "resourceVersionMatch is forbidden when continue is provided");
      }
      if (resourceVersion === "") {
        errors.forbidden(
          field,
          "resourceVersionMatch is forbidden unless resourceVersion is provided",
        );
      }
      if (!isLoose && match !== "Exact") {
        errors.notSupported(field, match, ["Exact", "NotOlderThan", ""]);
      }
      if (match === "Exact" && resourceVersion === "0") {
        errors.forbidden(
          field,
          'resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
        );
      }
    }
  }
  refuseOptions("ListOptions", errors.list);
}

/** The number of a version; null for a text that is none. */
export function versionNumber(text: string): number | null {
  if (!/^\d{1,19}$/.test(text)) return null;
  return Number(text);
}

/** A list of a version that is yet to come waits three seconds in a real one and is then refused. */
export function refuseFuture(version: number, storage: Storage): void {
  if (version <= storage.version) return;
  throw failure(
    504,
    "Timeout",
    `Timeout: Too large resource version: ${version}, current: ${storage.version}`,
    {
      causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
      retryAfterSeconds: 1,
    },
  );
}

import { matches, parseSelector } from "#lib/kubernetes/selector";
import { inEnglish } from "#lib/texts/wording";
import type { ApiFailure, ApiObject } from "../objects.ts";
import { badRequest, failure, refuseOptions } from "./failure.ts";
import { type FieldError, FieldErrors } from "./field-errors.ts";
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
  /** A watch begins with what there is. */
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
    // null where nothing is said of it.
    sendInitialEvents: query.has("sendInitialEvents")
      ? isTrue(query.get("sendInitialEvents"))
      : null,
    allowWatchBookmarks: isTrue(query.get("allowWatchBookmarks")),
    timeoutSeconds,
  };
  if (isWatch && beginsWithAll(options)) {
    options.sendInitialEvents = true;
    options.resourceVersionMatch = "NotOlderThan";
  }
  const labels = query.get("labelSelector") ?? "";
  const fields = query.get("fieldSelector") ?? "";
  const requirements = parseSelector(labels);
  if (!Array.isArray(requirements)) {
    throw badRequest(selectorFault(labels) || inEnglish(requirements.message));
  }
  const hasFields = parseFieldSelector(fields, resource);
  refuseOptions("ListOptions", isWatch ? watchFaults(options) : listFaults(options));
  return {
    ...options,
    sendInitialEvents: options.sendInitialEvents === true,
    isSelective: labels !== "" || fields !== "",
    selection: (object) => matches(requirements, object.metadata.labels ?? {}) && hasFields(object),
  };
}

type Combination = Pick<ListOptions, "resourceVersion" | "resourceVersionMatch" | "continue"> & {
  readonly sendInitialEvents: boolean | null;
};

/** A watch from no version was one of all objects before there was a word for it (SetListOptionsDefaults). */
function beginsWithAll({ resourceVersion, resourceVersionMatch, sendInitialEvents }: Combination) {
  const isOfNow = resourceVersion === "" || resourceVersion === "0";
  return isOfNow && sendInitialEvents === null && resourceVersionMatch === "";
}

const field = "resourceVersionMatch";
const withContinue = "resourceVersionMatch is forbidden when continue is provided";

/** apimachinery's ValidateListOptions. */
function listFaults(options: Combination): readonly FieldError[] {
  const { resourceVersion, resourceVersionMatch: match, sendInitialEvents } = options;
  const errors = new FieldErrors();
  const forbid = (isWrong: boolean, because: string) => {
    if (match !== "" && isWrong) errors.forbidden(field, because);
  };
  forbid(
    resourceVersion === "",
    "resourceVersionMatch is forbidden unless resourceVersion is provided",
  );
  forbid(options.continue !== "", withContinue);
  if (!["", "Exact", "NotOlderThan"].includes(match)) {
    errors.notSupported(field, match, ["Exact", "NotOlderThan", ""]);
  }
  forbid(
    match === "Exact" && resourceVersion === "0",
    'resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
  );
  if (sendInitialEvents !== null) {
    errors.forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list");
  }
  return errors.list;
}

/** apimachinery's validateWatchOptions. */
function watchFaults(options: Combination): readonly FieldError[] {
  const { resourceVersionMatch: match, sendInitialEvents } = options;
  const errors = new FieldErrors();
  if (sendInitialEvents !== null && match !== "NotOlderThan") {
    const because = "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan";
    errors.forbidden(field, because);
  }
  if (match === "") return errors.list;
  if (sendInitialEvents === null) {
    errors.forbidden(
      field,
      "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided",
    );
  }
  if (match !== "NotOlderThan") errors.notSupported(field, match, ["NotOlderThan"]);
  if (options.continue !== "") errors.forbidden(field, withContinue);
  return errors.list;
}

/** The number of a version; anything else is an error of no kind, as in Go. */
export function versionNumber(text: string): number {
  const isNumber = /^\d+$/.test(text);
  if (isNumber && Number(text) < 2 ** 64) return Number(text);
  const shown = JSON.stringify(text);
  const fault = isNumber ? "value out of range" : "invalid syntax";
  throw failure(
    500,
    "",
    `resourceVersion: Invalid value: ${shown}: strconv.ParseUint: parsing ${shown}: ${fault}`,
  );
}

/** Who reads a version that is yet to come waits three seconds in a real one and is then refused. */
export function refuseFuture(version: number, storage: Storage): void {
  if (version > storage.version) throw tooLargeVersion(version, storage);
}

export function tooLargeVersion(version: number, storage: Storage): ApiFailure {
  return failure(
    504,
    "Timeout",
    `Timeout: Too large resource version: ${version}, current: ${storage.version}`,
    {
      causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
      retryAfterSeconds: 1,
    },
  );
}

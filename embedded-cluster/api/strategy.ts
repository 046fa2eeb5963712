import type { ApiObject } from "../objects.ts";
import { type FieldErrors, isEqual } from "./field-errors.ts";
import { dnsSubdomainFaults } from "./names.ts";
import type { NameCheck } from "./object-meta.ts";

/**
 * What the API server does to the objects of one kind on their way in. Objects are the callers' own
 * here: defaults and preparations change them in place.
 */
export interface Strategy {
  readonly nameFaults: NameCheck;
  /** What happens to dependents when a delete does not say. */
  readonly defaultPropagation: "Orphan" | "Background";
  setDefaults(object: ApiObject): void;
  /** After name and uid are set: what a creator may not decide. */
  prepareForCreate(object: ApiObject): void;
  prepareForUpdate(object: ApiObject, before: ApiObject): void;
  validate(object: ApiObject, errors: FieldErrors): void;
  validateUpdate(object: ApiObject, before: ApiObject, errors: FieldErrors): void;
  validateStatusUpdate(object: ApiObject, before: ApiObject, errors: FieldErrors): void;
  warnings(object: ApiObject): string[];
}

/** Every kind's rules, from which a kind departs. */
export const plainStrategy: Strategy = {
  nameFaults: dnsSubdomainFaults,
  defaultPropagation: "Background",
  setDefaults: () => {},
  prepareForCreate: () => {},
  prepareForUpdate: () => {},
  validate: () => {},
  validateUpdate(object, _before, errors) {
    this.validate(object, errors);
  },
  validateStatusUpdate: () => {},
  warnings: () => [],
};

/** Status stays as it was, and the generation counts changes of the spec. */
export function keepStatus(object: ApiObject, before: ApiObject): void {
  if (before.status === undefined) delete object.status;
  else object.status = before.status;
  if (!isEqual(object.spec, before.spec)) {
    object.metadata.generation = (before.metadata.generation ?? 0) + 1;
  }
}

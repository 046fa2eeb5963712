import type { ApiObject, ObjectMeta, OwnerReference } from "../objects.ts";
import { type FieldErrors, isEqual } from "./field-errors.ts";
import { dnsSubdomainFaults, labelValueFaults, qualifiedNameFaults } from "./names.ts";

/** The grammar of a kind's names. */
export type NameCheck = (name: string) => string[];

/** apimachinery's ValidateObjectMeta. */
export function validateMeta(
  { generateName, name, ...rest }: ObjectMeta,
  errors: FieldErrors,
  nameFaults: NameCheck = dnsSubdomainFaults,
): void {
  if (generateName) {
    // A name part follows, so that it may end with a dash.
    errors.invalid(
      "metadata.generateName",
      generateName,
      nameFaults(generateName.replace(/-$/, "a")),
    );
  }
  if (!name) errors.required("metadata.name", "name or generateName is required");
  else errors.invalid("metadata.name", name, nameFaults(name));
  validateCommon(rest, errors);
  for (const [i, finalizer] of (rest.finalizers ?? []).entries()) {
    const field = `metadata.finalizers[${i}]`;
    const faults = qualifiedNameFaults(finalizer);
    errors.invalid(field, finalizer, faults);
    if (faults.length === 0 && !finalizer.includes("/") && !standardFinalizers.has(finalizer)) {
      errors.invalid(
        field,
        finalizer,
        "name is neither a standard finalizer name nor is it fully qualified",
      );
    }
  }
}

const standardFinalizers = new Set(["kubernetes", "orphan", "foregroundDeletion"]);

/** apimachinery's ValidateObjectMetaUpdate; name and namespace were compared with the URL. */
export function validateMetaUpdate(now: ObjectMeta, before: ObjectMeta, errors: FieldErrors): void {
  if (before.deletionTimestamp !== undefined) {
    const known = new Set(before.finalizers ?? []);
    const added = (now.finalizers ?? []).filter((finalizer) => !known.has(finalizer));
    if (added.length > 0) {
      const list = added.map((finalizer) => JSON.stringify(finalizer)).join(", ");
      errors.forbidden(
        "metadata.finalizers",
        `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`,
      );
    }
  }
  errors.immutable("metadata.uid", now.uid, before.uid);
  validateCommon(now, errors);
}

function validateCommon(
  { labels, annotations, ownerReferences }: Partial<ObjectMeta>,
  errors: FieldErrors,
): void {
  validateLabels(labels, "metadata.labels", errors);
  validateAnnotations(annotations, errors);
  validateOwners(ownerReferences ?? [], errors);
}

export function validateLabels(
  labels: Readonly<Record<string, string>> | undefined,
  field: string,
  errors: FieldErrors,
): void {
  for (const [key, value] of Object.entries(labels ?? {})) {
    errors.invalid(field, key, qualifiedNameFaults(key));
    errors.invalid(field, value, labelValueFaults(value));
  }
}

const annotationsLimit = 256 * 1024;

function validateAnnotations(
  annotations: Readonly<Record<string, string>> | undefined,
  errors: FieldErrors,
): void {
  const entries = Object.entries(annotations ?? {});
  for (const [key] of entries) {
    errors.invalid("metadata.annotations", key, qualifiedNameFaults(key.toLowerCase()));
  }
  const size = entries.reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  if (size > annotationsLimit) {
    errors.tooLong("metadata.annotations", annotationsLimit);
  }
}

function validateOwners(owners: readonly OwnerReference[], errors: FieldErrors): void {
  const field = "metadata.ownerReferences";
  for (const [i, owner] of owners.entries()) {
    for (const part of ["apiVersion", "kind", "name", "uid"] as const) {
      if (!owner[part]) errors.required(`${field}[${i}].${part}`, "must not be empty");
    }
  }
  const [first, second] = owners.filter(({ controller }) => controller === true);
  if (first && second) {
    const shown = owners.map(({ apiVersion, kind, name, uid, ...rest }) => ({
      apiVersion: apiVersion ?? "",
      kind: kind ?? "",
      name: name ?? "",
      uid: uid ?? "",
      ...rest,
    }));
    errors.invalid(
      field,
      shown,
      `Only one reference can have Controller set to true. Found "true" in references for ${first.kind}/${first.name} and ${second.kind}/${second.name}`,
    );
  }
}

/** What a caller may not decide of an object that is stored (rest.BeforeUpdate). */
export function keepSystemFields(object: ApiObject, before: ApiObject): ApiObject {
  const { creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds, generation } =
    before.metadata;
  const metadata: ObjectMeta = {
    ...object.metadata,
    uid: object.metadata.uid ?? before.metadata.uid,
    creationTimestamp,
  };
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  delete metadata.generation;
  if (deletionTimestamp !== undefined) metadata.deletionTimestamp = deletionTimestamp;
  if (deletionGracePeriodSeconds !== undefined) {
    metadata.deletionGracePeriodSeconds = deletionGracePeriodSeconds;
  }
  if (generation !== undefined) metadata.generation = generation;
  if (before.metadata.generateName !== undefined) {
    metadata.generateName ??= before.metadata.generateName;
  }
  return { ...object, metadata };
}

/** Whether two versions differ in more than their version. */
export function isSameObject(a: ApiObject, b: ApiObject): boolean {
  const bare = ({ metadata, ...rest }: ApiObject) => {
    const { resourceVersion: _, ...kept } = metadata;
    return { ...rest, metadata: kept };
  };
  return isEqual(bare(a), bare(b));
}

// biome-ignore-all lint/suspicious/noExplicitAny: fields of a spec that was read by its schema
import type { FieldErrors } from "./field-errors.ts";
import { dnsLabelFaults } from "./names.ts";

/** The names of a Pod's volumes that are right, for the mounts. */
export function validateVolumes(
  volumes: readonly any[],
  at: string,
  errors: FieldErrors,
): Set<string> {
  const names = new Set<string>();
  for (const [i, { name, ...kinds }] of volumes.entries()) {
    const faults = errors.list.length;
    validateSource(kinds, `${at}[${i}]`, errors);
    if (!name) errors.required(`${at}[${i}].name`);
    else if (names.has(name)) errors.duplicate(`${at}[${i}].name`, name);
    else {
      errors.invalid(`${at}[${i}].name`, name, dnsLabelFaults(name));
    }
    // One that is wrong is not known to the mounts either.
    if (errors.list.length === faults) names.add(name);
  }
  return names;
}

/** In which order the kinds of volumes are looked at. */
const order = ["emptyDir", "hostPath", "secret", "configMap", "downwardAPI", "projected"];
const place = (kind: string) => order.indexOf(kind) + 1 || order.length + 1;

function validateSource(kinds: any, at: string, errors: FieldErrors): void {
  const [first, ...more] = Object.keys(kinds).toSorted((a, b) => place(a) - place(b));
  for (const kind of more) {
    errors.forbidden(`${at}.${kind}`, "may not specify more than 1 volume type");
  }
  if (first === "hostPath") validateHostPath(kinds.hostPath, `${at}.hostPath`, errors);
  if (first === "secret" && !kinds.secret.secretName) errors.required(`${at}.secret.secretName`);
  if (first === "configMap" && !kinds.configMap.name) errors.required(`${at}.configMap.name`);
}

const hostPathTypes = [
  "",
  "BlockDevice",
  "CharDevice",
  "Directory",
  "DirectoryOrCreate",
  "File",
  "FileOrCreate",
  "Socket",
];

function validateHostPath({ path = "", type }: any, field: string, errors: FieldErrors): void {
  if (path === "") return errors.required(`${field}.path`);
  refuseBacksteps(path, `${field}.path`, errors);
  errors.oneOf(`${field}.type`, type, hostPathTypes);
}

export function validateMounts(
  mounts: readonly any[],
  at: string,
  volumes: ReadonlySet<string>,
  errors: FieldErrors,
): void {
  const paths = new Set<string>();
  for (const [i, { name = "", mountPath, subPath = "" }] of mounts.entries()) {
    if (name === "") errors.required(`${at}[${i}].name`);
    if (!volumes.has(name)) errors.notFound(`${at}[${i}].name`, name);
    if (!mountPath) errors.required(`${at}[${i}].mountPath`);
    else if (paths.has(mountPath)) {
      errors.invalid(`${at}[${i}].mountPath`, mountPath, "must be unique");
    }
    paths.add(mountPath);
    // The real one leaves the index out.
    if (subPath.startsWith("/")) {
      errors.invalid(`${at}.subPath`, subPath, "must be a relative path");
    }
    refuseBacksteps(subPath, `${at}.subPath`, errors);
  }
}

function refuseBacksteps(path: string, field: string, errors: FieldErrors): void {
  if (path.split("/").includes("..")) errors.invalid(field, path, "must not contain '..'");
}

// biome-ignore-all lint/suspicious/noExplicitAny: fields of a spec that was read by its schema
import type { FieldErrors } from "./field-errors.ts";
import { dnsLabelFaults, dnsSubdomainFaults, qualifiedNameFaults } from "./names.ts";
import { refuseUnsimulatedPod } from "./not-simulated.ts";
import { validateLabels } from "./object-meta.ts";

/** What people get wrong in a Pod's spec, in the order and words of apis/core/validation. */
export function validatePodSpec(spec: any, field: string, errors: FieldErrors): void {
  const volumes = validateVolumes(spec.volumes ?? [], `${field}.volumes`, errors);
  const names = new Set<string>();
  const containers = spec.containers ?? [];
  if (containers.length === 0) errors.required(`${field}.containers`);
  for (const [i, container] of containers.entries()) {
    const at = `${field}.containers[${i}]`;
    validateContainer(container, at, volumes, errors);
    validateName(container.name, at, names, errors);
  }
  for (const [i, container] of (spec.initContainers ?? []).entries()) {
    const at = `${field}.initContainers[${i}]`;
    const { restartPolicy } = container;
    if (restartPolicy !== undefined && !policies.has(restartPolicy)) {
      errors.notSupported(`${at}.restartPolicy`, restartPolicy, [...policies].toSorted());
    }
    validateContainer(container, at, volumes, errors);
    validateName(container.name, at, names, errors);
    if (restartPolicy === "Always") continue;
    for (const probe of ["livenessProbe", "readinessProbe", "startupProbe"]) {
      if (container[probe] === undefined) continue;
      const detail = "may not be set for init containers without restartPolicy=Always";
      errors.forbidden(`${at}.${probe}`, detail);
    }
  }
  for (const list of ["containers", "initContainers"]) {
    for (const [i, { image = "" }] of (spec[list] ?? []).entries()) {
      if (image === image.trim()) continue;
      const detail = "must not have leading or trailing whitespace";
      errors.invalid(`${field}.${list}[${i}].image`, image, detail);
    }
  }
  if (!policies.has(spec.restartPolicy)) {
    errors.notSupported(`${field}.restartPolicy`, spec.restartPolicy, [...policies]);
  }
  const dnsPolicies = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];
  if (!dnsPolicies.includes(spec.dnsPolicy)) {
    errors.notSupported(`${field}.dnsPolicy`, spec.dnsPolicy, dnsPolicies);
  }
  validateLabels(spec.nodeSelector, `${field}.nodeSelector`, errors);
  for (const [name, faults] of subdomains) {
    if (!spec[name]) continue;
    for (const fault of faults(spec[name])) errors.invalid(`${field}.${name}`, spec[name], fault);
  }
  const deadline = spec.activeDeadlineSeconds;
  if (deadline !== undefined && (deadline < 1 || deadline > 2147483647)) {
    errors.invalid(
      `${field}.activeDeadlineSeconds`,
      deadline,
      "must be between 1 and 2147483647, inclusive",
    );
  }
  validateGates(spec, field, errors);
  for (const [i, { operator, value }] of (spec.tolerations ?? []).entries()) {
    if (operator !== "Exists" || !value) continue;
    const detail = "value must be empty when `operator` is 'Exists'";
    errors.invalid(`${field}.tolerations[${i}].operator`, value, detail);
  }
  refuseUnsimulatedPod(spec, field, errors);
}

function validateGates(spec: any, field: string, errors: FieldErrors): void {
  for (const [i, { conditionType = "" }] of (spec.readinessGates ?? []).entries()) {
    for (const fault of qualifiedNameFaults(conditionType)) {
      errors.invalid(`${field}.readinessGates[${i}].conditionType`, conditionType, fault);
    }
  }
  const seen = new Set<string>();
  for (const [i, { name = "" }] of (spec.schedulingGates ?? []).entries()) {
    const at = `${field}.schedulingGates[${i}]`;
    for (const fault of qualifiedNameFaults(name)) errors.invalid(at, name, fault);
    if (seen.has(name)) errors.duplicate(at, name);
    seen.add(name);
  }
}

const policies = new Set(["Always", "OnFailure", "Never"]);

const subdomains: readonly [string, (text: string) => string[]][] = [
  ["serviceAccountName", dnsSubdomainFaults],
  ["nodeName", dnsSubdomainFaults],
  ["hostname", dnsLabelFaults],
  ["subdomain", dnsLabelFaults],
];

function validateName(
  name: string | undefined,
  at: string,
  names: Set<string>,
  errors: FieldErrors,
): void {
  if (!name) return;
  if (names.has(name)) errors.duplicate(`${at}.name`, name);
  names.add(name);
}

function validateContainer(
  container: any,
  at: string,
  volumes: ReadonlySet<string>,
  errors: FieldErrors,
): void {
  if (!container.name) errors.required(`${at}.name`);
  else {
    for (const fault of dnsLabelFaults(container.name)) {
      errors.invalid(`${at}.name`, container.name, fault);
    }
  }
  if (!container.image) errors.required(`${at}.image`);
  const messagePolicies = ["File", "FallbackToLogsOnError"];
  if (!messagePolicies.includes(container.terminationMessagePolicy)) {
    const field = `${at}.terminationMessagePolicy`;
    errors.notSupported(field, container.terminationMessagePolicy, messagePolicies);
  }
  validatePorts(container.ports ?? [], `${at}.ports`, errors);
  validateEnv(container.env ?? [], `${at}.env`, errors);
  for (const probe of ["livenessProbe", "readinessProbe", "startupProbe"]) {
    if (container[probe]) validateProbe(container[probe], `${at}.${probe}`, errors);
  }
  validateMounts(container.volumeMounts ?? [], `${at}.volumeMounts`, volumes, errors);
  const pullPolicies = ["Always", "IfNotPresent", "Never"];
  if (!pullPolicies.includes(container.imagePullPolicy)) {
    errors.notSupported(`${at}.imagePullPolicy`, container.imagePullPolicy, pullPolicies);
  }
  for (const list of ["limits", "requests"]) {
    for (const [name, amount] of Object.entries<string>(container.resources?.[list] ?? {})) {
      if (!amount.startsWith("-")) continue;
      const detail = "must be greater than or equal to 0";
      errors.invalid(`${at}.resources.${list}[${name}]`, amount, detail);
    }
  }
}

function validatePorts(ports: readonly any[], at: string, errors: FieldErrors): void {
  for (const [i, { containerPort, protocol }] of ports.entries()) {
    const field = `${at}[${i}].containerPort`;
    if (!containerPort) errors.required(field);
    else if (containerPort < 1 || containerPort > 65535) {
      errors.invalid(field, containerPort, "must be between 1 and 65535, inclusive");
    }
    const protocols = ["SCTP", "TCP", "UDP"];
    if (!protocols.includes(protocol)) {
      errors.notSupported(`${at}[${i}].protocol`, protocol, protocols);
    }
  }
}

const sources = ["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef"];

function validateProbe(probe: any, at: string, errors: FieldErrors): void {
  const [handler, ...more] = ["exec", "httpGet", "tcpSocket", "grpc"].filter(
    (one) => probe[one] !== undefined,
  );
  if (handler === undefined) errors.required(at, "must specify a handler type");
  for (const one of more) {
    errors.forbidden(`${at}.${one}`, "may not specify more than 1 handler type");
  }
  if (probe.exec && (probe.exec.command ?? []).length === 0) {
    errors.required(`${at}.exec.command`);
  }
  for (const field of [
    "initialDelaySeconds",
    "timeoutSeconds",
    "periodSeconds",
    "successThreshold",
    "failureThreshold",
  ]) {
    errors.nonNegative(`${at}.${field}`, probe[field]);
  }
}

/** What a container may be told of its Pod. */
const fieldPath =
  /^(metadata\.(name|namespace|uid|(labels|annotations)\['[^']+'\])|spec\.(nodeName|serviceAccountName)|status\.(hostIPs?|podIPs?))$/;

function validateEnv(env: readonly any[], at: string, errors: FieldErrors): void {
  for (const [i, { name, value, valueFrom }] of env.entries()) {
    if (!name) errors.required(`${at}[${i}].name`);
    else if (!/^[ -<>-~]+$/.test(name)) {
      errors.invalid(
        `${at}[${i}].name`,
        name,
        "a valid environment variable name must consist only of printable ASCII characters other than '='",
      );
    }
    if (valueFrom === undefined) continue;
    const field = `${at}[${i}].valueFrom`;
    const given = sources.filter((source) => valueFrom[source] !== undefined);
    if (value) errors.invalid(field, "", "may not be specified when `value` is not empty");
    else if (given.length === 0) {
      const [last, ...rest] = sources.map((source) => `\`${source}\``).toReversed();
      errors.invalid(field, "", `must specify one of: ${rest.toReversed().join(", ")} or ${last}`);
    } else if (given.length > 1) {
      errors.invalid(field, "", "may not have more than one field specified at a time");
    }
    const path = valueFrom.fieldRef?.fieldPath;
    if (path === "") errors.required(`${field}.fieldRef.fieldPath`);
    else if (path !== undefined && !fieldPath.test(path)) {
      const detail = `error converting fieldPath: field label not supported: ${path}`;
      errors.invalid(`${field}.fieldRef.fieldPath`, path, detail);
    }
  }
}

function validateMounts(
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
  if (!hostPathTypes.includes(type)) errors.notSupported(`${field}.type`, type, hostPathTypes);
}

/** The names of the volumes, for the mounts. */
function validateVolumes(volumes: readonly any[], at: string, errors: FieldErrors): Set<string> {
  const names = new Set<string>();
  for (const [i, { name, ...kinds }] of volumes.entries()) {
    const faults = errors.list.length;
    const [, ...more] = Object.keys(kinds).toSorted();
    for (const kind of more) {
      errors.forbidden(`${at}[${i}].${kind}`, "may not specify more than 1 volume type");
    }
    if (kinds.hostPath) validateHostPath(kinds.hostPath, `${at}[${i}].hostPath`, errors);
    if (!name) errors.required(`${at}[${i}].name`);
    else if (names.has(name)) errors.duplicate(`${at}[${i}].name`, name);
    else {
      for (const fault of dnsLabelFaults(name)) errors.invalid(`${at}[${i}].name`, name, fault);
    }
    // One that is wrong is not known to the mounts either.
    if (errors.list.length === faults) names.add(name);
  }
  return names;
}

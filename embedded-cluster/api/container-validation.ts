// biome-ignore-all lint/suspicious/noExplicitAny: fields of a spec that was read by its schema
import { quantity } from "../kubelet/quantity.ts";
import type { FieldErrors } from "./field-errors.ts";
import { dnsLabelFaults, dnsSubdomainFaults } from "./names.ts";
import { validateMounts } from "./volume-validation.ts";

/** What people get wrong in a container, in the order and words of apis/core/validation. */
export function validateContainer(
  container: any,
  at: string,
  volumes: ReadonlySet<string>,
  errors: FieldErrors,
): void {
  if (!container.name) errors.required(`${at}.name`);
  else {
    errors.invalid(`${at}.name`, container.name, dnsLabelFaults(container.name));
  }
  if (!container.image) errors.required(`${at}.image`);
  errors.oneOf(`${at}.terminationMessagePolicy`, container.terminationMessagePolicy, [
    "File",
    "FallbackToLogsOnError",
  ]);
  validatePorts(container.ports ?? [], `${at}.ports`, errors);
  validateEnv(container.env ?? [], `${at}.env`, errors);
  for (const probe of ["livenessProbe", "readinessProbe", "startupProbe"]) {
    if (container[probe]) validateProbe(container[probe], `${at}.${probe}`, errors);
  }
  validateMounts(container.volumeMounts ?? [], `${at}.volumeMounts`, volumes, errors);
  const pullPolicies = ["Always", "IfNotPresent", "Never"];
  errors.oneOf(`${at}.imagePullPolicy`, container.imagePullPolicy, pullPolicies);
  validateResources(container.resources ?? {}, `${at}.resources`, errors);
}

const standardResources = /^(cpu|memory|ephemeral-storage|hugepages-.+)$/;

function validateResources(
  { limits = {}, requests = {} }: any,
  at: string,
  errors: FieldErrors,
): void {
  for (const [list, amounts] of Object.entries<Record<string, string>>({ limits, requests })) {
    for (const [name, amount] of Object.entries(amounts)) {
      const field = `${at}.${list}[${name}]`;
      if (!name.includes("/") && !standardResources.test(name)) {
        errors.invalid(field, name, "must be a standard resource type or fully qualified");
        errors.invalid(field, name, "must be a standard resource for containers");
      }
      if (amount.startsWith("-")) {
        errors.invalid(field, amount, "must be greater than or equal to 0");
      }
    }
  }
  for (const [name, amount] of Object.entries<string>(requests)) {
    const limit = limits[name];
    if ((quantity(limit) ?? Infinity) >= (quantity(amount) ?? 0)) continue;
    const detail = `must be less than or equal to ${name} limit of ${limit}`;
    errors.invalid(`${at}.requests`, amount, detail);
  }
}

function portNameFaults(name: string): string[] {
  return [
    ...(name.length > 15 ? ["must be no more than 15 characters"] : []),
    ...(/^[-a-z0-9]+$/.test(name)
      ? []
      : ["must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)"]),
    ...(/[a-z]/.test(name) ? [] : ["must contain at least one letter (a-z)"]),
    ...(name.includes("--") ? ["must not contain consecutive hyphens"] : []),
    ...(/^-|-$/.test(name) ? ["must not begin or end with a hyphen"] : []),
  ];
}

function validatePorts(ports: readonly any[], at: string, errors: FieldErrors): void {
  const names = new Set<string>();
  for (const [i, { name, containerPort, protocol }] of ports.entries()) {
    if (name) {
      const faults = portNameFaults(name);
      errors.invalid(`${at}[${i}].name`, name, faults);
      if (faults.length === 0 && names.has(name)) errors.duplicate(`${at}[${i}].name`, name);
      names.add(name);
    }
    const field = `${at}[${i}].containerPort`;
    if (!containerPort) errors.required(field);
    else if (containerPort < 1 || containerPort > 65535) {
      errors.invalid(field, containerPort, "must be between 1 and 65535, inclusive");
    }
    errors.oneOf(`${at}[${i}].protocol`, protocol, ["SCTP", "TCP", "UDP"]);
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
    for (const source of ["configMapKeyRef", "secretKeyRef"]) {
      if (valueFrom[source] === undefined) continue;
      const { name: object = "", key } = valueFrom[source];
      errors.invalid(`${field}.${source}.name`, object, dnsSubdomainFaults(object));
      if (!key) errors.required(`${field}.${source}.key`);
    }
    const path = valueFrom.fieldRef?.fieldPath;
    if (path === "") errors.required(`${field}.fieldRef.fieldPath`);
    else if (path !== undefined && !fieldPath.test(path)) {
      const detail = `error converting fieldPath: field label not supported: ${path}`;
      errors.invalid(`${field}.fieldRef.fieldPath`, path, detail);
    }
  }
}

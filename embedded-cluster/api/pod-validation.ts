// biome-ignore-all lint/suspicious/noExplicitAny: fields of a spec that was read by its schema
import { validateContainer } from "./container-validation.ts";
import type { FieldErrors } from "./field-errors.ts";
import { dnsLabelFaults, dnsSubdomainFaults, qualifiedNameFaults } from "./names.ts";
import { refuseUnsimulatedPod } from "./not-simulated.ts";
import { validateLabels } from "./object-meta.ts";
import { validateVolumes } from "./volume-validation.ts";

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
    errors.oneOf(`${at}.restartPolicy`, restartPolicy, policies.toSorted());
    validateContainer(container, at, volumes, errors);
    validateName(container.name, at, names, errors);
    if (restartPolicy === "Always") continue;
    for (const probe of ["livenessProbe", "readinessProbe", "startupProbe"]) {
      if (container[probe] === undefined) continue;
      const detail = "may not be set for init containers without restartPolicy=Always";
      errors.forbidden(`${at}.${probe}`, detail);
    }
  }
  errors.oneOf(`${field}.restartPolicy`, spec.restartPolicy, policies);
  const dnsPolicies = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];
  errors.oneOf(`${field}.dnsPolicy`, spec.dnsPolicy, dnsPolicies);
  validateLabels(spec.nodeSelector, `${field}.nodeSelector`, errors);
  for (const [name, faults] of subdomains) {
    if (!spec[name]) continue;
    errors.invalid(`${field}.${name}`, spec[name], faults(spec[name]));
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
  for (const [i, toleration] of (spec.tolerations ?? []).entries()) {
    validateToleration(toleration, `${field}.tolerations[${i}]`, errors);
  }
  refuseUnsimulatedPod(spec, field, errors);
}

const effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

function validateToleration(
  { key = "", operator = "", value, effect = "", tolerationSeconds }: any,
  at: string,
  errors: FieldErrors,
): void {
  if (key === "" && operator !== "Exists") {
    errors.invalid(
      `${at}.operator`,
      operator,
      'operator must be Exists when `key` is empty, which means "match all values and all keys"',
    );
  }
  if (tolerationSeconds !== undefined && effect !== "NoExecute") {
    const detail = "effect must be 'NoExecute' when `tolerationSeconds` is set";
    errors.invalid(`${at}.effect`, effect, detail);
  }
  if (operator === "Exists" && value) {
    errors.invalid(`${at}.operator`, value, "value must be empty when `operator` is 'Exists'");
  }
  errors.oneOf(`${at}.operator`, operator || undefined, ["Equal", "Exists"]);
  errors.oneOf(`${at}.effect`, effect || undefined, effects);
}

function validateGates(spec: any, field: string, errors: FieldErrors): void {
  for (const [i, { conditionType = "" }] of (spec.readinessGates ?? []).entries()) {
    errors.invalid(
      `${field}.readinessGates[${i}].conditionType`,
      conditionType,
      qualifiedNameFaults(conditionType),
    );
  }
  const seen = new Set<string>();
  for (const [i, { name = "" }] of (spec.schedulingGates ?? []).entries()) {
    const at = `${field}.schedulingGates[${i}]`;
    errors.invalid(at, name, qualifiedNameFaults(name));
    if (seen.has(name)) errors.duplicate(at, name);
    seen.add(name);
  }
}

const policies = ["Always", "OnFailure", "Never"];

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

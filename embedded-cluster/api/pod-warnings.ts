// biome-ignore-all lint/suspicious/noExplicitAny: fields of a spec that was read by its schema
import { quantity } from "../kubelet/quantity.ts";
import { goQuoted } from "./field-errors.ts";
import { dnsLabelFaults } from "./names.ts";

/** What is allowed in a Pod's spec and is hardly meant (pkg/api/pod/warnings.go). */
export function podWarnings(spec: any, field: string): string[] {
  const told: string[] = [];
  for (const [i, { name = "" }] of (spec.imagePullSecrets ?? []).entries()) {
    if (name === "") told.push(`${field}.imagePullSecrets[${i}].name: invalid empty name ""`);
  }
  for (const list of ["initContainers", "containers"]) {
    for (const [i, container] of (spec[list] ?? []).entries()) {
      told.push(...containerWarnings(container, `${field}.${list}[${i}]`));
    }
  }
  told.push(...portWarnings(spec, field));
  if (spec.terminationGracePeriodSeconds < 0) {
    told.push(
      `${field}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`,
    );
  }
  return told;
}

/** A name that is also a host's should be a label. */
export function nameWarnings(name: string, use: string): string[] {
  const faults = dnsLabelFaults(name);
  if (faults.length === 0) return [];
  return [
    `metadata.name: this is used in ${use}, which can result in surprising behavior; a DNS label is recommended: [${faults.join(" ")}]`,
  ];
}

function containerWarnings({ env = [], resources = {} }: any, at: string): string[] {
  const told: string[] = [];
  for (const list of ["limits", "requests"]) {
    for (const name of ["memory", "ephemeral-storage"]) {
      const amount = resources[list]?.[name];
      if (Number.isInteger(quantity(amount) ?? 0)) continue;
      told.push(
        `${at}.resources.${list}[${name}]: fractional byte value ${goQuoted(amount)} is invalid, must be an integer`,
      );
    }
  }
  const before = new Set<string>();
  for (const [i, { name, value = "" }] of env.entries()) {
    // One that is made of the one before it hides nothing.
    if (before.has(name) && !value.includes(`$(${name})`)) {
      told.push(
        `${at}.env[${i}]: hides previous definition of ${goQuoted(name)}, which may be dropped when using apply`,
      );
    }
    before.add(name);
  }
  return told;
}

function portWarnings(spec: any, field: string): string[] {
  const told: string[] = [];
  const taken = new Map<string, string>();
  for (const [i, { ports = [] }] of (spec.containers ?? []).entries()) {
    for (const [j, { containerPort, protocol }] of ports.entries()) {
      const at = `${field}.containers[${i}].ports[${j}]`;
      const other = taken.get(`${containerPort}/${protocol}`);
      if (other) told.push(`${at}: duplicate port definition with ${other}`);
      else taken.set(`${containerPort}/${protocol}`, at);
    }
  }
  return told;
}

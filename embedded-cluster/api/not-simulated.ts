// biome-ignore-all lint/suspicious/noExplicitAny: fields of a spec that was read by its schema
import type { FieldErrors } from "./field-errors.ts";

/**
 * Fields a real cluster would act on and this one does not. They are refused when they are written,
 * so that nothing is accepted and then ignored. What only describes (ports, limits, security
 * contexts) is kept and shown.
 */
const podFields = [
  "affinity",
  "dnsConfig",
  "ephemeralContainers",
  "hostAliases",
  "hostIPC",
  "hostNetwork",
  "hostPID",
  "hostUsers",
  "overhead",
  "resourceClaims",
  "resources",
  "schedulingGroup",
  "shareProcessNamespace",
  "topologySpreadConstraints",
] as const;

const containerFields = [
  "lifecycle",
  "resizePolicy",
  "restartPolicyRules",
  "stdin",
  "tty",
  "volumeDevices",
] as const;

const jobFields = ["podFailurePolicy", "scheduling", "successPolicy"] as const;

const volumeKinds = new Set([
  "configMap",
  "downwardAPI",
  "emptyDir",
  "hostPath",
  "projected",
  "secret",
]);
const hostPathTypes = /^(Socket|CharDevice|BlockDevice)$/;

const detail = "the embedded cluster does not simulate this field";

export function refuseUnsimulatedPod(spec: any, field: string, errors: FieldErrors): void {
  refuse(spec, podFields, field, errors);
  for (const list of ["initContainers", "containers"]) {
    for (const [i, container] of (spec[list] ?? []).entries()) {
      const at = `${field}.${list}[${i}]`;
      refuse(container, containerFields, at, errors);
      for (const [j, mount] of (container.volumeMounts ?? []).entries()) {
        refuse(mount, ["subPathExpr"], `${at}.volumeMounts[${j}]`, errors);
      }
      for (const probe of ["livenessProbe", "readinessProbe", "startupProbe"]) {
        if (container[probe]) refuse(container[probe], ["grpc"], `${at}.${probe}`, errors);
      }
    }
  }
  for (const [i, container] of (spec.containers ?? []).entries()) {
    refuse(container, ["restartPolicy"], `${field}.containers[${i}]`, errors);
  }
  for (const [i, { name: _, ...kinds }] of (spec.volumes ?? []).entries()) {
    if (hostPathTypes.test(kinds.hostPath?.type)) {
      errors.forbidden(
        `${field}.volumes[${i}].hostPath.type`,
        "the embedded cluster simulates files and directories alone",
      );
    }
    for (const kind of Object.keys(kinds)) {
      if (volumeKinds.has(kind)) continue;
      errors.forbidden(
        `${field}.volumes[${i}].${kind}`,
        "the embedded cluster does not simulate volumes of this type",
      );
    }
  }
}

export function refuseUnsimulatedJob(spec: any, field: string, errors: FieldErrors): void {
  refuse(spec, jobFields, field, errors);
  const { managedBy } = spec;
  if (managedBy !== undefined && managedBy !== "kubernetes.io/job-controller") {
    errors.forbidden(
      `${field}.managedBy`,
      "the embedded cluster does not simulate other controllers than kubernetes.io/job-controller",
    );
  }
}

function refuse(value: any, names: readonly string[], field: string, errors: FieldErrors): void {
  for (const name of names) {
    const given = value[name];
    if (given === undefined || given === false) continue;
    if (Array.isArray(given) && given.length === 0) continue;
    errors.forbidden(`${field}.${name}`, detail);
  }
}

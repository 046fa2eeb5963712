import type { ApiObject } from "../objects.ts";
import { type FieldErrors, isEqual } from "./field-errors.ts";
import { dnsSubdomainFaults } from "./names.ts";
import { defaultPod, defaultPodSpec, qosClass } from "./pod-defaults.ts";
import { validatePodSpec } from "./pod-validation.ts";
import { nameWarnings, podWarnings } from "./pod-warnings.ts";
import { keepStatus, type Strategy } from "./strategy.ts";

export const podStrategy: Strategy = {
  nameFaults: dnsSubdomainFaults,
  defaultPropagation: "Background",
  setDefaults(pod) {
    pod.spec ??= {};
    defaultPodSpec(pod.spec);
    defaultPod(pod.spec);
  },
  prepareForCreate(pod) {
    pod.metadata.generation = 1;
    pod.status = { phase: "Pending", qosClass: qosClass(pod.spec), ...gated(pod) };
  },
  prepareForUpdate: keepStatus,
  validate({ spec }, errors) {
    validatePodSpec(spec, "spec", errors);
    for (const list of ["containers", "initContainers"]) {
      for (const [i, { image = "" }] of (spec[list] ?? []).entries()) {
        if (image === image.trim()) continue;
        const detail = "must not have leading or trailing whitespace";
        errors.invalid(`spec.${list}[${i}].image`, image, detail);
      }
    }
  },
  validateUpdate(pod, before, errors) {
    this.validate(pod, errors);
    validateSpecUpdate(pod, before, errors);
  },
  validateStatusUpdate: () => {},
  warnings: ({ metadata: { name }, spec }) => [
    ...nameWarnings(name, "the Pod's hostname"),
    ...podWarnings(spec, "spec"),
  ],
};

/** The condition of a Pod that no scheduler may look at yet. */
function gated({ metadata, spec }: ApiObject): object {
  if ((spec.schedulingGates ?? []).length === 0) return {};
  const condition = {
    type: "PodScheduled",
    status: "False",
    reason: "SchedulingGated",
    message: "Scheduling is blocked due to non-empty scheduling gates",
    lastProbeTime: null,
    lastTransitionTime: metadata.creationTimestamp,
  };
  return { conditions: [condition] };
}

const updatable = [
  "`spec.containers[*].image`",
  "`spec.initContainers[*].image`",
  "`spec.activeDeadlineSeconds`",
  "`spec.tolerations` (only additions to existing tolerations)",
  "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
];

interface Gate {
  readonly name: string;
}

/** All but a few fields of a Pod's spec stay as they were created (ValidatePodUpdate). */
function validateSpecUpdate(pod: ApiObject, before: ApiObject, errors: FieldErrors): void {
  for (const list of ["containers", "initContainers"]) {
    const [now, then] = [pod.spec[list] ?? [], before.spec[list] ?? []];
    if (now.length === then.length) continue;
    errors.forbidden(`spec.${list}`, "pod updates may not add or remove containers");
    return;
  }
  const [deadline, earlier] = [pod.spec.activeDeadlineSeconds, before.spec.activeDeadlineSeconds];
  if (deadline === undefined && earlier !== undefined) {
    const detail = "must not update from a positive integer to nil value";
    errors.invalid("spec.activeDeadlineSeconds", null, detail);
  } else if (deadline > earlier) {
    const detail = "must be less than or equal to previous value";
    errors.invalid("spec.activeDeadlineSeconds", deadline, detail);
  }
  const kept = new Set((pod.spec.tolerations ?? []).map((one: object) => JSON.stringify(one)));
  for (const one of before.spec.tolerations ?? []) {
    if (kept.has(JSON.stringify(one))) continue;
    errors.forbidden(
      "spec.tolerations",
      "existing toleration can not be modified except its tolerationSeconds",
    );
    break;
  }
  const gates = new Set((before.spec.schedulingGates ?? []).map((gate: Gate) => gate.name));
  for (const [i, { name }] of ((pod.spec.schedulingGates ?? []) as Gate[]).entries()) {
    if (gates.has(name)) continue;
    const detail = `only deletion is allowed, but found new scheduling gate '${name}'`;
    errors.forbidden(`spec.schedulingGates[${i}].name`, detail);
  }
  if (isEqual(fixed(pod), fixed(before))) return;
  errors.forbidden("spec", `pod updates may not change fields other than ${updatable.join(",")}`);
}

function fixed({ spec }: ApiObject): object {
  const withoutImages = (list: readonly { image?: string }[] | undefined) =>
    list?.map(({ image: _, ...rest }) => rest);
  const { activeDeadlineSeconds: _a, tolerations: _t, schedulingGates: _g, ...rest } = spec;
  return {
    ...rest,
    containers: withoutImages(spec.containers),
    initContainers: withoutImages(spec.initContainers),
  };
}

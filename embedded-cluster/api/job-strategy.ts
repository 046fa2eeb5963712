// biome-ignore-all lint/suspicious/noExplicitAny: fields of a spec that was read by its schema
import { selects } from "../label-selector.ts";
import type { ApiObject } from "../objects.ts";
import { type FieldErrors, inOrder, isEqual } from "./field-errors.ts";
import { internalPodSpec, internalTemplate } from "./internal-template.ts";
import { validateJobCounts, validateJobStatus } from "./job-status-validation.ts";
import { validateJobSpec } from "./job-validation.ts";
import { dnsLabelFaults, dnsSubdomainFaults } from "./names.ts";
import { dropNewerFields } from "./newer-fields.ts";
import { refuseUnsimulatedJob } from "./not-simulated.ts";
import { defaultPodSpec } from "./pod-defaults.ts";
import { nameWarnings, podWarnings } from "./pod-warnings.ts";
import type { KubernetesApi } from "./resource.ts";
import { keepStatus, type Strategy } from "./strategy.ts";

const uidLabels = ["controller-uid", "batch.kubernetes.io/controller-uid"];
const nameLabels = ["job-name", "batch.kubernetes.io/job-name"];

/** The labels with a domain came with 1.27, and became the selector's then (kubectl-semantics 6). */
export function jobStrategy(api: KubernetesApi): Strategy {
  const forms = api === "1.20" ? 1 : 2;
  const uids = uidLabels.slice(0, forms);
  const names = nameLabels.slice(0, forms);
  const selecting = uids.at(-1) as string;
  return {
    nameFaults: dnsSubdomainFaults,
    defaultPropagation: "Orphan",
    setDefaults: api === "1.20" ? defaultOldJob : defaultJob,
    prepareForCreate(job) {
      const { metadata, spec } = job;
      metadata.generation = 1;
      job.status = {};
      if (spec.manualSelector !== true) {
        spec.template.metadata.labels ??= {};
        // They may be the Job's own labels too, which then get the same.
        const { labels } = spec.template.metadata;
        for (const label of names) labels[label] ??= metadata.name ?? "";
        for (const label of uids) labels[label] ??= metadata.uid;
        spec.selector ??= {};
        spec.selector.matchLabels = { [selecting]: metadata.uid, ...spec.selector.matchLabels };
      }
    },
    prepareForUpdate: keepStatus,
    validate(job, errors) {
      if (job.spec.manualSelector !== true) validateGenerated(job, uids, names, errors);
      validateJobSpec(job.spec, "spec", errors);
      validateSelector(job.spec, errors);
      validateIndexedName(job, errors);
      refuseUnsimulatedJob(job.spec, "spec", errors);
    },
    validateUpdate(job, before, errors) {
      validateJobSpec(job.spec, "spec", errors);
      validateSelector(job.spec, errors);
      validateSpecUpdate(job.spec, before, errors);
      validateIndexedName(job, errors);
    },
    validateStatusUpdate: api === "1.20" ? validateJobCounts : validateJobStatus,
    warnings: (job) => jobWarnings(job, job.spec, "spec"),
  };
}

/** batch/v1's SetDefaults_Job. */
function defaultJob(job: ApiObject): void {
  job.spec ??= {};
  const { spec } = job;
  if (spec.completions === undefined && spec.parallelism === undefined) spec.completions = 1;
  spec.parallelism ??= 1;
  spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? 6 : 2147483647;
  spec.completionMode ??= "NonIndexed";
  spec.suspend ??= false;
  spec.podReplacementPolicy ??= "TerminatingOrFailed";
  spec.manualSelector ??= false;
  defaultTemplate(spec);
  labelAsTemplate(job);
}

/** The same of 1.20. */
function defaultOldJob(job: ApiObject): void {
  job.spec ??= {};
  dropNewerFields(job.spec);
  const { completions, parallelism } = job.spec;
  if (completions === undefined && parallelism === undefined) job.spec.completions = 1;
  job.spec.parallelism ??= 1;
  job.spec.backoffLimit ??= 6;
  defaultTemplate(job.spec);
  labelAsTemplate(job);
}

export function defaultTemplate(spec: any): void {
  spec.template ??= {};
  spec.template.metadata ??= {};
  spec.template.spec ??= {};
  defaultPodSpec(spec.template.spec);
}

/** A Job without labels of its own has its template's. */
function labelAsTemplate({ metadata, spec }: ApiObject): void {
  const labels = spec.template.metadata.labels;
  if (labels === undefined || Object.keys(metadata.labels ?? {}).length > 0) return;
  metadata.labels = labels;
}

/** Of a Job's spec, alone or in a CronJob's template. */
export const jobWarnings = ({ metadata: { name } }: ApiObject, spec: any, field: string) => [
  ...nameWarnings(name, "Pod names and hostnames"),
  ...podWarnings(spec.template.spec, `${field}.template.spec`),
];

/** The labels that were to be generated are not the user's to set. */
function validateGenerated(
  { metadata, spec }: ApiObject,
  uids: readonly string[],
  names: readonly string[],
  errors: FieldErrors,
): void {
  const labels = spec.template.metadata.labels ?? {};
  const expected: Record<string, string> = {};
  for (const i of uids.keys()) {
    expected[uids[i] as string] = metadata.uid;
    expected[names[i] as string] = metadata.name ?? "";
  }
  for (const [label, value] of Object.entries(expected)) {
    if (labels[label] === value) continue;
    const field = `spec.template.metadata.labels[${label}]`;
    errors.invalid(field, inOrder(labels), `must be '${value}'`);
  }
  if (selects(spec.selector, expected)) return;
  errors.invalid("spec.selector", inOrder(spec.selector), "`selector` not auto-generated");
}

function validateSelector({ selector, template }: any, errors: FieldErrors): void {
  const labels = template.metadata.labels;
  if (selector === undefined) errors.required("spec.selector");
  if (selector !== undefined && selects(selector, labels ?? {})) return;
  errors.invalid(
    "spec.template.metadata.labels",
    inOrder(labels),
    "`selector` does not match template `labels`",
  );
}

function validateIndexedName({ metadata: { name }, spec }: ApiObject, errors: FieldErrors): void {
  if (spec.completionMode !== "Indexed" || !(spec.completions > 0)) return;
  const host = `${name}-${spec.completions - 1}`;
  if (dnsLabelFaults(host).length === 0) return;
  errors.invalid(
    "metadata.name",
    name,
    `will not able to create pod with invalid DNS label: ${host}`,
  );
}

function validateSpecUpdate(
  spec: any,
  { spec: old, status }: ApiObject,
  errors: FieldErrors,
): void {
  if (spec.completionMode !== "Indexed") {
    errors.immutable("spec.completions", spec.completions, old.completions);
  } else if (
    spec.completions !== undefined &&
    spec.completions !== old.completions &&
    spec.completions !== spec.parallelism
  ) {
    const detail = "can only be modified in tandem with spec.parallelism";
    errors.invalid("spec.completions", spec.completions, detail);
  }
  errors.immutable("spec.selector", inOrder(spec.selector), inOrder(old.selector));
  // A suspended Job whose Pods are gone may be sent elsewhere, with other resources.
  if (old.suspend === true && hasStopped(status ?? {})) {
    if (!isEqual(fixed(spec.template.spec), fixed(old.template.spec))) {
      const shown = internalPodSpec(spec.template.spec);
      errors.invalid("spec.template.spec", shown, "field is immutable");
    }
  } else if (!isEqual(spec.template, old.template)) {
    errors.invalid("spec.template", internalTemplate(spec.template), "field is immutable");
  }
  for (const field of [
    "completionMode",
    "podFailurePolicy",
    "backoffLimitPerIndex",
    "managedBy",
    "successPolicy",
    "scheduling",
  ]) {
    errors.immutable(`spec.${field}`, spec[field], old[field]);
  }
}

function hasStopped({ startTime, active = 0, conditions = [] }: any): boolean {
  const isSuspended = conditions.some(
    (one: any) => one.type === "Suspended" && one.status === "True",
  );
  return (startTime === undefined || isSuspended) && active === 0;
}

/** What of a Pod's spec may not change even then. */
function fixed({ nodeSelector: _n, tolerations: _t, schedulingGates: _g, ...rest }: any): object {
  const withoutResources = (list: readonly any[] | undefined) =>
    list?.map(({ resources: _, ...container }) => container);
  return {
    ...rest,
    containers: withoutResources(rest.containers),
    initContainers: withoutResources(rest.initContainers),
  };
}

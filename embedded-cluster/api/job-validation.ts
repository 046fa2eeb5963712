// biome-ignore-all lint/suspicious/noExplicitAny: fields of a spec that was read by its schema
import type { FieldErrors } from "./field-errors.ts";
import { validateLabels } from "./object-meta.ts";
import { validatePodSpec } from "./pod-validation.ts";

const longestParallelism = 100_000;

/** The spec of a Job, alone or in a CronJob's template (batch/validation's validateJobSpec). */
export function validateJobSpec(spec: any, field: string, errors: FieldErrors): void {
  for (const name of [
    "parallelism",
    "completions",
    "activeDeadlineSeconds",
    "backoffLimit",
    "ttlSecondsAfterFinished",
    "backoffLimitPerIndex",
    "maxFailedIndexes",
  ]) {
    errors.nonNegative(`${field}.${name}`, spec[name]);
  }
  validateIndexing(spec, field, errors);
  errors.oneOf(`${field}.podReplacementPolicy`, spec.podReplacementPolicy, [
    "Failed",
    "TerminatingOrFailed",
  ]);
  validateTemplate(spec.template, `${field}.template`, errors);
}

function validateIndexing(spec: any, field: string, errors: FieldErrors): void {
  const { completionMode, completions, parallelism, maxFailedIndexes } = spec;
  if (maxFailedIndexes !== undefined && spec.backoffLimitPerIndex === undefined) {
    errors.required(`${field}.backoffLimitPerIndex`, "when maxFailedIndexes is specified");
  }
  if (completionMode === "Indexed") {
    if (completions === undefined) {
      errors.required(`${field}.completions`, "when completion mode is Indexed");
    }
    if (parallelism > longestParallelism) {
      const detail = `must be less than or equal to ${longestParallelism} when completion mode is Indexed`;
      errors.invalid(`${field}.parallelism`, parallelism, detail);
    }
    if (maxFailedIndexes > completions) {
      const detail = "must be less than or equal to completions";
      errors.invalid(`${field}.maxFailedIndexes`, maxFailedIndexes, detail);
    }
    return;
  }
  if (completionMode !== undefined && completionMode !== "NonIndexed") {
    errors.notSupported(`${field}.completionMode`, completionMode, ["NonIndexed", "Indexed"]);
    return;
  }
  for (const name of ["backoffLimitPerIndex", "maxFailedIndexes"]) {
    if (spec[name] === undefined) continue;
    errors.invalid(`${field}.${name}`, spec[name], "requires indexed completion mode");
  }
}

function validateTemplate({ metadata, spec }: any, field: string, errors: FieldErrors): void {
  validateLabels(metadata?.labels, `${field}.labels`, errors);
  validatePodSpec(spec, `${field}.spec`, errors);
  const at = `${field}.spec.restartPolicy`;
  if (spec.restartPolicy === "Always") {
    errors.required(at, 'valid values: "OnFailure", "Never"');
  } else errors.oneOf(at, spec.restartPolicy, ["OnFailure", "Never"]);
}

// biome-ignore-all lint/suspicious/noExplicitAny: fields of a status that was read by its schema
import type { ApiObject } from "../objects.ts";
import type { FieldErrors } from "./field-errors.ts";

const holds = ({ status }: ApiObject, type: string): boolean =>
  (status?.conditions ?? []).some((one: any) => one.type === type && one.status === "True");

/** What no controller may say of a Job (batch/validation's ValidateJobStatusUpdate). */
export function validateJobStatus(job: ApiObject, before: ApiObject, errors: FieldErrors): void {
  const status = job.status ?? {};
  for (const count of ["active", "succeeded", "failed", "ready", "terminating"]) {
    errors.nonNegative(`status.${count}`, status[count]);
  }
  validateConditions(job, before, errors);
  validateTimes(job, before, errors);
  validateCounts(job, before, errors);
}

function validateConditions(job: ApiObject, before: ApiObject, errors: FieldErrors): void {
  const wrong = (detail: string) => errors.invalidWithoutValue("status.conditions", detail);
  const [complete, failed] = [holds(job, "Complete"), holds(job, "Failed")];
  const [met, target] = [holds(job, "SuccessCriteriaMet"), holds(job, "FailureTarget")];
  if (complete && failed) wrong("cannot set Complete=True and Failed=true conditions");
  if (complete && target) wrong("cannot set Complete=True and FailureTarget=true conditions");
  if (failed && !target) {
    wrong("cannot set Failed=True condition without the FailureTarget=true condition");
  }
  if (complete && !met) {
    wrong("cannot set Complete=True condition without the SuccessCriteriaMet=true condition");
  }
  if (met && failed) wrong("cannot set SuccessCriteriaMet=True and Failed=true conditions");
  if (met && target) wrong("cannot set SuccessCriteriaMet=True and FailureTarget=true conditions");
  for (const type of ["Failed", "Complete", "FailureTarget"]) {
    if (holds(before, type) && !holds(job, type)) {
      wrong(`cannot disable the terminal ${type}=True condition`);
    }
  }
  if (holds(before, "SuccessCriteriaMet") && !met) {
    wrong("cannot disable the SuccessCriteriaMet=True condition");
  }
}

function validateTimes(job: ApiObject, before: ApiObject, errors: FieldErrors): void {
  const { startTime, completionTime } = job.status ?? {};
  const [complete, failed] = [holds(job, "Complete"), holds(job, "Failed")];
  const at = "status.completionTime";
  if (completionTime !== undefined && !complete) {
    const detail = "cannot set completionTime when there is no Complete=True condition";
    errors.invalid(at, completionTime, detail);
  }
  if (completionTime === undefined && complete) {
    errors.required(at, "completionTime is required for Complete jobs");
  }
  if (startTime > completionTime) {
    errors.invalid(at, completionTime, "must be equal to or after `startTime`");
  }
  const isEmpty = job.spec.suspend === true && job.spec.completions === 0;
  if (startTime === undefined && (complete || failed) && !isEmpty) {
    errors.required("status.startTime", "startTime is required for finished job");
  }
  const old = before.status ?? {};
  if (completionTime && old.completionTime && completionTime !== old.completionTime) {
    errors.invalid(at, completionTime, "field is immutable");
  }
  const isResuming = holds(before, "Suspended") && !holds(job, "Suspended");
  const isFixed = job.spec.suspend !== true && !isResuming;
  if (old.startTime && old.startTime !== startTime && isFixed) {
    const detail = "field is immutable for unsuspended job once set";
    errors.invalid("status.startTime", startTime, detail);
  }
}

function validateCounts(job: ApiObject, before: ApiObject, errors: FieldErrors): void {
  const status = job.status ?? {};
  const isFinished = holds(job, "Complete") || holds(job, "Failed");
  if (isFinished) {
    if (status.active > 0) {
      errors.invalid("status.active", status.active, "active>0 is invalid for finished job");
    }
    const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
    if (succeeded.length + failed.length > 0) {
      const field = "status.uncountedTerminatedPods";
      errors.invalid(field, status.uncountedTerminatedPods, "must be empty for finished job");
    }
    if (status.terminating > 0) {
      const detail = "terminating>0 is invalid for finished job";
      errors.invalid("status.terminating", status.terminating, detail);
    }
  }
  if ((status.ready ?? 0) > (status.active ?? 0)) {
    errors.invalid("status.ready", status.ready, "cannot set more ready pods than active");
  }
  if (status.completedIndexes && job.spec.completionMode !== "Indexed") {
    const detail = "cannot set non-empty completedIndexes when non-indexed completion mode";
    errors.invalid("status.completedIndexes", status.completedIndexes, detail);
  }
  for (const counter of ["failed", "succeeded"]) {
    // Scaling an Indexed Job down takes succeeded indexes out of the count.
    if (counter === "succeeded" && job.spec.completionMode === "Indexed") continue;
    if ((status[counter] ?? 0) >= (before.status?.[counter] ?? 0)) continue;
    errors.invalid(
      `status.${counter}`,
      status[counter] ?? 0,
      `cannot decrease the ${counter} counter`,
    );
  }
}

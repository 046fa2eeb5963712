// biome-ignore-all lint/suspicious/noExplicitAny: fields of a status that was read by its schema
import type { ApiObject } from "../objects.ts";
import type { FieldErrors } from "./field-errors.ts";

const holds = ({ status }: ApiObject, type: string): boolean =>
  (status?.conditions ?? []).some((one: any) => one.type === type && one.status === "True");

/** What no controller may say of a Job, in the order of batch/validation's ValidateJobStatusUpdate. */
export function validateJobStatus(job: ApiObject, before: ApiObject, errors: FieldErrors): void {
  validateJobCounts(job, before, errors);
  validateEnd(job, errors);
  if (holds(job, "Complete") || holds(job, "Failed")) validateFinished(job, errors);
  validateCounts(job, errors);
  validateChange(job, before, errors);
}

/** All that 1.20 asked of a status. */
export function validateJobCounts(job: ApiObject, _before: ApiObject, errors: FieldErrors): void {
  for (const count of ["active", "succeeded", "failed", "ready", "terminating"]) {
    errors.nonNegative(`status.${count}`, job.status?.[count]);
  }
}

/** The terminal conditions exclude each other, and each has one that comes before it. */
function validateEnd(job: ApiObject, errors: FieldErrors): void {
  const { startTime, completionTime } = job.status ?? {};
  const wrong = (detail: string) => errors.invalidWithoutValue("status.conditions", detail);
  const [complete, failed] = [holds(job, "Complete"), holds(job, "Failed")];
  const [met, target] = [holds(job, "SuccessCriteriaMet"), holds(job, "FailureTarget")];
  const at = "status.completionTime";
  if (complete && failed) wrong("cannot set Complete=True and Failed=true conditions");
  if (complete && target) wrong("cannot set Complete=True and FailureTarget=true conditions");
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
  if (failed && !target) {
    wrong("cannot set Failed=True condition without the FailureTarget=true condition");
  }
  if (complete && !met) {
    wrong("cannot set Complete=True condition without the SuccessCriteriaMet=true condition");
  }
  if (met && failed) wrong("cannot set SuccessCriteriaMet=True and Failed=true conditions");
  if (met && target) wrong("cannot set SuccessCriteriaMet=True and FailureTarget=true conditions");
}

function validateFinished({ spec, status }: ApiObject, errors: FieldErrors): void {
  const { active, startTime, terminating, uncountedTerminatedPods } = status;
  if (active > 0) {
    errors.invalid("status.active", active, "active>0 is invalid for finished job");
  }
  if (startTime === undefined && !(spec.suspend === true && spec.completions === 0)) {
    errors.required("status.startTime", "startTime is required for finished job");
  }
  const { succeeded = [], failed = [] } = uncountedTerminatedPods ?? {};
  if (succeeded.length + failed.length > 0) {
    const field = "status.uncountedTerminatedPods";
    errors.invalid(field, uncountedTerminatedPods, "must be empty for finished job");
  }
  if (terminating > 0) {
    const detail = "terminating>0 is invalid for finished job";
    errors.invalid("status.terminating", terminating, detail);
  }
}

function validateCounts({ spec, status = {} }: ApiObject, errors: FieldErrors): void {
  if (status.completedIndexes && spec.completionMode !== "Indexed") {
    const detail = "cannot set non-empty completedIndexes when non-indexed completion mode";
    errors.invalid("status.completedIndexes", status.completedIndexes, detail);
  }
  if (status.failedIndexes !== undefined && spec.backoffLimitPerIndex === undefined) {
    const detail = "cannot set non-null failedIndexes when backoffLimitPerIndex is null";
    errors.invalid("status.failedIndexes", status.failedIndexes, detail);
  }
  if (status.ready > (status.active ?? 0)) {
    errors.invalid("status.ready", status.ready, "cannot set more ready pods than active");
  }
}

/** What was said of a Job once cannot be taken back. */
function validateChange(job: ApiObject, before: ApiObject, errors: FieldErrors): void {
  const [status, old] = [job.status ?? {}, before.status ?? {}];
  const wrong = (detail: string) => errors.invalidWithoutValue("status.conditions", detail);
  for (const type of ["Failed", "Complete", "FailureTarget"]) {
    if (holds(before, type) && !holds(job, type)) {
      wrong(`cannot disable the terminal ${type}=True condition`);
    }
  }
  for (const counter of ["failed", "succeeded"]) {
    // Scaling an Indexed Job down takes succeeded indexes out of the count.
    if (counter === "succeeded" && job.spec.completionMode === "Indexed") continue;
    if ((status[counter] ?? 0) >= (old[counter] ?? 0)) continue;
    const detail = `cannot decrease the ${counter} counter`;
    errors.invalid(`status.${counter}`, status[counter] ?? 0, detail);
  }
  const { completionTime, startTime } = status;
  if (completionTime && old.completionTime && completionTime !== old.completionTime) {
    errors.invalid("status.completionTime", completionTime, "field is immutable");
  }
  const isResuming = holds(before, "Suspended") && !holds(job, "Suspended");
  const isFixed = job.spec.suspend !== true && !isResuming;
  if (old.startTime && old.startTime !== startTime && isFixed) {
    const detail = "field is immutable for unsuspended job once set";
    errors.invalid("status.startTime", startTime, detail);
  }
  if (holds(before, "SuccessCriteriaMet") && !holds(job, "SuccessCriteriaMet")) {
    wrong("cannot disable the SuccessCriteriaMet=True condition");
  }
}

// biome-ignore-all lint/suspicious/noExplicitAny: fields of a spec that was read by its schema
import { parseSchedule } from "#lib/time/cron";
import { isTimeZone } from "#lib/time/local-time";
import type { FieldErrors } from "./field-errors.ts";
import { defaultTemplate, jobWarnings } from "./job-strategy.ts";
import { validateJobSpec } from "./job-validation.ts";
import { dnsSubdomainFaults } from "./names.ts";
import { dropNewerFields } from "./newer-fields.ts";
import { refuseUnsimulatedJob } from "./not-simulated.ts";
import type { KubernetesApi } from "./resource.ts";
import { keepStatus, type Strategy } from "./strategy.ts";

/** The names of its Jobs are eleven characters longer. */
const longestName = 52;

/** batch/v1 deletes its Jobs with a CronJob, batch/v1beta1 left them (kubectl-semantics 7.4). */
export function cronJobStrategy(api: KubernetesApi): Strategy {
  return {
    nameFaults: dnsSubdomainFaults,
    defaultPropagation: api === "1.20" ? "Orphan" : "Background",
    setDefaults(cronJob) {
      cronJob.spec ??= {};
      const { spec } = cronJob;
      spec.concurrencyPolicy ||= "Allow";
      spec.suspend ??= false;
      spec.successfulJobsHistoryLimit ??= 3;
      spec.failedJobsHistoryLimit ??= 1;
      spec.jobTemplate ??= {};
      spec.jobTemplate.metadata ??= {};
      spec.jobTemplate.spec ??= {};
      if (api === "1.20") {
        delete spec.timeZone;
        dropNewerFields(spec.jobTemplate.spec);
      }
      defaultTemplate(spec.jobTemplate.spec);
    },
    prepareForCreate(cronJob) {
      cronJob.metadata.generation = 1;
      cronJob.status = {};
    },
    prepareForUpdate: keepStatus,
    validate(cronJob, errors) {
      validateCronJobSpec(cronJob.spec, null, errors);
      if (cronJob.metadata.name?.length > longestName) {
        const detail = `must be no more than ${longestName} characters`;
        errors.invalid("metadata.name", cronJob.metadata.name, detail);
      }
    },
    validateUpdate(cronJob, before, errors) {
      validateCronJobSpec(cronJob.spec, before.spec, errors);
    },
    validateStatusUpdate: () => {},
    warnings: (cronJob) =>
      jobWarnings(cronJob, cronJob.spec.jobTemplate.spec, "spec.jobTemplate.spec"),
  };
}

function validateCronJobSpec(spec: any, old: any, errors: FieldErrors): void {
  const { schedule, timeZone, jobTemplate } = spec;
  if (schedule) validateSchedule(schedule, old?.schedule.includes("TZ") === true, timeZone, errors);
  errors.nonNegative("spec.startingDeadlineSeconds", spec.startingDeadlineSeconds);
  if (timeZone !== undefined && timeZone !== old?.timeZone) validateTimeZone(timeZone, errors);
  errors.oneOf("spec.concurrencyPolicy", spec.concurrencyPolicy, ["Allow", "Forbid", "Replace"]);
  validateJobSpec(jobTemplate.spec, "spec.jobTemplate.spec", errors);
  if (jobTemplate.spec.selector !== undefined) {
    const detail = "`selector` will be auto-generated";
    errors.invalid("spec.jobTemplate.spec.selector", jobTemplate.spec.selector, detail);
  }
  if (jobTemplate.spec.manualSelector === true) {
    errors.notSupported("spec.jobTemplate.spec.manualSelector", true, ["nil", "false"]);
  }
  refuseUnsimulatedJob(jobTemplate.spec, "spec.jobTemplate.spec", errors);
  errors.nonNegative("spec.successfulJobsHistoryLimit", spec.successfulJobsHistoryLimit);
  errors.nonNegative("spec.failedJobsHistoryLimit", spec.failedJobsHistoryLimit);
  if (!schedule) errors.required("spec.schedule");
}

function validateSchedule(
  schedule: string,
  mayHaveZone: boolean,
  timeZone: string | undefined,
  errors: FieldErrors,
): void {
  try {
    parseSchedule(schedule);
  } catch (error) {
    errors.invalid("spec.schedule", schedule, error instanceof Error ? error.message : "");
  }
  if (!schedule.includes("TZ")) return;
  if (!mayHaveZone) {
    const detail = "cannot use TZ or CRON_TZ in schedule, use timeZone field instead";
    errors.invalid("spec.schedule", schedule, detail);
  } else if (timeZone !== undefined) {
    const detail = "cannot use both timeZone field and TZ or CRON_TZ in schedule";
    errors.invalid("spec.schedule", schedule, detail);
  }
}

const zonePart = /^[A-Za-z._0-9+][A-Za-z.\-_0-9+]{0,13}$/;

function validateTimeZone(timeZone: string, errors: FieldErrors): void {
  const wrong = (detail: string) => errors.invalid("spec.timeZone", timeZone, detail);
  if (timeZone === "") return wrong("timeZone must be nil or non-empty string");
  const parts = timeZone.split("/");
  if (!parts.every((part) => zonePart.test(part) && part !== "." && part !== "..")) {
    return wrong(`unknown time zone ${timeZone}`);
  }
  if (timeZone.toLowerCase() === "local") {
    wrong("timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
    if (timeZone === "Local") return;
  }
  if (!isTimeZone(timeZone)) wrong(`unknown time zone ${timeZone}`);
}

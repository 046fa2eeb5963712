// biome-ignore-all lint/suspicious/noExplicitAny: fields of a spec that was read by its schema

/** Fields of a Job's spec that came after 1.20, or that it had behind a gate that was closed. */
const ofJobs = [
  "backoffLimitPerIndex",
  "completionMode",
  "managedBy",
  "maxFailedIndexes",
  "podFailurePolicy",
  "podReplacementPolicy",
  "scheduling",
  "successPolicy",
  "suspend",
  "ttlSecondsAfterFinished",
] as const;

/** 1.20's API server left them out without a word. */
export function dropNewerFields(spec: any): void {
  for (const field of ofJobs) delete spec[field];
}

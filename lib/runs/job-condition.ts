import type { Job, ObjectCondition } from "#lib/kubernetes/types";

/** The condition of this type where it holds: its status is exactly `True`. */
export function conditionOf(job: Job, type: string): ObjectCondition | undefined {
  const condition = job.status?.conditions?.find((each) => each.type === type);
  return condition?.status === "True" ? condition : undefined;
}

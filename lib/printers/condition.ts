import type { Condition } from "#lib/api/rows";
import type { ObjectCondition } from "#lib/kubernetes/types";

/** Whether the first condition of this type is exactly `True`; later ones of the same type say nothing. */
export function conditionHolds(
  conditions: readonly ObjectCondition[] | null | undefined,
  type: string,
): boolean {
  return conditions?.find((condition) => condition.type === type)?.status === "True";
}

/** The conditions as a page lists them, in the API server's order. */
export function conditionRows(
  conditions: readonly ObjectCondition[] | null | undefined,
): Condition[] {
  return (conditions ?? []).map((condition) => ({
    type: condition.type,
    status: condition.status,
    reason: condition.reason ?? "",
    message: condition.message ?? "",
    since: condition.lastTransitionTime ?? null,
  }));
}

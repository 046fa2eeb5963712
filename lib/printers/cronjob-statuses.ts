import type { CronJobRow } from "#lib/api/rows";
import type { Outlook } from "#lib/api/runs";

/** What a CronJob can be filtered by: how the run that ended last did, and what goes on. */
export function cronJobStatuses(
  cronJob: Pick<CronJobRow, "active" | "suspend"> & { readonly outlook?: Outlook },
): readonly string[] {
  const { active, suspend, outlook } = cronJob;
  return [
    ...(outlook?.last ? [outlook.last.result] : []),
    ...(outlook?.missed ? ["Missed"] : []),
    ...(active > 0 ? ["Running"] : []),
    ...(suspend ? ["Suspended"] : []),
  ];
}

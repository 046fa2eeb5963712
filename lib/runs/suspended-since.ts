import type { CronJob, Job } from "#lib/kubernetes/types";
import { millisecondsOf } from "#lib/runs/instant";

/**
 * Since when spec.suspend has been true, at the latest, in milliseconds; null where it is not, and
 * where nothing tells. Who set it owns it (metadata.managedFields) until somebody sets another value;
 * the time is that of the owner's last write, whatever it wrote.
 */
export function suspendedSince({ metadata, spec }: CronJob | Job): number | null {
  if (spec?.suspend !== true) return null;
  const times = (metadata.managedFields ?? [])
    .filter(({ fieldsV1 }) => fieldsV1?.["f:spec"]?.["f:suspend"] != null)
    .map(({ time }) => millisecondsOf(time))
    .filter((time) => time !== null);
  return times.length === 0 ? null : Math.min(...times);
}

import { type Suspension, suspensionAnnotations as written } from "#lib/api/suspension";
import type { CronJob, Job } from "#lib/kubernetes/types";
import { instantOf, millisecondsOf } from "#lib/runs/instant";
import { suspendedSince } from "#lib/runs/suspended-since";

/** What the API server calls us in managedFields: our user agent. */
const ownManager = "batchboard";
/** Two clocks, and times that are cut to a second. */
const toleranceMs = 5_000;

/**
 * Since when an object is suspended, and what was written down about it; null where it is not. What
 * was written counts only if nobody else has set spec.suspend since: who resumes and suspends again
 * by other means leaves the annotations of the time before behind. (Of Jobs it is not known who set
 * it: nothing then contradicts what was written.)
 */
export function suspensionOf(object: CronJob | Job): Suspension | null {
  if (object.spec?.suspend !== true) return null;
  const annotations = object.metadata.annotations ?? {};
  const at = millisecondsOf(annotations[written.at]);
  const set = suspendedSince(object);
  if (at === null || (!isOurs(object) && set !== null && at < set - toleranceMs)) {
    return { since: set === null ? null : instantOf(set), by: null, reason: null, until: null };
  }
  const until = millisecondsOf(annotations[written.until]);
  return {
    // Whoever owns the field since before is who suspended it; a note may be added to that later.
    since: instantOf(Math.min(at, set ?? at)),
    by: annotations[written.by] || null,
    reason: annotations[written.reason] || null,
    until: until === null ? null : instantOf(until),
  };
}

/** The last who set spec.suspend is Batchboard, which never does without its annotations. */
function isOurs({ metadata }: CronJob | Job): boolean {
  return (metadata.managedFields ?? []).some(
    ({ manager, fieldsV1 }) =>
      manager === ownManager && fieldsV1?.["f:spec"]?.["f:suspend"] != null,
  );
}

import type { MissedRuns } from "#lib/api/runs";
import type { CronJob, Job, KubernetesEvent } from "#lib/kubernetes/types";
import { missedRuns } from "#lib/runs/missed-runs";
import { nextChange } from "#lib/runs/next-change";

/** What was said of a CronJob last, and of what. Times are in milliseconds. */
interface Said {
  readonly jobs: readonly Job[];
  readonly events: readonly KubernetesEvent[];
  readonly now: number;
  readonly missed: MissedRuns;
  /** When it becomes another though nothing changed; null for never. */
  readonly until: number | null;
}

/** With a ttlSecondsAfterFinished what can be known of the past goes with the time. */
const sameMomentMs = 1_000;

const said = new WeakMap<CronJob, Said>();

/**
 * The ticks of a CronJob without a Job at `now`, and when there is something else to say of it. A page
 * says it in two places, and who else looks says it too: of the same objects at the same moment it is
 * worked out once.
 */
export function missedOnce(
  cronJob: CronJob,
  jobs: readonly Job[],
  events: readonly KubernetesEvent[],
  now: number,
): Pick<Said, "missed" | "until"> {
  const before = said.get(cronJob);
  if (before && isSame(before.jobs, jobs) && isSame(before.events, events) && holds(before, now))
    return before;
  const missed = missedRuns(cronJob, jobs, events, now);
  const fresh = { jobs, events, now, missed, until: nextChange(cronJob, jobs, now) };
  said.set(cronJob, fresh);
  return fresh;
}

function holds({ now: from, until }: Said, now: number): boolean {
  return now >= from && now < Math.min(until ?? Number.POSITIVE_INFINITY, from + sameMomentMs);
}

/** Objects are never changed: another state of one is another object. */
function isSame<T>(before: readonly T[], now: readonly T[]): boolean {
  return before.length === now.length && before.every((each, i) => each === now[i]);
}

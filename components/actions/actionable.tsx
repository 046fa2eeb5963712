import type { Subject } from "#components/actions/question";
import type { JobRow, PodRow } from "#lib/api/rows";
import type { Suspension } from "#lib/api/suspension";
import type { CronJobView } from "#lib/client/beside-rows";
import { isFinished } from "#lib/printers/status";

/** An object as far as actions ask. */
export interface Actionable extends Subject {
  /** spec.suspend; absent for what cannot be suspended. */
  readonly suspend?: boolean | null;
  /** It is over, so that it can be run again and no more be suspended. */
  readonly finished?: boolean;
  /** What was written down as it was suspended. */
  readonly suspension?: Suspension | null | undefined;
}

export function cronJobActionable(row: CronJobView): Actionable {
  const { namespace, name, uid, suspend, outlook } = row;
  const status = outlook?.last?.result ?? "";
  return { namespace, name, uid, suspend, status, cronJob: null, suspension: outlook?.suspension };
}

export function jobActionable(row: JobRow): Actionable {
  const { namespace, name, uid, suspend, status, owner } = row;
  const cronJob = owner?.kind === "CronJob" ? owner.name : null;
  return { namespace, name, uid, suspend, status, cronJob, finished: isFinished(row) };
}

export function podActionable({ namespace, name, uid, status }: PodRow): Actionable {
  return { namespace, name, uid, status, cronJob: null };
}

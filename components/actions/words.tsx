import type { Action } from "#lib/api/actions";
import { type Message, text } from "#lib/texts/text";

/** `CronJob`. */
export const kindOf = (resource: Action["resource"]): string => kinds[resource];

/** The API's names of a resource. */
const kinds: Readonly<Record<Action["resource"], string>> = {
  cronjobs: "CronJob",
  jobs: "Job",
  pods: "Pod",
};

const counts = {
  cronjobs: ["{count} CronJob", "{count} CronJobs"],
  jobs: ["{count} Job", "{count} Jobs"],
  pods: ["{count} Pod", "{count} Pods"],
} as const;

/** `1 Job`, `3 Pods`. */
export function counted(count: number, resource: Action["resource"]): Message {
  const [one, several] = counts[resource];
  return text(count === 1 ? one : several, { count });
}

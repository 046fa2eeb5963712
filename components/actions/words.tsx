import type { Action } from "#lib/api/actions";

/** The API's names of a resource, for one and for several. */
const kinds: Readonly<Record<Action["resource"], readonly [one: string, several: string]>> = {
  cronjobs: ["CronJob", "CronJobs"],
  jobs: ["Job", "Jobs"],
  pods: ["Pod", "Pods"],
};

/** `1 Job`, `3 Pods`. */
export function counted(count: number, resource: Action["resource"]): string {
  const [one, several] = kinds[resource];
  return `${count} ${count === 1 ? one : several}`;
}

/** `CronJob`. */
export function kindOf(resource: Action["resource"]): string {
  return kinds[resource][0];
}

/** `a`, `a and b`, `a, b and c`. */
export function enumerated(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

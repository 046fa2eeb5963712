import type { Trigger } from "#lib/api/actions";

/** The longest name a Job may have: its Pods carry it in a label. */
const longest = 63;

/** What a key is: short enough for a name, long enough that no two are the same by chance. */
export const actionKey = /^[a-z0-9]{8}$/;

/**
 * The name of the Job that is made of a CronJob: its own, or one made of the key. Without a key, a name
 * that says as much.
 */
export function triggeredName({ target, key, name }: Pick<Trigger, "target" | "key" | "name">) {
  return name ?? withSuffix(target.name, key === "" ? "-manual" : `-manual-${key}`);
}

/** The name of the nth Job that is made again from one; what was made again has no longer name for it. */
export function rerunName(job: string, n: number): string {
  return withSuffix(job.replace(/-rerun-\d+$/, ""), `-rerun-${n}`);
}

function withSuffix(name: string, suffix: string): string {
  return `${name.slice(0, longest - suffix.length).replace(/[-.]+$/, "")}${suffix}`;
}

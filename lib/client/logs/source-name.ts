import type { LogOrigin } from "#lib/api/log-frames";

/**
 * The shortest name of each source that tells it from the others, by its key: what all Pods' names
 * begin with is left out, and the container where there is but one to think of.
 */
export function sourceNames(origins: readonly LogOrigin[]): ReadonlyMap<string, string> {
  const pods = [...new Set(origins.map(({ pod }) => pod))];
  const containers = new Set(origins.map(({ container }) => container));
  const prefix = commonPrefix(pods);
  const given = new Set<string>();
  return new Map(
    origins.map(({ key, pod, container, instance }) => {
      const parts = [
        ...(pods.length > 1 ? [pod.slice(prefix)] : []),
        ...(pods.length === 1 || containers.size > 1 ? [container] : []),
      ];
      const name = `${parts.join("/")}${instance > 0 ? ` ↺${instance}` : ""}`;
      const told = unused(name, given);
      given.add(told);
      return [key, told];
    }),
  );
}

/** A Pod that was created again under its name has the name of the one before. */
function unused(name: string, given: ReadonlySet<string>): string {
  let told = name;
  for (let count = 2; given.has(told); count++) told = `${name} #${count}`;
  return told;
}

/** How many characters, up to a hyphen, all names begin with. */
function commonPrefix(names: readonly string[]): number {
  const [first = "", ...others] = names;
  let common = first.length;
  for (const name of others) {
    let same = 0;
    while (same < common && name[same] === first[same]) same += 1;
    common = same;
  }
  return first.slice(0, common).lastIndexOf("-") + 1;
}

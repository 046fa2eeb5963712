import type { LogOrigin } from "#lib/api/log-frames";
import type { LogQuery } from "#lib/api/log-query";
import { isContainerName, isObjectName } from "#lib/kubernetes/names";
import type { LogSource } from "#lib/server/logs/log-source";

/**
 * What a line of each source begins with in a file of several, by its key. Pods are named in full,
 * for a file is read where nothing else tells of them; containers and instances where more than one
 * is in it.
 */
export function columnNames(origins: readonly LogOrigin[]): ReadonlyMap<string, string> {
  const severalContainers = new Set(origins.map(({ container }) => container)).size > 1;
  return new Map(
    origins.map(({ key, pod, container, instance }) => {
      const severalInstances = origins.some(
        (other) =>
          other.pod === pod && other.container === container && other.instance !== instance,
      );
      const parts = [
        pod,
        ...(severalContainers ? [`/${container}`] : []),
        ...(severalInstances ? [`#${instance}`] : []),
      ];
      return [key, parts.join("")];
    }),
  );
}

/** Where a source stands in an archive: its folder is its Pod. Null for names that are none. */
export function entryName({ origin: { pod, container }, previous }: LogSource): string | null {
  if (!isObjectName(pod) || !isContainerName(container)) return null;
  return `${pod}/${container}${previous ? ".previous" : ""}.log`;
}

/**
 * The name a download is saved under, without its ending: letters, digits, `-` and `.` alone.
 * `only` is the one source that is in it.
 */
export function downloadName({ namespace, target }: LogQuery, only?: LogSource): string {
  const name = only
    ? `${only.origin.pod}-${only.origin.container}${only.previous ? "-previous" : ""}`
    : target.kind === "selector"
      ? `logs-of-${namespace}`
      : target.name;
  // A cluster could call a container anything.
  return name.replace(/[^a-z0-9.-]/g, "-");
}

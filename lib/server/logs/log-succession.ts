import type { LogQuery } from "#lib/api/log-query";
import type { Pod } from "#lib/kubernetes/types";
import { compareOrigins } from "#lib/logs/order";
import { newestInstance, readableInstances } from "#lib/server/logs/container-instance";
import {
  type ChosenContainer,
  chosenContainers,
  type LogSource,
  sourcesOf,
} from "#lib/server/logs/log-source";

/** A source as one goes on from what was read before. */
export interface SucceedingSource extends LogSource {
  /** An earlier instance of its container was read: it is read from its first line. */
  readonly succeeds: boolean;
  /** How many instances between those two came and went, with their logs. */
  readonly lost: number;
}

/** Further back nothing that was read is looked for. */
const mostInstances = 1_000;

/**
 * The sources of a query, and those that follow what was read of it before: of a container whose log
 * was read every instance since, as far as its log is kept, and the rest of the one that was read.
 * `isKnown` says of a key whether that source was read, by `compareOrigins`.
 */
export function succeedingSources(
  pods: readonly Pod[],
  query: LogQuery,
  isKnown: (key: string) => boolean,
): SucceedingSource[] {
  const found = new Map<string, SucceedingSource>();
  for (const source of sourcesOf(pods, query)) {
    found.set(source.origin.key, { ...source, succeeds: false, lost: 0 });
  }
  if (query.instances !== "previous") {
    for (const chosen of chosenContainers(pods, query)) {
      for (const source of successors(chosen, isKnown)) found.set(source.origin.key, source);
    }
  }
  return [...found.values()].sort((a, b) => compareOrigins(a.origin, b.origin));
}

function successors(
  chosen: ChosenContainer,
  isKnown: (key: string) => boolean,
): SucceedingSource[] {
  const { pod, container } = chosen;
  const last = lastKnown(chosen, isKnown);
  if (last === null) return [];
  const readable = readableInstances(pod, container).filter(({ instance }) => instance >= last);
  const isKept = readable.some(({ instance }) => instance === last);
  const all = isKept ? readable : [{ instance: last, previous: false }, ...readable];
  return all.map(({ instance, previous }, at) => ({
    origin: chosen.origin(instance),
    pod,
    previous,
    succeeds: instance > last,
    lost: at === 0 ? 0 : instance - (all[at - 1]?.instance ?? instance) - 1,
  }));
}

function lastKnown(
  { pod, container, origin }: ChosenContainer,
  isKnown: (key: string) => boolean,
): number | null {
  const newest = newestInstance(pod, container);
  for (let instance = newest; instance >= Math.max(0, newest - mostInstances); instance--) {
    if (isKnown(origin(instance).key)) return instance;
  }
  return null;
}

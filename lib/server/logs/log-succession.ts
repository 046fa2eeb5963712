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

/** How far each source has been read, by key. */
export interface ReadBefore {
  readonly isKnown: (key: string) => boolean;
  /** Those that were not read to their end, and that nobody reads. */
  readonly open: ReadonlySet<string>;
}

/** Further back nothing that was read is looked for. */
const mostInstances = 1_000;

/**
 * The sources of a query, and those that follow what was read of it before, by `compareOrigins`: of a
 * container whose log was read every instance since, as far as its log is kept, and the rest of those
 * that were read.
 */
export function succeedingSources(
  pods: readonly Pod[],
  query: LogQuery,
  before: ReadBefore,
): SucceedingSource[] {
  const found = new Map<string, SucceedingSource>();
  for (const source of sourcesOf(pods, query)) {
    found.set(source.origin.key, { ...source, succeeds: false, lost: 0 });
  }
  if (query.instances !== "previous") {
    for (const chosen of chosenContainers(pods, query)) {
      for (const source of successors(chosen, before)) found.set(source.origin.key, source);
    }
  }
  return [...found.values()].sort((a, b) => compareOrigins(a.origin, b.origin));
}

function successors(chosen: ChosenContainer, before: ReadBefore): SucceedingSource[] {
  const { pod, container } = chosen;
  const { last, open } = knownInstances(chosen, before);
  if (last === null) return [];
  const readable = new Map(
    readableInstances(pod, container).map(({ instance, previous }) => [instance, previous]),
  );
  const later = [...readable.keys()].filter((instance) => instance > last);
  const wanted = [...new Set([...open, last, ...later])].sort((a, b) => a - b);
  return wanted.map((instance, at) => ({
    origin: chosen.origin(instance),
    pod,
    previous: readable.get(instance) ?? false,
    succeeds: instance > last,
    lost: instance > last ? instance - (wanted[at - 1] ?? last) - 1 : 0,
  }));
}

/** The last instance that was read, and those that were not read to their end. */
function knownInstances(
  { pod, container, origin }: ChosenContainer,
  { isKnown, open }: ReadBefore,
): { readonly last: number | null; readonly open: readonly number[] } {
  const newest = newestInstance(pod, container);
  const unfinished: number[] = [];
  let last: number | null = null;
  for (let instance = newest; instance >= Math.max(0, newest - mostInstances); instance--) {
    const { key } = origin(instance);
    if (last === null && isKnown(key)) last = instance;
    if (open.has(key)) unfinished.push(instance);
    if (last !== null && open.size === 0) break;
  }
  return { last, open: unfinished };
}

import type { Sort } from "#lib/api/list-query";
import type { ListView } from "#lib/api/scope";

type Path = readonly [path: string, column: string, descending?: "descending"];

/**
 * kubectl's `--sort-by` and the columns there are. It sorts upwards alone, times from the oldest: the
 * greatest age first. Where two paths name one column, the first is printed.
 */
const common: readonly Path[] = [
  [".metadata.name", "name"],
  [".metadata.namespace", "namespace"],
  [".metadata.creationTimestamp", "age", "descending"],
  [".status.startTime", "age", "descending"],
];

const paths: Readonly<Record<ListView, readonly Path[]>> = {
  cronjobs: [
    ...common,
    [".spec.schedule", "schedule"],
    [".spec.timeZone", "timezone"],
    [".spec.suspend", "suspend"],
    [".status.lastScheduleTime", "last schedule", "descending"],
  ],
  jobs: [...common, [".status.succeeded", "completions"]],
  pods: [
    ...common,
    [".spec.nodeName", "node"],
    [".status.podIP", "ip"],
    [".status.nominatedNodeName", "nominated node"],
    [".status.containerStatuses[0].restartCount", "restarts"],
    [".status.phase", "status"],
  ],
};

/** The path that sorts as a list is sorted; null where kubectl has none. */
export function sortPath(view: ListView, { column, descending }: Sort): string | null {
  const found = paths[view].find(
    ([, known, order]) => known === column && (order !== undefined) === descending,
  );
  return found?.[0] ?? null;
}

/** The column a path sorts by; null where there is none. Braces and the first dot may be missing. */
export function sortOfPath(view: ListView, path: string): Sort | null {
  const plain = `.${path
    .trim()
    .replace(/^\{([\s\S]*)\}$/, "$1")
    .replace(/^\./, "")}`;
  const [, column, order] = paths[view].find(([known]) => known === plain) ?? [];
  return column === undefined ? null : { column, descending: order !== undefined };
}

/** The paths a list can be sorted by. */
export function sortPaths(view: ListView): readonly string[] {
  return paths[view].map(([path]) => path);
}

import type { ReflectorState } from "#lib/kubernetes/reflector-state";

/** One thing readiness rests on. It names resources and never what is in the cluster. */
export interface ReadinessCheck {
  readonly name: string;
  /** What is missing; null when nothing is. */
  readonly missing: string | null;
}

interface Followed {
  readonly resource: { readonly plural: string };
  readonly state: ReflectorState;
  readonly synced: boolean;
}

/**
 * Whether views can be served: the cluster has answered, and so has each resource someone looks at.
 * A refusal is an answer, and so is the first page of a list. Rows that are out of date are shown
 * with their age, which is a reason to stay in service rather than to leave it.
 */
export function readinessChecks(
  clusterReached: boolean,
  informers: readonly Followed[],
): readonly ReadinessCheck[] {
  const missing = new Map<string, string | null>();
  for (const { resource, state, synced } of informers) {
    const found = synced ? null : missingOf(state);
    missing.set(resource.plural, missing.get(resource.plural) ?? found);
  }
  return [
    { name: "cluster", missing: clusterReached ? null : "it has not answered yet" },
    ...[...missing].sort().map(([name, what]) => ({ name, missing: what })),
  ];
}

function missingOf(state: ReflectorState): string | null {
  if (state.state === "syncing" && state.listed === 0) return "the first list has not begun";
  if (state.state === "backing-off") return "no list was to be had, it is tried again";
  return null;
}

/** In the manner of kube-apiserver's `/readyz?verbose`. */
export function readinessText(checks: readonly ReadinessCheck[]): string {
  const lines = checks.map(({ name, missing }) =>
    missing === null ? `[+]${name} ok` : `[-]${name}: ${missing}`,
  );
  const ready = checks.every(({ missing }) => missing === null);
  return [...lines, `readyz check ${ready ? "passed" : "failed"}`].join("\n");
}

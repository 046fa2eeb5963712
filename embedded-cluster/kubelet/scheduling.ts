import type { Amounts, Node, Pod } from "./pod-fields.ts";
import { isSidecar } from "./pod-fields.ts";
import { quantity } from "./quantity.ts";

/** What a Pod takes of a node, or a node has: cores, bytes, and so on by their names. */
export type Demand = ReadonlyMap<string, number>;

/** A node and what the Pods on it take. */
export interface NodeRoom {
  readonly node: Node;
  readonly taken: Demand;
  readonly pods: number;
}

/**
 * What a Pod asks for: its containers and sidecars together, or its largest init container where
 * that is more.
 */
export function demandOf({ spec }: Pod): Demand {
  const demand = new Map<string, number>();
  const sidecars = (spec.initContainers ?? []).filter(isSidecar);
  for (const { resources } of [...spec.containers, ...sidecars]) {
    for (const [name, amount] of amounts(resources?.requests ?? resources?.limits)) {
      demand.set(name, (demand.get(name) ?? 0) + amount);
    }
  }
  for (const { resources } of (spec.initContainers ?? []).filter((one) => !isSidecar(one))) {
    for (const [name, amount] of amounts(resources?.requests ?? resources?.limits)) {
      demand.set(name, Math.max(demand.get(name) ?? 0, amount));
    }
  }
  return demand;
}

const amounts = (list: Amounts | undefined) =>
  Object.entries(list ?? {}).map(([name, text]) => [name, quantity(text) ?? 0] as const);

/** A node for the Pod, or why there is none, as the scheduler says it. */
export function place(
  pod: Pod,
  rooms: readonly NodeRoom[],
): { readonly node: string } | { readonly message: string } {
  const demand = demandOf(pod);
  const verdicts = rooms.map((room) => ({ room, misfits: misfits(pod, demand, room) }));
  const [best] = verdicts
    .filter(({ misfits: found }) => found.length === 0)
    .map(({ room }) => room)
    .sort((a, b) => load(a) - load(b) || a.pods - b.pods || (name(a) < name(b) ? -1 : 1));
  if (best) return { node: name(best) };
  const found = verdicts.map((verdict) => verdict.misfits);
  const hopeful = found.filter((list) => list.every(({ room }) => room)).length;
  return nowhere(rooms.length, counted(found.flat().map(({ why }) => why)), [
    [hopeful, "No preemption victims found for incoming pod"],
    [rooms.length - hopeful, "Preemption is not helpful for scheduling"],
  ]);
}

const name = ({ node }: NodeRoom) => node.metadata.name;
const load = ({ taken }: NodeRoom) => taken.get("cpu") ?? 0;

function counted(reasons: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => `${count} ${reason}`).sort();
}

function nowhere(
  nodes: number,
  reasons: readonly string[],
  preemption: readonly (readonly [number, string])[],
) {
  const none = `0/${nodes} nodes are available`;
  const helps = preemption.filter(([count]) => count > 0).map(([count, why]) => `${count} ${why}`);
  const then = helps.length > 0 ? ` preemption: ${none}: ${helps.sort().join(", ")}.` : "";
  return { message: `${none}: ${reasons.join(", ")}.${then}` };
}

/** Why the node is none for the Pod; `room` where it would be, were others not on it. */
function misfits(pod: Pod, demand: Demand, { node, taken, pods }: NodeRoom) {
  if (node.spec?.unschedulable) return [{ why: "node(s) were unschedulable", room: false }];
  if (!selects(pod, node)) {
    return [{ why: "node(s) didn't match Pod's node affinity/selector", room: false }];
  }
  const allocatable = new Map(amounts(node.status?.allocatable));
  const found: { why: string; room: boolean }[] = [];
  if (pods >= (allocatable.get("pods") ?? 0)) found.push({ why: "Too many pods", room: true });
  for (const [resource, amount] of demand) {
    const all = allocatable.get(resource) ?? 0;
    if (amount === 0 || (taken.get(resource) ?? 0) + amount <= all) continue;
    found.push({ why: `Insufficient ${resource}`, room: amount <= all });
  }
  return found;
}

function selects({ spec }: Pod, { metadata }: Node): boolean {
  return Object.entries(spec.nodeSelector ?? {}).every(
    ([key, value]) => metadata.labels?.[key] === value,
  );
}

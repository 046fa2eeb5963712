import type { Node, Pod } from "./pod-fields.ts";
import { type Demand, demandOf, type NodeRoom } from "./scheduling.ts";

/** What the Pods on each node take, kept up as they come and go. */
export class NodeUsage {
  readonly #placed = new Map<string, { node: string; demand: Demand }>();
  readonly #nodes = new Map<string, { taken: Map<string, number>; pods: number }>();

  /** Counts a Pod on a node, once. */
  add(pod: Pod, node: string): void {
    const { uid } = pod.metadata;
    if (this.#placed.get(uid)?.node === node) return;
    this.remove(uid);
    const placed = { node, demand: demandOf(pod) };
    this.#placed.set(uid, placed);
    this.#count(placed, 1);
  }

  /** Tells whether the Pod was on a node. */
  remove(uid: string): boolean {
    const placed = this.#placed.get(uid);
    if (!placed) return false;
    this.#placed.delete(uid);
    this.#count(placed, -1);
    return true;
  }

  rooms(nodes: readonly Node[]): NodeRoom[] {
    return nodes.map((node) => {
      const used = this.#nodes.get(node.metadata.name);
      return { node, taken: used?.taken ?? new Map(), pods: used?.pods ?? 0 };
    });
  }

  #count({ node, demand }: { node: string; demand: Demand }, sign: 1 | -1): void {
    const used = this.#nodes.get(node) ?? { taken: new Map<string, number>(), pods: 0 };
    this.#nodes.set(node, used);
    used.pods += sign;
    for (const [name, amount] of demand) {
      used.taken.set(name, (used.taken.get(name) ?? 0) + sign * amount);
    }
  }
}

import { networkInterfaces } from "node:os";

/** The numbers N for which this machine has an interface in 10.244.N.0/24. */
export function usedSubnets(): Set<number> {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return new Set(
    addresses
      .map(({ address }) => /^10\.244\.(\d+)\./.exec(address)?.[1])
      .filter((text) => text !== undefined)
      .map(Number),
  );
}

/** The lowest number N such that neither an interface nor `taken` uses 10.244.N.0/24. */
export function pickSubnet(taken: ReadonlySet<number>): number {
  const used = usedSubnets();
  for (let subnet = 0; subnet < 256; subnet += 1) {
    if (!used.has(subnet) && !taken.has(subnet)) return subnet;
  }
  throw new Error("every 10.244.N.0/24 is in use");
}

import { Child } from "./child.ts";
import type { Figure } from "./figure.ts";
import type { SyncCost } from "./sync.ts";

/** P5, P7 and P8: a cluster's Jobs for the first time, beside the client that everybody has. */
export async function benchInitialSync(
  count: number,
  rounds: number,
  say: (line: string) => void,
): Promise<Figure[]> {
  const world = new Child("world.ts");
  await world.call("populate", count);
  const kubeconfig = await world.call("kubeconfig");
  const { list } = await world.call("weigh");
  const measure = async (side: "batchboard" | "stock"): Promise<SyncCost> => {
    const child = new Child("sync.ts", ["--expose-gc"]);
    const cost = await child.call(side, { kubeconfig, count });
    await child.stop();
    return cost;
  };
  const ours: SyncCost[] = [];
  const theirs: SyncCost[] = [];
  for (let round = 0; round <= rounds; round++) {
    say(`${count} Jobs for the first time, round ${round}`);
    const [mine, stock] = [await measure("batchboard"), await measure("stock")];
    // The first warms the disk's cache.
    if (round === 0) continue;
    ours.push(mine);
    theirs.push(stock);
  }
  await world.stop();
  const thousands = `${count / 1000},000 Jobs`;
  const of = (costs: readonly SyncCost[], what: keyof SyncCost) => costs.map((it) => it[what]);
  return [
    {
      name: "P5",
      what: `bytes to the browser for a list of ${thousands}`,
      against: "their JSON",
      limit: { at: 0.05, text: "0.05 ×" },
      ours: of(ours, "sent"),
      theirs: ours.map(() => list),
      unit: "B",
    },
    {
      name: "P7",
      what: `longest block of the event loop in the first sync of ${thousands}`,
      against: "a typed list of the stock client",
      limit: { at: 0.1, text: "0.10 ×" },
      ours: of(ours, "blockMs"),
      theirs: of(theirs, "blockMs"),
      unit: "ms",
    },
    {
      name: "P7",
      what: `longest block of the event loop in the first sync of ${thousands}`,
      against: "",
      limit: { at: 50, text: "50 ms" },
      ours: of(ours, "blockMs"),
      theirs: null,
      unit: "ms",
    },
    {
      name: "P8",
      what: `heap for ${thousands}, rows for browsers included`,
      against: "a stock informer of them",
      limit: { at: 0.25, text: "0.25 ×" },
      ours: of(ours, "heap"),
      theirs: of(theirs, "heap"),
      unit: "B",
    },
    {
      name: "P8",
      what: `the most memory the process ever held for ${thousands}`,
      against: "what it holds afterwards",
      limit: { at: 1.5, text: "1.5 ×" },
      ours: of(ours, "peak"),
      theirs: of(ours, "steady"),
      unit: "B",
    },
  ];
}

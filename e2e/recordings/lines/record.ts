import { writeFile } from "node:fs/promises";
import { tellFailure } from "../../cluster/failure.ts";
import { findKubectl } from "../../cluster/kubectl.ts";
import { knownFlags, recordedFlags } from "./known-flags.ts";
import { linesToRecord, recorded, verdictsOf } from "./verdicts.ts";

/**
 * Keeps what kubectl makes of the lines of `lines.txt` and which flags it has, which the tests of
 * `lib/line` hold the grammar to.
 *
 *     node e2e/recordings/lines/record.ts
 */
async function main(): Promise<number> {
  const kubectl = findKubectl();
  if (!kubectl) throw new Error("There is no kubectl: node e2e/cluster/ensure-kubectl.ts");
  const verdicts = await verdictsOf(await linesToRecord(), kubectl);
  const lines = verdicts.map((verdict) => JSON.stringify(verdict));
  await writeFile(recorded, `[\n${lines.join(",\n")}\n]\n`);
  await writeFile(recordedFlags, `${JSON.stringify(await knownFlags(kubectl), null, 1)}\n`);
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error) => process.exit(tellFailure(error)),
);

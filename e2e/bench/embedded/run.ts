import { parseArgs } from "node:util";
import { findKubectl } from "../../cluster/kubectl.ts";
import { run } from "../../cluster/process.ts";
import { table } from "./report.ts";
import { benchRunning } from "./running.ts";
import { benchScreen } from "./screen.ts";
import { benchSuspended } from "./suspended.ts";

/**
 * The bench: `npm run bench:embedded [-- --jobs N]`. What it does goes to standard error, the table to
 * standard output. It needs Linux for the figures of memory.
 */
const { values } = parseArgs({ options: { jobs: { type: "string", default: "10000" } } });
const count = Number(values.jobs);
if (!Number.isInteger(count) || count < 100) {
  process.stderr.write("--jobs: give a number from 100 on.\n");
  process.exit(2);
}
const say = (line: string) => process.stderr.write(`  ${line}\n`);
const kubectl = findKubectl() ?? null;
const kubectlGet = kubectl
  ? (kubeconfig: string, args: readonly string[]) =>
      run(kubectl, args, { env: { KUBECONFIG: kubeconfig } })
  : null;

const lines = [
  ...(await benchSuspended(count, kubectlGet, say)),
  ...(await benchRunning(count, say)),
  ...(await benchScreen(count, kubectl, say)),
];
process.stdout.write(`${table(lines)}\n`);

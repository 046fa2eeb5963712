import { ensureKubectl } from "./build.ts";
import { tellFailure } from "./failure.ts";
import { findKubectl } from "./kubectl.ts";
import { terminalProgress } from "./progress.ts";
import { newestKubernetes } from "./recipe.ts";
import { whyNoGo } from "./requirements.ts";

/**
 * Gives the tests a kubectl of the newest release: built from its Go modules unless it was before, or,
 * without Go, that of PATH. Ends with 3 where there is neither.
 */
async function main(): Promise<number> {
  const withoutGo = await whyNoGo();
  if (!withoutGo) await ensureKubectl(terminalProgress());
  const found = findKubectl();
  if (found) process.stdout.write(`${found}\n`);
  else {
    const missing = `There is no kubectl ${newestKubernetes} in PATH, and building one takes Go`;
    process.stderr.write(`${missing}: ${withoutGo}.\n`);
  }
  return found ? 0 : 3;
}

main().then(
  (code) => process.exit(code),
  (error) => process.exit(tellFailure(error)),
);

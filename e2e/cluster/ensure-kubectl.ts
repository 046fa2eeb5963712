import { ensureKubectl } from "./build.ts";
import { CannotRun, tellFailure } from "./failure.ts";
import { findKubectl } from "./kubectl.ts";
import { terminalProgress } from "./progress.ts";
import { whyNoGo } from "./requirements.ts";

/**
 * Gives the tests a kubectl: the newest one, built from its Go modules unless it was before, or,
 * without Go, whatever PATH holds. Ends with 3 where there is neither.
 */
async function main(): Promise<void> {
  const withoutGo = await whyNoGo();
  if (!withoutGo) await ensureKubectl(terminalProgress());
  else if (!findKubectl()) {
    throw new CannotRun([`there is no kubectl in PATH, and building one takes Go: ${withoutGo}`]);
  }
  process.stdout.write(`${findKubectl()}\n`);
}

main().then(
  () => process.exit(0),
  (error) => process.exit(tellFailure(error)),
);

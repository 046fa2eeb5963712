import { readFileSync } from "node:fs";

/** A cluster that could not be started, with the component at fault and what to do about it. */
export class ClusterFailure extends Error {
  readonly component: string;

  constructor(component: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ClusterFailure";
    this.component = component;
  }
}

/** This machine lacks something a cluster needs; nothing of it is left. */
export class CannotRun extends Error {
  readonly missing: readonly string[];

  constructor(missing: readonly string[]) {
    super(
      [
        "A real Kubernetes cluster cannot run on this machine:",
        ...missing.map((reason) => `  - ${reason}`),
        "Set TEST_KUBECONFIG=/path/to/kubeconfig to use a cluster that exists already.",
      ].join("\n"),
    );
    this.name = "CannotRun";
    this.missing = missing;
  }
}

/** A signal asked this process to end. */
export class Interruption extends Error {}

/**
 * Tells on standard error why a command ends, and gives its exit code: 3 when this machine cannot
 * run a cluster, 130 when it was interrupted, else 1. What nobody foresaw is told with its stack.
 */
export function tellFailure(error: unknown): number {
  const known = [ClusterFailure, CannotRun, Interruption].some((kind) => error instanceof kind);
  const { message, stack } = error as Error;
  process.stderr.write(`\n${known ? message : stack}\n`);
  return error instanceof CannotRun ? 3 : error instanceof Interruption ? 130 : 1;
}

/** The last `count` lines of a log file, or "" when there is none. */
export function lastLines(file: string, count = 15): string {
  try {
    return readFileSync(file, "utf8").trimEnd().split("\n").slice(-count).join("\n");
  } catch {
    return "";
  }
}

import type { Text } from "#lib/texts/text";
import { TextError } from "#lib/texts/text-error";

export type KubeconfigProblem =
  | "none-found"
  | "unreadable"
  | "invalid"
  | "no-current-context"
  | "unknown-context"
  | "unknown-cluster"
  | "unknown-user"
  | "unsupported";

/** A kubeconfig that names no cluster to ask; the message says what to do. */
export class KubeconfigError extends TextError {
  readonly problem: KubeconfigProblem;

  constructor(problem: KubeconfigProblem, message: Text) {
    super(message);
    this.problem = problem;
  }
}

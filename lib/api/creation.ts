import type { Text } from "#lib/texts/text";

/**
 * Objects from YAML (`POST /api/creations`): Jobs and CronJobs, one or several documents. With
 * `dryRun` the API server says what it thinks of each, and nothing is created.
 */
export interface Creation {
  readonly yaml: string;
  /** Of documents that name no namespace. */
  readonly namespace: string;
  /** Completes `generateName`, so that the same creation sent again is the same objects. */
  readonly key: string;
  readonly dryRun: boolean;
}

export interface CreationAnswer {
  /** What is wrong with the text as a whole; then there are no documents. */
  readonly problems: readonly CreationProblem[];
  readonly documents: readonly CreatedDocument[];
}

export interface CreatedDocument {
  /** Of its first line, from 1. */
  readonly line: number;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** `valid` after a dry run; `already` when an earlier request with the same key made it. */
  readonly result: "valid" | "created" | "already" | "refused" | "unknown";
  readonly uid: string | null;
  readonly problems: readonly CreationProblem[];
}

export interface CreationProblem {
  /** From 1; null where nothing tells. */
  readonly line: number | null;
  /** The API server's own words where it gave some. */
  readonly message: Text;
}

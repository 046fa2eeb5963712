import type { Instant } from "#lib/api/rows";

/**
 * What Batchboard writes into the annotations of what it suspends, and takes away as it resumes it.
 * README documents these names; other tools may read and write them.
 */
export const suspensionAnnotations = {
  by: "batchboard/suspended-by",
  at: "batchboard/suspended-at",
  reason: "batchboard/suspended-reason",
  until: "batchboard/suspended-until",
} as const;

/** Of something that is suspended: since when, and what was written down about it. */
export interface Suspension {
  /** Null where nothing tells. */
  readonly since: Instant | null;
  /** Null, as the two below, where it was not said, or by whoever suspended it since by other means. */
  readonly by: string | null;
  readonly reason: string | null;
  readonly until: Instant | null;
}

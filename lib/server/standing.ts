import type { Attention } from "#lib/api/overview";

/** How an object stands in the overview. */
export interface Standing {
  /** The words its list can be filtered by, of a CronJob; those of others are counted without this. */
  readonly words: readonly string[];
  /** Null where it is well. */
  readonly attention: Attention | null;
}

/**
 * What is left of something that was deleted (`GET /api/remains?kind=&namespace=&name=&uid=`): the
 * object itself, and what went with it.
 */
export interface Remains {
  readonly object: "there" | "terminating" | "gone";
  /** What the object waits for while it is terminating. */
  readonly finalizers: readonly string[];
  /** How many of those it owns are still there; null where they may not be listed. */
  readonly jobs: number | null;
  readonly pods: number | null;
  /** Finalizers of those, each with how many it holds. */
  readonly held: readonly { readonly finalizer: string; readonly count: number }[];
}

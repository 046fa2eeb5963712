/** Stands in place of a value that may be a secret, until it is asked for. */
export const maskedValue = "<masked by Batchboard>";

/** What may be changed of a Job before it is made from a template; what is absent stays as it is. */
export interface JobEdits {
  /** It is created suspended. */
  readonly suspend?: boolean | undefined;
  readonly parallelism?: number | undefined;
  readonly containers?: readonly ContainerEdits[] | undefined;
}

/**
 * Changes of one container, init containers included. A masked value stays what it is, in a list only
 * of as many values as there were: else nobody could tell which one is meant.
 */
export interface ContainerEdits {
  readonly name: string;
  readonly image?: string | undefined;
  /** Null takes it away, so that the image's own is run. */
  readonly command?: readonly string[] | null | undefined;
  readonly args?: readonly string[] | null | undefined;
  /** Set, added, or taken away with null. */
  readonly env?: readonly { readonly name: string; readonly value: string | null }[] | undefined;
  readonly requests?: readonly Quantity[] | undefined;
  readonly limits?: readonly Quantity[] | undefined;
}

export interface Quantity {
  /** For example `cpu`, `memory`. */
  readonly resource: string;
  /** For example `500m`; null takes it away. */
  readonly quantity: string | null;
}

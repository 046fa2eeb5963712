/** What the buttons need, as `kubectl auth can-i` words it. */
export const rights = [
  "patch cronjobs",
  "patch jobs",
  "create jobs",
  "create cronjobs",
  "delete cronjobs",
  "delete jobs",
  "delete pods",
  "get pods/log",
] as const;
export type Right = (typeof rights)[number];

/**
 * The answer to `GET /api/rights?ns=a&ns=b`, in the order of the question; `ns=*` asks for all
 * namespaces at once. What could not be asked is neither allowed nor denied.
 */
export interface RightsAnswer {
  readonly namespaces: readonly NamespaceRights[];
}

export interface NamespaceRights {
  /** `*` for all. */
  readonly namespace: string;
  readonly allowed: readonly Right[];
  readonly denied: readonly Right[];
}

/** The answer to `GET /api/can-i`. */
export interface CanIAnswer {
  readonly allowed: boolean;
}

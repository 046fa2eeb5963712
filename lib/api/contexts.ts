import type { Text } from "#lib/texts/text";

/** Whether a context's server can be reached, as it was found when it was asked last. */
export type ContextState =
  /** Nobody has asked yet. */
  | { readonly state: "unknown" }
  /** It answered: whether it lets this user in is not known by that. */
  | { readonly state: "reachable" }
  | { readonly state: "unreachable"; readonly message: Text }
  /** The kubeconfig does not say enough to ask anybody. */
  | { readonly state: "broken"; readonly message: Text };

/** A context as `kubectl config get-contexts` lists it, and how its server is. */
export type Context = ContextState & {
  readonly name: string;
  readonly cluster: string;
  /** Empty where it names none. */
  readonly user: string;
  /** Empty where it sets none. */
  readonly namespace: string;
  /** The one that is asked where an address names none. */
  readonly start: boolean;
  /** It is being asked; `state` is of the time before. */
  readonly asking: boolean;
};

/** `GET /api/contexts[?ask=1]`; with `ask` each server is asked whether it is there. */
export interface ContextsAnswer {
  /** In the order of the kubeconfig. */
  readonly contexts: readonly Context[];
}

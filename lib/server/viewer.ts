import type { Client } from "#lib/kubernetes/client";
import type { Rights } from "#lib/server/rights";

/**
 * Who asks, and with which credential. Informers are shared between viewers of one
 * `authorizationGroup` only, since these have equal rights; writes and reads on demand always run
 * on the viewer's own client. Local mode has exactly one viewer, who is whoever the kubeconfig says.
 */
export interface Viewer {
  readonly authorizationGroup: string;
  readonly client: Client;
  /** Who it is, for what is written down; null where nobody tells. */
  readonly name: () => Promise<string | null>;
  readonly rights: Rights;
}

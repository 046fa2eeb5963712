/** The object an action is about. */
interface ActionTarget {
  readonly namespace: string;
  readonly name: string;
  /** The object the viewer saw; a re-created one of the same name is refused. */
  readonly uid: string;
}

/**
 * What a viewer may change (`POST /api/actions`). The answer says whether the API server took it;
 * the effect arrives on the watch stream, which is the only writer of what is on screen.
 */
export interface Action {
  readonly action: "suspend" | "resume";
  readonly resource: "cronjobs" | "jobs";
  readonly target: ActionTarget;
}

/** Sent with every action: a cross-site form cannot set it. */
export const actionHeader = "x-batchboard-action";

/** The kubectl line that does the same. */
export function kubectlLine(action: Action): string {
  const kind = action.resource === "cronjobs" ? "cronjob" : "job";
  const patch = JSON.stringify({ spec: { suspend: action.action === "suspend" } });
  return `kubectl patch ${kind} ${action.target.name} -n ${action.target.namespace} --type merge -p '${patch}'`;
}

import { z } from "zod";

/**
 * What a viewer may change (`POST /api/actions`). The answer says whether the API server took it;
 * the effect arrives on the watch stream, which is the only writer of what is on screen.
 */
const target = z.object({
  namespace: z.string().max(63),
  name: z.string().max(253),
  /** The object the viewer saw; a re-created one of the same name is refused. */
  uid: z.string().max(64),
});

export const actionSchema = z.discriminatedUnion("action", [
  z.object({ action: z.literal("suspend"), resource: z.enum(["cronjobs", "jobs"]), target }),
  z.object({ action: z.literal("resume"), resource: z.enum(["cronjobs", "jobs"]), target }),
]);

export type Action = z.infer<typeof actionSchema>;

/** Sent with every action: a cross-site form cannot set it. */
export const actionHeader = "x-batchboard-action";

/** The kubectl line that does the same. */
export function kubectlLine(action: Action): string {
  const kind = action.resource === "cronjobs" ? "cronjob" : "job";
  const patch = JSON.stringify({ spec: { suspend: action.action === "suspend" } });
  return `kubectl patch ${kind} ${action.target.name} -n ${action.target.namespace} --type merge -p '${patch}'`;
}

import { z } from "zod";
import type { Action } from "#lib/api/actions";

/**
 * Checks what a browser sends. Apart from the contract itself, because a browser that loaded zod
 * would try whether it may evaluate code, which our content security policy forbids and reports.
 */
const target = z.object({
  namespace: z.string().max(63),
  name: z.string().max(253),
  uid: z.string().max(64),
});
const resource = z.enum(["cronjobs", "jobs"]);

export const actionSchema: z.ZodType<Action> = z.discriminatedUnion("action", [
  z.object({ action: z.literal("suspend"), resource, target }),
  z.object({ action: z.literal("resume"), resource, target }),
]);

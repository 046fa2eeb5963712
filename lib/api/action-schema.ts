import { z } from "zod";
import { type Action, cascades } from "#lib/api/actions";
import { actionKey } from "#lib/api/job-names";

/**
 * Checks what a browser sends. Apart from the contract itself, because a browser that loaded zod
 * would try whether it may evaluate code, which our content security policy forbids and reports.
 */
const target = z.object({
  namespace: z.string().max(63),
  name: z.string().max(253),
  uid: z.string().max(64),
});
const suspendable = z.enum(["cronjobs", "jobs"]);
const key = z.string().regex(actionKey);

/** Texts have no limit of their own: the whole request has one. */
const quantities = z.array(z.object({ resource: z.string(), quantity: z.string().nullable() }));
const list = z.array(z.string()).nullable();
const edits = z.object({
  suspend: z.boolean().optional(),
  parallelism: z.int().min(0).max(2_147_483_647).optional(),
  containers: z
    .array(
      z.object({
        name: z.string(),
        image: z.string().optional(),
        command: list.optional(),
        args: list.optional(),
        env: z.array(z.object({ name: z.string(), value: z.string().nullable() })).optional(),
        requests: quantities.optional(),
        limits: quantities.optional(),
      }),
    )
    .optional(),
});

export const actionSchema: z.ZodType<Action> = z.discriminatedUnion("action", [
  z.object({
    action: z.literal("suspend"),
    resource: suspendable,
    target,
    reason: z.string().max(500).optional(),
    until: z.iso.datetime({ offset: true }).optional(),
    tell: z.boolean().optional(),
  }),
  z.object({
    action: z.literal("resume"),
    resource: suspendable,
    target,
    tell: z.boolean().optional(),
  }),
  z.object({
    action: z.literal("trigger"),
    resource: z.literal("cronjobs"),
    target,
    key,
    name: z.string().min(1).max(253).optional(),
    edits: edits.optional(),
  }),
  z.object({
    action: z.literal("rerun"),
    resource: z.literal("jobs"),
    target,
    key,
    owner: z.enum(["keep", "drop"]),
    index: z.int().min(0).max(2_147_483_647).optional(),
    edits: edits.optional(),
  }),
  z.object({
    action: z.literal("delete"),
    resource: z.enum(["cronjobs", "jobs", "pods"]),
    target,
    cascade: z.enum(cascades),
  }),
]);

import { z } from "zod";
import type { Creation } from "#lib/api/creation";
import { actionKey } from "#lib/api/job-names";

/** In characters, and as many bytes at least. */
const mostYaml = 256 * 1024;

/** Checks what a browser sends; apart from the contract for the sake of browsers, as `action-schema`. */
export const creationSchema: z.ZodType<Creation> = z.object({
  yaml: z.string().max(mostYaml),
  namespace: z.string().max(63),
  key: z.string().regex(actionKey),
  dryRun: z.boolean(),
});

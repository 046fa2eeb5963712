import type { Acting } from "#lib/server/actions/acting";
import { RequestError, toApiError } from "#lib/server/api-error";
import { servedCronJobs } from "#lib/server/discovery";
import type { EndpointContext } from "#lib/server/endpoints/endpoint";
import type { AuditedChange } from "#lib/server/operation-log";
import type { Viewer } from "#lib/server/viewer";
import { text } from "#lib/texts/text";

/** On whose behalf something is changed, or would be. */
export function actingFor(context: EndpointContext, viewer: Viewer): Acting {
  const { discovery } = context.pool(viewer);
  return {
    client: viewer.client,
    cronJobs: () => servedCronJobs(discovery.state),
    who: viewer.name,
    now: context.serverNow,
  };
}

/** What came of it. */
interface Outcome extends Pick<AuditedChange, "made"> {
  readonly already: boolean;
}

/**
 * The one way to change something: refused where nothing may be changed, and told in the log with how
 * it went.
 *
 * @throws RequestError `forbidden` with --read-only; whatever `write` throws
 */
export async function written<T extends Outcome>(
  context: EndpointContext,
  viewer: Viewer,
  subject: Omit<AuditedChange, "context" | "who" | "result" | "made">,
  write: () => Promise<T>,
): Promise<T> {
  refuseReadOnly(context);
  const tell = async (result: AuditedChange["result"], made: Outcome["made"]) =>
    context.audit({ ...subject, who: await viewer.name(), result, made });
  try {
    const outcome = await write();
    await tell(outcome.already ? "already" : "accepted", outcome.made);
    return outcome;
  } catch (error) {
    const { code } = toApiError(error);
    if (code === "forbidden") viewer.rights.forget(subject.namespace);
    await tell(code, null);
    throw error;
  }
}

/** @throws RequestError `forbidden` */
function refuseReadOnly({ readOnly }: EndpointContext): void {
  if (!readOnly) return;
  throw new RequestError(
    "forbidden",
    text("Batchboard was started with --read-only; nothing was changed."),
    text("Use the kubectl line, or start it without that flag."),
  );
}

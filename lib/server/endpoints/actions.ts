import { actionSchema } from "#lib/api/action-schema";
import { jobs } from "#lib/kubernetes/resources";
import { RequestError } from "#lib/server/api-error";
import { servedCronJobs } from "#lib/server/discovery";
import { type Endpoint, requireNames } from "#lib/server/endpoints/endpoint";
import { setSuspend } from "#lib/server/suspension";

/** In bytes. An action has a few hundred; anything longer is not one. */
const bodyLimit = 64 * 1024;

/** `POST /api/actions`: accepted (200) or an error; the effect arrives on the watch stream. */
export const act: Endpoint = async (context, viewer, request) => {
  const parsed = actionSchema.safeParse(json(await bodyOf(request)));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new RequestError("invalid", `Not an action: ${issue?.path.join(".")} ${issue?.message}`);
  }
  const action = parsed.data;
  requireNames([action.target.namespace], action.target.name);
  if (context.readOnly) {
    throw new RequestError(
      "forbidden",
      "Batchboard was started with --read-only; nothing was changed.",
      "Use the kubectl line, or start it without that flag.",
    );
  }
  const { discovery } = context.pool(viewer);
  const resource = action.resource === "jobs" ? jobs : servedCronJobs(discovery.state);
  await setSuspend(viewer.client, resource, action, request.signal);
  return Response.json({ accepted: true }, { headers: { "cache-control": "no-store" } });
};

/** The body, of which no more than the limit is ever held. */
async function bodyOf(request: Request): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > bodyLimit) throw new RequestError("invalid", "The request is too long.");
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RequestError("invalid", "The request is not JSON.");
  }
}

import { actionSchema } from "#lib/api/action-schema";
import type { Action } from "#lib/api/actions";
import { perform } from "#lib/server/actions/perform";
import { planOf } from "#lib/server/actions/plan";
import { type Endpoint, requireNames } from "#lib/server/endpoints/endpoint";
import { postedBody } from "#lib/server/endpoints/posted-body";
import { actingFor, written } from "#lib/server/endpoints/write";

/** `POST /api/actions`: accepted (200) or an error; the effect arrives on the watch stream. */
export const act: Endpoint = async (context, viewer, request) => {
  const action = await postedAction(request);
  const { action: verb, resource, target } = action;
  const accepted = await written(context, viewer, { action: verb, resource, ...target }, () =>
    perform(actingFor(context, viewer), action),
  );
  return Response.json(accepted, { headers: { "cache-control": "no-store" } });
};

/** `POST /api/actions/plan`: what the same body would do. Nothing is changed, with --read-only neither. */
export const answerPlan: Endpoint = async (context, viewer, request) => {
  const action = await postedAction(request);
  const acting = actingFor(context, viewer);
  const plan = await planOf(acting, context.pool(viewer), action, request.signal);
  return Response.json(plan, { headers: { "cache-control": "no-store" } });
};

async function postedAction(request: Request): Promise<Action> {
  const action = await postedBody(request, actionSchema, "an action");
  requireNames([action.target.namespace], action.target.name);
  return action;
}

import { actionSchema } from "#lib/api/action-schema";
import type { Action } from "#lib/api/actions";
import { perform } from "#lib/server/actions/perform";
import { planOf } from "#lib/server/actions/plan";
import { type Endpoint, requireNames } from "#lib/server/endpoints/endpoint";
import { postedBody } from "#lib/server/endpoints/posted-body";
import { actingFor, written } from "#lib/server/endpoints/write";
import { text } from "#lib/texts/text";

/** `POST /api/actions`: accepted (200) or an error; the effect arrives on the watch stream. */
export const act: Endpoint = async (context, viewer, request) => {
  const action = await postedAction(request);
  const { action: verb, resource, target } = action;
  const acting = actingFor(context, viewer);
  const accepted = await written(
    context,
    viewer,
    { action: verb, resource, ...target },
    async () => {
      // What it comes to is made out before: afterwards there is nothing left of it.
      const plan = asksTold(action)
        ? await planOf(acting, context.pool(viewer), action, request.signal).catch(() => null)
        : null;
      const done = await perform(acting, action);
      return plan ? { ...done, plan: { effects: plan.effects, warnings: plan.warnings } } : done;
    },
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

function asksTold(action: Action): boolean {
  return (action.action === "suspend" || action.action === "resume") && action.tell === true;
}

async function postedAction(request: Request): Promise<Action> {
  const action = await postedBody(request, actionSchema, text("an action"));
  requireNames([action.target.namespace], action.target.name);
  return action;
}

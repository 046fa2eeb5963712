import { creationSchema } from "#lib/api/creation-schema";
import { createFrom } from "#lib/server/creations/creation";
import { type Endpoint, requireNames } from "#lib/server/endpoints/endpoint";
import { postedBody } from "#lib/server/endpoints/posted-body";
import { written } from "#lib/server/endpoints/write";
import { text } from "#lib/texts/text";

/** In bytes: as JSON writes it, a manifest takes more than as it stands. */
const bodyLimit = 512 * 1024;

/** `POST /api/creations`: Jobs and CronJobs from YAML. With `dryRun` nothing is created. */
export const answerCreation: Endpoint = async (context, viewer, request) => {
  const creation = await postedBody(request, creationSchema, text("a creation"), bodyLimit);
  requireNames([creation.namespace]);
  const discovered = context.pool(viewer).discovery.state;
  const answer = await createFrom(creation, {
    client: viewer.client,
    cronJobs: discovered.state === "reached" ? discovered.cronJobs : null,
    write: ({ plural }, { metadata: { namespace, name } }, create) => {
      // Nothing else is created than these.
      const resource = plural as "cronjobs" | "jobs";
      const subject = { action: "create", resource, namespace, name, uid: "" } as const;
      return written(context, viewer, subject, create);
    },
  });
  return Response.json(answer, { headers: { "cache-control": "no-store" } });
};

import { parseScope, type Scope } from "#lib/api/scope";
import { parseSelector, type Requirement } from "#lib/kubernetes/selector";
import { RequestError, toApiError } from "#lib/server/api-error";
import { type Endpoint, requireNames } from "#lib/server/endpoints/endpoint";
import { WatchStream } from "#lib/server/watch-stream";

/** `GET /api/watch?<scope>[&retry=1]`: the frames of lib/api/frames. `retry` says that a person asked. */
export const answerWatch: Endpoint = async (context, viewer, request) => {
  const params = new URL(request.url).searchParams;
  const scope = parseScope(params);
  if (typeof scope === "string") throw new RequestError("invalid", scope);
  const selector = checked(scope);
  const { response, sink } = context.openStream(request.signal);
  const { clock, serverNow, cluster, fallback, contextNamespace } = context;
  const pool = context.pool(viewer);
  const stream = new WatchStream(
    { pool, clock, serverNow, cluster, fallback, contextNamespace },
    scope,
    selector,
    sink,
  );
  if (params.get("retry") === "1") pool.retryNow();
  void stream.run().catch((error: unknown) => {
    context.onError(error);
    sink.send("failure", JSON.stringify({ type: "failure", error: toApiError(error) }));
    sink.end();
  });
  return response;
};

/** @throws RequestError `invalid` for a name or selector no API server would take. */
function checked(scope: Scope): readonly Requirement[] {
  if ("name" in scope) {
    requireNames([scope.namespace], scope.name);
    return [];
  }
  if (typeof scope.namespaces !== "string") requireNames(scope.namespaces);
  const selector = parseSelector(scope.selector);
  if (!Array.isArray(selector)) {
    throw new RequestError(
      "invalid",
      selector.message,
      "Write it as for kubectl -l, for example app=web,tier!=db or env in (a,b).",
    );
  }
  return selector;
}

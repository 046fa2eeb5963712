import type { Beginning } from "#lib/api/frames";
import { formatScope, parseScope, type Scope } from "#lib/api/scope";
import { parseSelector, type Requirement } from "#lib/kubernetes/selector";
import { RequestError } from "#lib/server/api-error";
import { type Endpoint, requireNames } from "#lib/server/endpoints/endpoint";
import { encodeEvent, type Sink } from "#lib/server/sse";
import { isMessage, text } from "#lib/texts/text";

/**
 * `GET /api/watch?<scope>[&after=<id of the last event>][&retry=1][&once=1]`: the frames of
 * lib/api/frames. `retry` says that a person asked; `once` ends the answer after its beginning, for
 * those to whom no open stream comes through.
 */
export const answerWatch: Endpoint = async (context, viewer, request) => {
  const params = new URL(request.url).searchParams;
  const scope = parseScope(params);
  if (isMessage(scope)) throw new RequestError("invalid", scope);
  const selector = checked(scope);
  const { response, sink } = context.openStream();
  if (params.get("retry") === "1") context.pool(viewer).retryNow();
  const after = params.get("after") ?? request.headers.get("last-event-id");
  const once = params.get("once") === "1";
  context.channels(viewer).serve(scope, selector, once ? endingAfterFirst(sink) : sink, after);
  return response;
};

/** What is written at once still goes out with it. */
function endingAfterFirst(sink: Sink): Sink {
  const write: Sink["write"] = (...pieces) => {
    sink.write(...pieces);
    queueMicrotask(() => sink.end());
  };
  return {
    signal: sink.signal,
    get writable() {
      return sink.writable;
    },
    send: (event, json, id) => write(encodeEvent(event, json, id)),
    write,
    drained: () => sink.drained(),
    end: () => sink.end(),
  };
}

/**
 * How the list of a scope begins (`?<scope>`), for the page that is drawn of it: a `Beginning` or
 * null. What is wrong with a scope the page's stream says.
 */
export const answerBeginning: Endpoint = async (context, viewer, request) => {
  const scope = parseScope(new URL(request.url).searchParams);
  if (isMessage(scope) || "name" in scope) return Response.json(null);
  const snapshot = await context.channels(viewer).beginning(scope, checked(scope));
  const beginning: Beginning | null =
    snapshot === null ? null : { scope: formatScope(scope), snapshot };
  return Response.json(beginning);
};

/** @throws RequestError `invalid` for a name or selector no API server would take. */
function checked(scope: Scope): readonly Requirement[] {
  if ("name" in scope) {
    requireNames([scope.namespace], scope.name);
    return [];
  }
  if (typeof scope.namespaces !== "string") requireNames(scope.namespaces);
  if (!("selector" in scope)) return [];
  const selector = parseSelector(scope.selector);
  if (!Array.isArray(selector)) {
    throw new RequestError(
      "invalid",
      selector.message,
      text("Write it as for {command}, for example {example} or {other}.", {
        command: "kubectl -l",
        example: "app=web,tier!=db",
        other: "env in (a,b)",
      }),
    );
  }
  return selector;
}

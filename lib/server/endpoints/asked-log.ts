import { type LogQuery, parseLogQuery } from "#lib/api/log-query";
import { isContainerName } from "#lib/kubernetes/names";
import { parseSelector } from "#lib/kubernetes/selector";
import { RequestError } from "#lib/server/api-error";
import { requireNames, shown } from "#lib/server/endpoints/endpoint";
import { text } from "#lib/texts/text";
import { parseGoDuration } from "#lib/time/duration";

/** A log query whose every name may stand in a URL. */
export interface AskedLog extends LogQuery {
  /** `since`, as the API takes it; null for all. */
  readonly sinceSeconds: number | null;
}

/** The log a query string asks for. @throws RequestError `invalid`, before any name can reach a URL. */
export function askedLog(params: URLSearchParams): AskedLog {
  const query = parseLogQuery(params);
  if ("wrong" in query) throw new RequestError("invalid", query.wrong);
  const { namespace, target, container, since, sinceTime } = query;
  requireNames([namespace], target.kind === "selector" ? undefined : target.name);
  if (target.kind === "selector") {
    const requirements = parseSelector(target.selector);
    if (!Array.isArray(requirements)) throw new RequestError("invalid", requirements.message);
  }
  if (container !== "" && container !== "*" && !isContainerName(container)) {
    throw new RequestError(
      "invalid",
      text('"{name}" is not a container name.', { name: shown(container) }),
    );
  }
  if (since !== "" && sinceTime !== "") {
    throw new RequestError("invalid", text("since and sinceTime cannot be asked for together."));
  }
  return { ...query, sinceSeconds: since === "" ? null : secondsOf(since) };
}

function secondsOf(since: string): number {
  const ms = parseGoDuration(since);
  if (ms !== null && ms > 0) return Math.ceil(ms / 1000);
  throw new RequestError(
    "invalid",
    text('since must be a duration, not "{typed}".', { typed: shown(since) }),
    text("Write it as for kubectl logs --since, for example 15m or 1h30m."),
  );
}

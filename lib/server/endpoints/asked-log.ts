import { type LogQuery, parseLogQuery } from "#lib/api/log-query";
import { isContainerName } from "#lib/kubernetes/names";
import { parseSelector } from "#lib/kubernetes/selector";
import { RequestError } from "#lib/server/api-error";
import { requireNames, shown } from "#lib/server/endpoints/endpoint";
import { parseGoDuration } from "#lib/time/duration";

/** A log query whose every name may stand in a URL. */
export interface AskedLog extends LogQuery {
  /** `since`, as the API takes it; null for all. */
  readonly sinceSeconds: number | null;
}

/** The log a query string asks for. @throws RequestError `invalid`, before any name can reach a URL. */
export function askedLog(params: URLSearchParams): AskedLog {
  const query = parseLogQuery(params);
  if (typeof query === "string") throw new RequestError("invalid", query);
  const { namespace, target, container, since, sinceTime } = query;
  requireNames([namespace], target.kind === "selector" ? undefined : target.name);
  if (target.kind === "selector") {
    const requirements = parseSelector(target.selector);
    if (!Array.isArray(requirements)) throw new RequestError("invalid", requirements.message);
  }
  if (container !== "" && container !== "*" && !isContainerName(container)) {
    throw new RequestError("invalid", `"${shown(container)}" is not a container name.`);
  }
  if (since !== "" && sinceTime !== "") {
    throw new RequestError("invalid", "since and sinceTime cannot be asked for together.");
  }
  return { ...query, sinceSeconds: since === "" ? null : secondsOf(since) };
}

function secondsOf(since: string): number {
  const ms = parseGoDuration(since);
  if (ms !== null && ms > 0) return Math.ceil(ms / 1000);
  throw new RequestError(
    "invalid",
    `since must be a duration, not "${shown(since)}".`,
    "Write it as for kubectl logs --since, for example 15m or 1h30m.",
  );
}

import type { LogQuery } from "#lib/api/log-query";
import type { Client } from "#lib/kubernetes/client";
import type { Pod } from "#lib/kubernetes/types";
import { RequestError } from "#lib/server/api-error";
import { isOver } from "#lib/server/logs/container-instance";
import type { LogSource } from "#lib/server/logs/log-source";
import { text } from "#lib/texts/text";

/** How much of a log is read, as the API takes it. */
export interface LogSpan extends Pick<LogQuery, "sinceTime" | "tail"> {
  readonly sinceSeconds: number | null;
}

/**
 * The bytes of all there is of a source now, exactly as the API server sends them; with `timestamps`
 * each line begins with its stamp.
 *
 * @throws RequestError, StatusError or ConnectionError when there is nothing to read; the bytes
 * throw ConnectionError where they break off.
 */
export async function openWholeLog(
  client: Client,
  { origin, pod, previous }: LogSource,
  { sinceTime, sinceSeconds, tail }: LogSpan,
  timestamps: boolean,
  signal: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> {
  const { namespace, name } = pod.metadata;
  const { status, body } = await client.log(
    namespace ?? "",
    name,
    {
      container: origin.container,
      previous,
      timestamps,
      ...(tail === null ? {} : { tailLines: tail }),
      ...(sinceTime === "" ? {} : { sinceTime }),
      ...(sinceSeconds === null ? {} : { sinceSeconds }),
    },
    signal,
  );
  if (status !== 204) return body;
  throw unscheduled(pod);
}

/** Why a log is answered with nothing at all (204): no node has the Pod. */
export function unscheduled(pod: Pod): RequestError {
  const { name } = pod.metadata;
  const why = isOver(pod)
    ? text("Pod {name} was never scheduled to a node.", { name })
    : text("Pod {name} is not scheduled to a node yet.", { name });
  return new RequestError("invalid", why);
}

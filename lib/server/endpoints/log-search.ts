import { parseLogSearch } from "#lib/api/log-search";
import { RequestError } from "#lib/server/api-error";
import { askedLog } from "#lib/server/endpoints/asked-log";
import type { Endpoint } from "#lib/server/endpoints/endpoint";
import { searchLogs } from "#lib/server/logs/log-search";
import { sourcesOf } from "#lib/server/logs/log-source";
import { utcTime } from "#lib/server/logs/log-stamp";
import { SearchThread } from "#lib/server/logs/search-thread";
import { findPods } from "#lib/server/logs/target-pods";

/** `GET /api/logs/search?<log query>&find=TEXT[&regex=1][&case=1]`: the frames of lib/api/log-search. */
export const answerLogSearch: Endpoint = async (context, viewer, request) => {
  const params = new URL(request.url).searchParams;
  const asked = { ...askedLog(params), tail: null };
  const search = parseLogSearch(params);
  if ("wrong" in search) throw new RequestError("invalid", search.wrong);
  const thread = await SearchThread.start({ search, until: utcTime(asked.until) });
  try {
    const { response, sink } = context.openStream();
    const target = { client: viewer.client, pool: context.pool(viewer) };
    const findSources = async (signal: AbortSignal) =>
      sourcesOf(await findPods(target, asked, signal), asked);
    const stop = () => void thread.stop();
    if (sink.signal.aborted) stop();
    else sink.signal.addEventListener("abort", stop, { once: true });
    void searchLogs({ ...context, client: viewer.client }, thread, findSources, asked, sink);
    return response;
  } catch (error) {
    await thread.stop();
    throw error;
  }
};

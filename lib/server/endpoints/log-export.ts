import { parseLogExport } from "#lib/api/log-export";
import { mostSources } from "#lib/api/log-frames";
import { RequestError, toApiError } from "#lib/server/api-error";
import { askedLog } from "#lib/server/endpoints/asked-log";
import type { Endpoint } from "#lib/server/endpoints/endpoint";
import { downloadName } from "#lib/server/logs/file-names";
import { logArchive } from "#lib/server/logs/log-archive";
import { type LogSource, sourcesOf } from "#lib/server/logs/log-source";
import { utcTime } from "#lib/server/logs/log-stamp";
import { mergedLog, type OpenedLog, textUntil } from "#lib/server/logs/merged-log";
import { findPods } from "#lib/server/logs/target-pods";
import { openWholeLog } from "#lib/server/logs/whole-log";
import type { Outflow } from "#lib/server/outflow";
import { text } from "#lib/texts/text";
import { turn } from "#lib/time/clock";

interface Download {
  readonly name: string;
  readonly type: string;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** `GET /api/logs/export?<log query>&form=merged|archive`: a download as lib/api/log-export says. */
export const answerLogExport: Endpoint = async (context, viewer, request) => {
  const params = new URL(request.url).searchParams;
  const asked = askedLog(params);
  const form = parseLogExport(params);
  if (typeof form !== "string") throw new RequestError("invalid", form.wrong);
  const until = utcTime(asked.until);
  const { client } = viewer;
  const outflow = context.openDownload();
  const { signal } = outflow;

  const open = async (source: LogSource, timestamps: boolean) => {
    try {
      return await openWholeLog(client, source, asked, timestamps, signal);
    } catch (error) {
      if (toApiError(error).code === "internal" && !signal.aborted) context.onError(error);
      throw error;
    }
  };
  const one = async (only: LogSource): Promise<Download> => {
    const body = await open(only, until !== "");
    const chunks = until === "" ? body : textUntil(body, until);
    return { name: `${downloadName(asked, only)}.log`, type: plainText, chunks };
  };
  const merged = async (sources: readonly LogSource[]): Promise<Download> => {
    const newest = sources.slice(-mostSources);
    const logs = await Promise.all(
      newest.map((source): Promise<OpenedLog> => {
        const opened = open(source, true);
        return opened.then(
          (body) => ({ source, body }),
          (error: unknown) => ({ source, error }),
        );
      }),
    );
    const [first] = logs;
    if (first && "error" in first && logs.every((log) => "error" in log)) throw first.error;
    const chunks = mergedLog(logs, until, sources.length - newest.length);
    return { name: `${downloadName(asked)}.log`, type: plainText, chunks };
  };
  const archive = (sources: readonly LogSource[]): Download => {
    const now = new Date(context.serverNow());
    const chunks = logArchive(sources, (source) => open(source, false), now, signal);
    return { name: `${downloadName(asked)}-logs.zip`, type: "application/zip", chunks };
  };

  try {
    const target = { client, pool: context.pool(viewer) };
    const sources = sourcesOf(await findPods(target, asked, signal), asked);
    const [only] = sources;
    if (!only) throw new RequestError("not-found", nothing, whenToRetry);
    const download =
      form === "archive"
        ? archive(sources)
        : sources.length === 1
          ? await one(only)
          : await merged(sources);
    void pour(download.chunks, outflow, context.onError);
    return new Response(null, { headers: headersOf(download) });
  } catch (error) {
    // What is answered now is an error, whole.
    outflow.end();
    throw error;
  }
};

const plainText = "text/plain; charset=utf-8";
const nothing = text("There is no log to take away: no container of it is known.");
const whenToRetry = text("Try again once one of its Pods runs.");

function headersOf({ name, type }: Download): Record<string, string> {
  return {
    "content-type": type,
    "content-disposition": `attachment; filename="${name}"`,
    "cache-control": "no-store, no-transform",
    "x-content-type-options": "nosniff",
  };
}

/** Writes no faster than is read. What breaks off is cut, so that no browser saves it as whole. */
async function pour(
  chunks: AsyncIterable<Uint8Array>,
  outflow: Outflow,
  onError: (error: unknown) => void,
): Promise<void> {
  try {
    for await (const bytes of chunks) {
      outflow.write(bytes);
      await outflow.drained();
      if (outflow.signal.aborted) return;
      await turn();
    }
    outflow.end();
  } catch (error) {
    if (toApiError(error).code === "internal" && !outflow.signal.aborted) onError(error);
    outflow.destroy();
  }
}

import type { ApiError } from "#lib/api/errors";
import type { Instant } from "#lib/api/rows";

/** The log of one container (`GET /api/logs?<query>`, server-sent events). */
export interface LogQuery {
  readonly namespace: string;
  readonly pod: string;
  /** Guards against a Pod re-created under the same name; empty for whichever there is. */
  readonly uid: string;
  /** Empty for the one `kubectl logs` would choose. */
  readonly container: string;
  readonly previous: boolean;
  readonly follow: boolean;
  /** Last n lines; null for all. */
  readonly tail: number | null;
  /** A Go duration such as `15m` as `kubectl logs --since` takes it; empty for all. */
  readonly since: string;
}

/** `[time, text]`: RFC 3339 in UTC with nine digits (empty if the kubelet wrote none), and the line. */
export type LogLine = readonly [time: string, text: string];

export type LogFrame =
  | { readonly type: "lines"; readonly lines: readonly LogLine[] }
  /** Nothing to read yet; `message` is the API server's own sentence. */
  | { readonly type: "waiting"; readonly message: string }
  /** The stream is open and being read. */
  | { readonly type: "streaming"; readonly container: string }
  /** The connection to the log was lost and is being taken up again. */
  | { readonly type: "interrupted"; readonly message: string }
  /** Some lines may be missing here; said in the log where they would stand. */
  | { readonly type: "gap"; readonly message: string }
  /** The container ended (or what there is has been read); nothing more will come. */
  | { readonly type: "end"; readonly exit: LogExit | null }
  /** Nothing can be read; the browser does not reconnect by itself. */
  | { readonly type: "failure"; readonly error: ApiError }
  | { readonly type: "heartbeat"; readonly now: Instant };

export interface LogExit {
  readonly exitCode: number;
  readonly signal: number;
  readonly reason: string;
  readonly finished: Instant | null;
}

/** Longer lines are cut on the wire and marked with this suffix. */
export const lineLimit = 16_384;
export const cutMark = " …[line cut by Batchboard]";

export function formatLogQuery(query: LogQuery): string {
  const params = new URLSearchParams({ namespace: query.namespace, pod: query.pod });
  if (query.uid !== "") params.set("uid", query.uid);
  if (query.container !== "") params.set("container", query.container);
  if (query.previous) params.set("previous", "1");
  if (query.follow) params.set("follow", "1");
  if (query.tail !== null) params.set("tail", String(query.tail));
  if (query.since !== "") params.set("since", query.since);
  return params.toString();
}

/** The query a query string names, or a sentence about what is wrong with it. Names are not checked here. */
export function parseLogQuery(params: URLSearchParams): LogQuery | string {
  const namespace = params.get("namespace") ?? "";
  const pod = params.get("pod") ?? "";
  if (namespace === "" || pod === "") return "namespace and pod are required";
  const tailText = params.get("tail");
  if (tailText !== null && !/^\d{1,9}$/.test(tailText)) {
    return `tail must be a whole number of lines, not "${tailText.slice(0, 40)}"`;
  }
  return {
    namespace,
    pod,
    uid: params.get("uid") ?? "",
    container: params.get("container") ?? "",
    previous: params.get("previous") === "1",
    follow: params.get("follow") === "1",
    tail: tailText === null ? null : Number(tailText),
    since: params.get("since")?.trim() ?? "",
  };
}

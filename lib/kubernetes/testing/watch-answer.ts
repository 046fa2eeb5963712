import type { ServerResponse } from "node:http";
import { sendStatus } from "#lib/kubernetes/testing/answer";
import {
  type ApiObject,
  bookmarkLine,
  type Collection,
  eventLine,
  type Watcher,
} from "#lib/kubernetes/testing/collection";

export type WatchListSupport = boolean | "late" | "endless";

/** A watch: from a version, or as a watch-list where that is served. */
export function answerWatch(
  collection: Collection,
  query: URLSearchParams,
  admits: (object: ApiObject) => boolean,
  watchList: WatchListSupport,
  response: ServerResponse,
): void {
  const initial = query.get("sendInitialEvents") === "true";
  if (initial && watchList === false) {
    const message =
      "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled";
    return sendStatus(response, 422, "Invalid", message);
  }
  const version = query.get("resourceVersion") ?? "";
  response.writeHead(200, { "content-type": "application/json" });
  response.flushHeaders();
  if (initial && watchList === "late") {
    return errorEvent(
      response,
      500,
      "InternalError",
      "a watch stream was requested by the client but the required storage feature RequestWatchProgress is disabled",
    );
  }
  if (!initial && !collection.remembers(version)) {
    return errorEvent(
      response,
      410,
      "Expired",
      `too old resource version: ${version} (${collection.version})`,
    );
  }
  if (initial) {
    for (const object of collection.sorted().filter(admits)) {
      response.write(eventLine({ type: "ADDED", object }));
    }
    if (watchList !== "endless") response.write(bookmarkLine(collection.version, true));
  } else {
    for (const line of collection.since(version, admits)) response.write(line);
  }
  const watcher: Watcher = {
    admits,
    write: (text) => void response.write(text),
    end: (how) => {
      collection.watchers.delete(watcher);
      if (how === "end") response.end();
      else response.socket?.resetAndDestroy();
    },
  };
  collection.watchers.add(watcher);
  response.once("close", () => collection.watchers.delete(watcher));
}

function errorEvent(response: ServerResponse, code: number, reason: string, message: string): void {
  response.end(eventLine({ type: "ERROR", object: { kind: "Status", code, reason, message } }));
}

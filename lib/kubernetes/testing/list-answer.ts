import type { ServerResponse } from "node:http";
import { sendJson, sendStatus } from "#lib/kubernetes/testing/answer";
import type { ApiObject, Collection } from "#lib/kubernetes/testing/collection";

/** A list, in pages where a limit is given; a page token holds the snapshot's version and an offset. */
export function answerList(
  collection: Collection,
  query: URLSearchParams,
  admits: (object: ApiObject) => boolean,
  response: ServerResponse,
): void {
  const token = query.get("continue");
  const [version = collection.version, offset = "0"] = token?.split("-") ?? [];
  if (token && !collection.remembers(version)) {
    const message =
      "The provided continue parameter is too old to display a consistent list result.";
    return sendStatus(response, 410, "Expired", message);
  }
  const all = collection.sorted().filter(admits);
  const start = Number(offset);
  const end = query.has("limit") ? start + Number(query.get("limit")) : all.length;
  const left = Math.max(0, all.length - end);
  sendJson(response, {
    kind: "List",
    metadata: {
      resourceVersion: version,
      ...(left > 0 ? { continue: `${version}-${end}`, remainingItemCount: left } : {}),
    },
    items: all.slice(start, end),
  });
}

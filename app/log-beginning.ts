import { headers } from "next/headers";
import type { LogBeginning } from "#lib/api/log-beginning";
import { readUnasked } from "#lib/api/log-query";
import { installedDashboard } from "#lib/server/slot";

type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

/** What asks for other lines than the newest, or not for all of those. */
const ofOtherLines = ["line", "since", "from", "until", "only", "without", "find", "mute", "solo"];
/** Times that the server cannot write: by the clock of the browser, or from the first line on. */
const browserTimes = ["local", "relative"];

/**
 * How the log ends that an address asks for, `of` where it does not name it itself; null where its
 * lines come by the stream alone.
 */
export async function logBeginningOf(
  namespace: string,
  searchParams: Promise<SearchParams>,
  of?: string,
): Promise<LogBeginning | null> {
  const [asked, headersAsked] = await Promise.all([searchParams, headers()]);
  const asking = (name: string) => [asked[name] ?? []].flat()[0];
  if (ofOtherLines.some((name) => asking(name) !== undefined)) return null;
  if (browserTimes.includes(asking("ts") ?? "")) return null;
  const query = new URLSearchParams({ namespace });
  for (const name of ["of", "selector", "uid", "runs", "context"]) {
    const value = asking(name);
    if (value !== undefined) query.set(name, value);
  }
  if (of !== undefined) query.set("of", of);
  // As the log's page reads it.
  const unasked = readUnasked(query.get("of")?.startsWith("pod/") ? "pod" : "job");
  query.set("container", asking("container") ?? unasked.container);
  const instances = asking("instances") ?? unasked.instances;
  query.set("instances", asking("previous") === undefined ? instances : "previous");
  const tail = Number.parseInt(asking("tail") ?? "", 10);
  if (tail >= 0) query.set("tail", String(tail));
  const url = `http://${headersAsked.get("host")}/logs?${query}`;
  const request = new Request(url, { headers: headersAsked });
  const answer = await installedDashboard().answer("log-beginning", request);
  return answer.ok ? answer.json() : null;
}

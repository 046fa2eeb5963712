import { headers } from "next/headers";
import type { Beginning } from "#lib/api/frames";
import type { ListView } from "#lib/api/scope";
import { installedDashboard } from "#lib/server/slot";

/** What narrows or orders a list takes all of its rows: the first of them are not where it begins. */
const ofAllRows = ["q", "status", "sort", "suspended"];

/** How the list begins that an address asks for; null where its rows come by the stream alone. */
export async function beginningOf(
  view: ListView,
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>,
): Promise<Beginning | null> {
  const [asked, headersAsked] = await Promise.all([searchParams, headers()]);
  if (ofAllRows.some((name) => asked[name] !== undefined)) return null;
  const url = new URL(`http://${headersAsked.get("host")}/${view}?view=${view}`);
  for (const name of ["ns", "l", "context"]) {
    const [value] = [asked[name] ?? []].flat();
    if (value !== undefined) url.searchParams.set(name, value);
  }
  const request = new Request(url, { headers: headersAsked });
  const answer = await installedDashboard().answer("beginning", request);
  return answer.ok ? answer.json() : null;
}

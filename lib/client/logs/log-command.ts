import type { LogQuery } from "#lib/api/logs";
import { shellWord } from "#lib/client/shell-word";

/** The kubectl line that prints what a log view shows: the lines of a query, with their times or without. */
export function logCommand(query: LogQuery, times: boolean): string {
  const { namespace, pod, container, previous, follow, tail, since } = query;
  return [
    `kubectl logs ${shellWord(pod)} -n ${shellWord(namespace)}`,
    ...(container === "" ? [] : [`-c ${shellWord(container)}`]),
    ...(previous ? ["--previous"] : []),
    ...(times ? ["--timestamps"] : []),
    ...(tail === null ? [] : [`--tail=${tail}`]),
    ...(since === "" ? [] : [`--since=${shellWord(since)}`]),
    ...(follow && !previous ? ["--follow"] : []),
  ].join(" ");
}

import type { LogQuery, LogTarget } from "#lib/api/log-query";
import { shellWord } from "#lib/client/shell-word";

/** The kubectl line that prints what a log view shows: the lines of a query, with their times or without. */
export function logCommand(query: LogQuery, times: boolean): string {
  const { namespace, target, container, instances, follow, tail, since } = query;
  const previous = instances === "previous";
  return [
    `kubectl logs ${targetWords(target)} -n ${shellWord(namespace)}`,
    ...(container === "" ? [] : [`-c ${shellWord(container)}`]),
    ...(previous ? ["--previous"] : []),
    ...(times ? ["--timestamps"] : []),
    ...(tail === null ? [] : [`--tail=${tail}`]),
    ...(since === "" ? [] : [`--since=${shellWord(since)}`]),
    ...(follow && !previous ? ["--follow"] : []),
  ].join(" ");
}

function targetWords(target: LogTarget): string {
  if (target.kind === "selector") return `-l ${shellWord(target.selector)}`;
  return shellWord(target.kind === "pod" ? target.name : `${target.kind}/${target.name}`);
}

import type { LogTarget } from "#lib/api/log-query";
import type { Logs, Place } from "#lib/line/command";
import { newestJobs } from "#lib/line/newest-jobs";
import { printPlace } from "#lib/line/print-place";
import { shellWord } from "#lib/line/shell-word";

export function printLogs(command: Logs): string {
  const { target, container, tail, since, sinceTime, maxLogRequests } = command;
  return [
    "logs",
    printTarget(target, command),
    ...printPlace(command),
    ...(command.allPods ? ["--all-pods"] : []),
    ...(container === "*" ? ["--all-containers"] : []),
    ...(container === "" || container === "*" ? [] : [`-c ${shellWord(container)}`]),
    ...(command.prefix ? ["--prefix"] : []),
    ...(command.previous ? ["--previous"] : []),
    ...(command.timestamps ? ["--timestamps"] : []),
    ...(tail === null ? [] : [`--tail=${tail}`]),
    ...(since === "" ? [] : [`--since=${shellWord(since)}`]),
    ...(sinceTime === "" ? [] : [`--since-time=${shellWord(sinceTime)}`]),
    ...(command.follow ? ["--follow"] : []),
    ...(maxLogRequests === null ? [] : [`--max-log-requests=${maxLogRequests}`]),
  ].join(" ");
}

function printTarget(target: LogTarget, place: Place): string {
  switch (target.kind) {
    case "pod":
      // A name that would be read as a flag, or as a type and a name.
      return shellWord(/^-|\//.test(target.name) ? `pod/${target.name}` : target.name);
    case "job":
      return shellWord(`job/${target.name}`);
    case "selector":
      return `-l ${shellWord(target.selector)}`;
    case "cronjob":
      return `$(${newestJobs(place, target.name, 1)})`;
  }
}

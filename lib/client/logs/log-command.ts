import { mostSources } from "#lib/api/log-frames";
import { type LogQuery, type LogTarget, wholeLog } from "#lib/api/log-query";
import { newestJobs, sternCommand } from "#lib/client/logs/stern-command";
import { shellWord } from "#lib/client/shell-word";

/** kubectl follows no more logs at once unless it is told to. */
const followedUnasked = 5;

/**
 * The line that prints what a log view shows, with the times of lines or without: kubectl's, and
 * stern's for several runs of a CronJob, which kubectl has no name for. What neither can be told
 * stands behind ` # `. `sources` is how many logs are read together, where that is known.
 */
export function logCommand(query: LogQuery, times: boolean, sources = mostSources): string {
  const { target } = query;
  const command =
    target.kind === "cronjob" && target.runs > 1
      ? sternCommand(query, target, times)
      : kubectlCommand(query, times, sources);
  const unsaid = unsaidOf(query);
  return unsaid.length === 0 ? command : `${command} # ${unsaid.join("; ")}`;
}

/** The line that prints all of a log and follows it, of all containers unless one is named. */
export function followCommand(namespace: string, target: LogTarget, container = "*"): string {
  return logCommand({ ...wholeLog(namespace, target), container, follow: true }, false);
}

/** The line that prints what a Pod's container wrote before it was restarted. */
export function previousCommand(namespace: string, pod: string): string {
  const target = { kind: "pod", name: pod } as const;
  return logCommand({ ...wholeLog(namespace, target), instances: "previous" }, false);
}

function kubectlCommand(query: LogQuery, times: boolean, sources: number): string {
  const { namespace, target, container, instances, follow, tail, since, sinceTime } = query;
  const previous = instances === "previous";
  const many = target.kind !== "pod" || container === "*";
  const follows = follow && !previous;
  return [
    `kubectl logs ${whose(query)} -n ${shellWord(namespace)}`,
    ...(target.kind === "job" || target.kind === "cronjob" ? ["--all-pods"] : []),
    ...(container === "*" ? ["--all-containers"] : []),
    ...(container === "" || container === "*" ? [] : [`-c ${shellWord(container)}`]),
    // --all-pods has it for itself.
    ...(target.kind === "selector" || (target.kind === "pod" && many) ? ["--prefix"] : []),
    ...(previous ? ["--previous"] : []),
    ...(times ? ["--timestamps"] : []),
    ...tailOf(query, tail),
    // Of both, kubectl takes one.
    ...(since === "" || sinceTime !== "" ? [] : [`--since=${shellWord(since)}`]),
    ...(sinceTime === "" ? [] : [`--since-time=${shellWord(sinceTime)}`]),
    ...(follows ? ["--follow"] : []),
    ...(follows && many && sources > followedUnasked ? [`--max-log-requests=${sources}`] : []),
  ].join(" ");
}

function whose({ namespace, target }: LogQuery): string {
  switch (target.kind) {
    case "pod":
      return shellWord(target.name);
    case "job":
      return shellWord(`job/${target.name}`);
    case "selector":
      return `-l ${shellWord(target.selector)}`;
    case "cronjob":
      return `$(${newestJobs(namespace, target.name, 1)})`;
  }
}

/** With a selector, kubectl prints the last ten lines of each unless it is told to print all. */
function tailOf({ target }: LogQuery, tail: number | null): string[] {
  if (tail !== null) return [`--tail=${tail}`];
  return target.kind === "selector" ? ["--tail=-1"] : [];
}

function unsaidOf({ target, instances, sinceTime, until }: LogQuery): string[] {
  const isStern = target.kind === "cronjob" && target.runs > 1;
  return [
    ...(isStern && sinceTime !== "" ? [`since ${comment(sinceTime)}`] : []),
    ...(until === "" ? [] : [`until ${comment(until)}`]),
    ...(instances === "all" || (isStern && instances === "previous")
      ? [`what ended before a restart: ${isStern ? "kubectl logs" : "the same with"} --previous`]
      : []),
  ];
}

/** In a comment there is no quoting: nothing may end it. */
function comment(text: string): string {
  return text.replace(/[^\w:.+-]/g, "");
}

import { mostSources } from "#lib/api/log-frames";
import { type LogQuery, type LogTarget, wholeLog } from "#lib/api/log-query";
import type { Logs } from "#lib/line/command";
import { type Line, printLine } from "#lib/line/line";
import { noRemark } from "#lib/line/remark";
import type { LogView } from "#lib/line/view";

/** kubectl follows no more logs at once unless it is told to. */
const followedUnasked = 5;

/**
 * The line that prints what a log view shows: kubectl's, and stern's for several runs of a CronJob,
 * which kubectl has no name for. What neither can be told stands behind ` # `. `sources` is how many
 * logs are read together, where that is known.
 */
export function logLine({ query, times, find }: LogView, sources = mostSources): Line {
  const { namespace, target, container, instances, sinceTime, until, tail } = query;
  const isStern = target.kind === "cronjob" && target.runs > 1;
  const previous = instances === "previous" && !isStern;
  const many = target.kind !== "pod" || container === "*";
  const follow = query.follow && instances !== "previous";
  const command: Logs = {
    verb: "logs",
    context: null,
    namespace,
    target,
    container,
    allPods: target.kind === "job" || target.kind === "cronjob",
    // --all-pods has it for itself.
    prefix: isStern || target.kind === "selector" || (target.kind === "pod" && many),
    previous,
    timestamps: times,
    follow,
    // With a selector, kubectl prints the last ten lines of each unless it is told to print all.
    tail: tail ?? (target.kind === "selector" ? -1 : null),
    // Of both, kubectl takes one.
    since: sinceTime === "" ? query.since : "",
    sinceTime: isStern ? "" : sinceTime,
    maxLogRequests: !isStern && follow && many && sources > followedUnasked ? sources : null,
  };
  const alone = isStern && instances === "previous" ? "only" : "";
  const remark = {
    ...noRemark,
    find,
    since: isStern ? sinceTime : "",
    until,
    restarts: instances === "all" ? ("also" as const) : (alone as "" | "only"),
  };
  return { command, remark };
}

/** The line of a log, as text. */
export function logCommand(query: LogQuery, times: boolean, sources = mostSources): string {
  return printLine(logLine({ kind: "log", query, times, find: "" }, sources));
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

import { mostSources } from "#lib/api/log-frames";
import type { Logs } from "#lib/line/command";
import { flagTable } from "#lib/line/flag";
import { newestJobs, pattern, readNewestJobs, unpattern } from "#lib/line/newest-jobs";
import { ReadFlags } from "#lib/line/read-flags";
import { Refused } from "#lib/line/refusal";
import type { Word } from "#lib/line/shell-text";
import { shellWord } from "#lib/line/shell-word";

/** stern leaves out what is older than 48 hours unless it is told how far to go back. */
const allTime = "87600h";

/** stern's flags, as far as its lines here use them. */
const flagsOfStern = flagTable(`
  --container string
  --timestamps bool
  --tail int
  --since duration
  --no-follow bool
  --max-log-requests int
  -l --selector string
  -n --namespace string
  --context string
`);

/**
 * stern's line for the newest runs of a CronJob, which kubectl has no name for. stern knows no CronJobs
 * either, so it is given the labels of their Jobs' Pods; it prints all containers unless one is named,
 * and waits for new Pods.
 */
export function printStern(command: Logs, runs: number, cronJob: string): string {
  const { namespace, context, container, timestamps, follow, tail, since } = command;
  const names = `${newestJobs(command, cronJob, runs)} | cut -d/ -f2 | paste -sd, -`;
  return [
    "stern",
    ...(namespace === null ? [] : [`-n ${shellWord(namespace)}`]),
    ...(context === null ? [] : [`--context ${shellWord(context)}`]),
    `-l "job-name in ($(${names}))"`,
    ...(container === "" || container === "*"
      ? []
      : [`--container ${shellWord(`^${pattern(container)}$`)}`]),
    ...(timestamps ? ["--timestamps"] : []),
    ...(tail === null ? [] : [`--tail ${tail}`]),
    `--since ${since === "" ? allTime : shellWord(since)}`,
    ...(follow ? [] : ["--no-follow"]),
    // Else it reads five at a time, or gives up at the fifty-first that it should follow.
    `--max-log-requests ${mostSources}`,
  ].join(" ");
}

/** Reads what `printStern` prints, `words` behind `stern`; throws `Refused` for any other line of stern's. */
export function readStern(words: readonly Word[], stern: Word): Logs {
  const flags = new ReadFlags(words, flagsOfStern);
  const selector = words.find(({ command }) => command !== null);
  const [, jobs] =
    /^([\s\S]*) \| cut -d\/ -f2 \| paste -sd, -$/.exec(selector?.command ?? "") ?? [];
  const newest = jobs === undefined ? null : readNewestJobs(jobs);
  const [, container] = /^\^([\s\S]*)\$$/.exec(flags.text("container")) ?? [];
  if (newest === null) {
    const message =
      "Batchboard reads of stern's lines its own alone. Nearest: kubectl logs -l KEY=VALUE --follow";
    throw new Refused("beyond", message, stern);
  }
  const since = flags.text("since");
  return {
    verb: "logs",
    context: newest.context,
    namespace: newest.namespace,
    target: { kind: "cronjob", name: newest.cronJob, runs: newest.count },
    container: container === undefined ? "*" : unpattern(container),
    allPods: true,
    prefix: true,
    previous: false,
    timestamps: flags.isSet("timestamps"),
    follow: !flags.isSet("no-follow"),
    tail: flags.number("tail"),
    since: since === allTime ? "" : since,
    sinceTime: "",
    maxLogRequests: null,
  };
}

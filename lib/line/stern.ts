import type { Logs } from "#lib/line/command";
import { flagTable } from "#lib/line/flag";
import { allTime } from "#lib/line/print-stern";
import { ReadFlags } from "#lib/line/read-flags";
import { readNewestJobs, unpattern } from "#lib/line/read-newest-jobs";
import { nearestTo, Refused } from "#lib/line/refusal";
import type { Word } from "#lib/line/shell-text";
import { text } from "#lib/texts/text";

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

/** Reads what `printStern` prints, `words` behind `stern`; throws `Refused` for any other line of stern's. */
export function readStern(words: readonly Word[], stern: Word): Logs {
  const flags = new ReadFlags(words, flagsOfStern);
  const selector = words.find(({ command }) => command !== null);
  const [, jobs] =
    /^([\s\S]*) \| cut -d\/ -f2 \| paste -sd, -$/.exec(selector?.command ?? "") ?? [];
  const newest = jobs === undefined ? null : readNewestJobs(jobs);
  const [, container] = /^\^([\s\S]*)\$$/.exec(flags.text("container")) ?? [];
  if (newest === null) {
    const message = nearestTo(
      text("Batchboard reads of stern's lines its own alone"),
      "kubectl logs -l KEY=VALUE --follow",
    );
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

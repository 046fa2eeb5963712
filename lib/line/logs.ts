import type { LogTarget } from "#lib/api/log-query";
import { readPair } from "#lib/line/chosen";
import type { Logs, Place } from "#lib/line/command";
import { readSelector } from "#lib/line/label-text";
import { readPlace, refuseFlags } from "#lib/line/place";
import type { ReadFlags } from "#lib/line/read-flags";
import { readNewestJobs } from "#lib/line/read-newest-jobs";
import { nearestTo, Refused } from "#lib/line/refusal";
import type { Word } from "#lib/line/shell-text";
import { timeProblem } from "#lib/line/time-value";
import { text } from "#lib/texts/text";

const usage =
  "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command";
const whole = { start: 0, end: Number.MAX_SAFE_INTEGER };

const unlike = {
  "limit-bytes": nearestTo(text("Batchboard limits a log by lines or by time"), "--tail=1000"),
  "insecure-skip-tls-verify-backend": nearestTo(
    text("Batchboard verifies whom it talks to"),
    text("the same without {flag}", { flag: "--insecure-skip-tls-verify-backend" }),
  ),
};

export function readLogs(flags: ReadFlags): Logs {
  const [first, second, third] = flags.args;
  const selector = flags.text("selector");
  if (third || (!first && selector === "")) throw new Refused("argument", usage, third ?? whole);
  if (first && !second && selector !== "") {
    throw new Refused("argument", "only a selector (-l) or a POD name is allowed", first);
  }
  const place = readPlace(flags);
  const { target, of } = first ? targetOf(first) : { target: selectedBy(flags), of: place };
  const container = containerOf(flags, second);
  const { since, sinceTime } = timesOf(flags);
  const tail = flags.number("tail");
  if (tail !== null && tail < -1) {
    const message = "--tail must be greater than or equal to -1";
    throw new Refused("argument", message, flags.at("tail"));
  }
  if ((flags.number("limit-bytes") ?? 0) < 0) {
    throw new Refused("argument", "--limit-bytes must be greater than 0", flags.at("limit-bytes"));
  }
  refuseFlags(flags, unlike);
  return {
    verb: "logs",
    context: place.context,
    namespace: place.namespace ?? of.namespace,
    target,
    container,
    allPods: flags.isSet("all-pods"),
    prefix: flags.isSet("prefix"),
    previous: flags.isSet("previous"),
    timestamps: flags.isSet("timestamps"),
    follow: flags.isSet("follow"),
    tail,
    since,
    sinceTime,
    maxLogRequests: flags.number("max-log-requests"),
  };
}

function selectedBy(flags: ReadFlags): LogTarget {
  return { kind: "selector", selector: readSelector(flags) };
}

function targetOf(word: Word): { target: LogTarget; of: Pick<Place, "namespace"> } {
  const nowhere = { namespace: null };
  if (word.command !== null) {
    const newest = word.text === `$(${word.command})` ? readNewestJobs(word.command) : null;
    if (newest?.count === 1) {
      const { namespace, cronJob: name } = newest;
      return { target: { kind: "cronjob", name, runs: 1 }, of: { namespace } };
    }
    throw new Refused(
      "syntax",
      text("Batchboard runs no commands within a line: name what they print."),
      word,
    );
  }
  if (!word.text.includes("/")) return { target: { kind: "pod", name: word.text }, of: nowhere };
  const { resource, name } = readPair(word.text, word);
  switch (resource) {
    case "pods":
      return { target: { kind: "pod", name }, of: nowhere };
    case "jobs":
      return { target: { kind: "job", name }, of: nowhere };
    case "cronjobs":
      return { target: { kind: "cronjob", name, runs: 1 }, of: nowhere };
    case "events":
      throw new Refused(
        "beyond",
        nearestTo(text("Events have no log"), "kubectl events --for job/NAME"),
        word,
      );
  }
}

function containerOf(flags: ReadFlags, second: Word | undefined): string {
  const container = second?.text ?? flags.text("container");
  if (flags.isSet("all-containers")) {
    if (container === "") return "*";
    const message = `--all-containers=true should not be specified with container name ${container}`;
    throw new Refused("argument", message, flags.at("all-containers"));
  }
  if (second && flags.given("container")) {
    const message = "only one of -c or an inline [CONTAINER] arg is allowed";
    throw new Refused("argument", message, second);
  }
  return container;
}

function timesOf(flags: ReadFlags): Pick<Logs, "since" | "sinceTime"> {
  const sinceTime = flags.text("since-time");
  const problem = sinceTime === "" ? null : timeProblem(sinceTime);
  if (problem !== null) throw new Refused("argument", problem, flags.at("since-time"));
  // Without a digit that counts, a duration is none.
  const since = /[1-9]/.test(flags.text("since")) ? flags.text("since") : "";
  if (since !== "" && sinceTime !== "") {
    const message = "at most one of `sinceTime` or `sinceSeconds` may be specified";
    throw new Refused("argument", message, flags.at("since-time"));
  }
  if (since.startsWith("-")) {
    throw new Refused("argument", "--since must be greater than 0", flags.at("since"));
  }
  return { since, sinceTime };
}

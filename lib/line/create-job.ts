import { readPair } from "#lib/line/chosen";
import type { CreateJob } from "#lib/line/command";
import { noTemplates, readPlace, refuseFlags } from "#lib/line/place";
import type { ReadFlags } from "#lib/line/read-flags";
import { nearestTo, Refused } from "#lib/line/refusal";
import { resourceNamed } from "#lib/line/resource-name";
import { shellWord } from "#lib/line/shell-word";
import { text } from "#lib/texts/text";

const whole = { start: 0, end: Number.MAX_SAFE_INTEGER };

export function readCreateJob(flags: ReadFlags): CreateJob {
  const [name, second] = flags.args;
  const names = flags.argsBeforeDashes;
  if (!name || names !== 1) {
    throw new Refused("argument", `exactly one NAME is required, got ${names}`, second ?? whole);
  }
  const dryRun = readDryRun(flags);
  const output = readOutput(flags);
  checkValidation(flags);
  const cronJob = readFrom(flags, name.text);
  const place = readPlace(flags);
  refuseFlags(flags, {
    template: noTemplates,
  });
  return { verb: "createJob", ...place, name: name.text, cronJob, dryRun, output };
}

/** The CronJob of `--from`. */
function readFrom(flags: ReadFlags, name: string): string {
  const [from, image, at] = [flags.text("from"), flags.text("image"), flags.at("from")];
  const command = flags.args[1];
  if ((from === "") === (image === "")) {
    throw new Refused("argument", "either --image or --from must be specified", whole);
  }
  if (from !== "" && command) {
    throw new Refused("argument", "cannot specify --from and command", command);
  }
  if (image !== "") {
    const nearest = `kubectl create job ${shellWord(name)} --from=cronjob/NAME`;
    const message = nearestTo(text("Batchboard makes Jobs from CronJobs and from YAML"), nearest);
    throw new Refused("beyond", message, flags.at("image"));
  }
  if (!from.includes("/")) {
    resourceNamed(from, at);
    const message = nearestTo(text("A Job is made from one CronJob"), "--from=cronjob/NAME");
    throw new Refused("beyond", message, at);
  }
  const { resource, name: cronJob } = readPair(from, at);
  if (resource === "cronjobs") return cronJob;
  throw new Refused("argument", `unknown object type *v1.${goTypes[resource]}`, at);
}

const goTypes = { jobs: "Job", pods: "Pod", events: "Event" } as const;

function checkValidation(flags: ReadFlags): void {
  const text = flags.text("validate");
  if (["", "strict", "true", "warn", "ignore", "false"].includes(text)) return;
  const message = `invalid - validate option "${text}"; must be one of: strict (or true), warn, ignore (or false)`;
  throw new Refused("argument", message, flags.at("validate"));
}

const strategies = ["none", "client", "server"] as const;

/** As `--dry-run` of all commands that change something; throws `Refused` for other words. */
export function readDryRun(flags: ReadFlags): CreateJob["dryRun"] {
  const text = flags.text("dry-run");
  if (text === "" || text === "false") return "none";
  if (text === "unchanged" || text === "true") return "client";
  const strategy = strategies.find((known) => known === text);
  if (strategy !== undefined) return strategy;
  const message = `Invalid dry-run value (${text}). Must be "none", "server", or "client".`;
  throw new Refused("argument", message, flags.at("dry-run"));
}

const formats =
  "go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,yaml";

const onlyYaml = nearestTo(text("Batchboard shows the Job that would be made as YAML"), "-o yaml");

function readOutput(flags: ReadFlags): CreateJob["output"] {
  const [text, at] = [flags.text("output"), flags.at("output")];
  if (text === "" || text === "name" || text === "yaml" || text === "json") return text;
  if (!formats.split(",").includes(text.split("=")[0] ?? "")) {
    const message = `unable to match a printer suitable for the output format "${text}", allowed formats are: ${formats}`;
    throw new Refused("argument", message, at);
  }
  throw new Refused("beyond", onlyYaml, at);
}

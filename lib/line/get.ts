import { type ChosenResources, missing, readChosen, spanOf, withoutEvents } from "#lib/line/chosen";
import { type Events, type Get, outputs } from "#lib/line/command";
import { objectOfEvents } from "#lib/line/field-selector";
import { readSelector } from "#lib/line/label-text";
import { noFiles, readWidePlace, refuseFlags } from "#lib/line/place";
import type { ReadFlags } from "#lib/line/read-flags";
import { nearestTo, Refused } from "#lib/line/refusal";
import { text } from "#lib/texts/text";

const formats =
  "custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,wide,yaml";
const fileless: readonly string[] = ["json", "kyaml", "name", "wide", "yaml"];

const yaml = "kubectl get job NAME -o yaml";
const unlike = {
  raw: nearestTo(text("Batchboard asks for no paths of the API"), yaml),
  filename: noFiles,
  kustomize: noFiles,
  subresource: nearestTo(text("Batchboard shows objects whole"), yaml),
  "show-labels": nearestTo(text("Batchboard shows labels in the YAML of an object"), yaml),
  "label-columns": nearestTo(
    text("Batchboard has no columns of labels"),
    "kubectl get jobs -l KEY=VALUE",
  ),
  template: nearestTo(text("Batchboard fills in no templates"), yaml),
};

export function readGet(flags: ReadFlags): Get | Events {
  const at = spanOf(flags.args);
  refuseRaw(flags);
  const place = readWidePlace(flags);
  const output = readOutput(flags);
  if (flags.given("output-watch-events") && flags.isSet("output-watch-events") && !watches(flags)) {
    const message = "--output-watch-events option can only be used with --watch or --watch-only";
    throw new Refused("argument", message, flags.at("output-watch-events"));
  }
  refuseFlags(flags, unlike);
  const chosen = readChosen(flags.args);
  if (chosen === null) throw nothingNamed(flags);
  const selector = readSelector(flags);
  checkChoice(chosen, flags, selector);
  const fieldSelector = flags.text("field-selector");
  if (isEvents(chosen)) {
    const of = objectOfEvents(fieldSelector, flags.at("field-selector"));
    return { verb: "events", ...place, of, types: [], watch: watches(flags) };
  }
  return {
    verb: "get",
    ...place,
    of: withoutEvents(chosen, at),
    selector,
    fieldSelector,
    output,
    sortBy: flags.text("sort-by"),
    watch: watches(flags),
  };
}

/** What kubectl does not take together, names and what chooses among many. */
export function checkChoice(chosen: ChosenResources, flags: ReadFlags, selector: string): void {
  if ("tables" in chosen) return;
  const at = spanOf(flags.args);
  if (selector !== "" || flags.text("field-selector") !== "" || flags.isSet("all")) {
    const message = flags.args.every(({ text }) => text.includes("/"))
      ? "selectors and the all flag cannot be used when passing resource/name arguments"
      : "name cannot be provided when a selector is specified";
    throw new Refused("argument", message, at);
  }
  if (flags.isSet("all-namespaces")) {
    const message = "a resource cannot be retrieved by name across all namespaces";
    throw new Refused("argument", message, at);
  }
}

function isEvents(chosen: ChosenResources): boolean {
  return "tables" in chosen && chosen.tables.length === 1 && chosen.tables[0] === "events";
}

function watches(flags: ReadFlags): boolean {
  return flags.isSet("watch") || flags.isSet("watch-only");
}

function refuseRaw(flags: ReadFlags): void {
  if (flags.text("raw") === "") return;
  const [first] = flags.args;
  if (first) {
    throw new Refused("argument", "arguments may not be passed when --raw is specified", first);
  }
  if (watches(flags) || flags.given("selector")) {
    const message =
      "--raw may not be specified with other flags that filter the server request or alter the output";
    throw new Refused("argument", message, flags.at("raw"));
  }
}

function nothingNamed(flags: ReadFlags): Refused {
  const message = watches(flags) ? missing : "Required resource not specified.";
  return new Refused("argument", message, { start: 0, end: Number.MAX_SAFE_INTEGER });
}

function readOutput(flags: ReadFlags): Get["output"] {
  const given = flags.text("output");
  const known = outputs.find((output) => output === given);
  if (flags.isSet("show-labels") && given !== "" && given !== "wide") {
    const message = `--show-labels option cannot be used with ${given} printer`;
    throw new Refused("argument", message, flags.at("show-labels"));
  }
  if (known !== undefined) return known;
  const [format = ""] = given.split("=");
  if (!formats.split(",").includes(format) || (fileless.includes(format) && given !== format)) {
    const message = `unable to match a printer suitable for the output format "${given}", allowed formats are: ${formats}`;
    throw new Refused("argument", message, flags.at("output"));
  }
  const message = nearestTo(
    text("Batchboard does not print {output}", { output: `-o ${format}` }),
    yaml,
  );
  throw new Refused("beyond", message, flags.at("output"));
}

import { type ChosenResources, missing, readChosen, spanOf, withoutEvents } from "#lib/line/chosen";
import { type Events, type Get, outputs } from "#lib/line/command";
import { objectOfEvents } from "#lib/line/field-selector";
import { readSelector } from "#lib/line/label-text";
import { noFiles, readWidePlace, refuseFlags } from "#lib/line/place";
import type { ReadFlags } from "#lib/line/read-flags";
import { Refused } from "#lib/line/refusal";

const formats =
  "custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,wide,yaml";
const fileless: readonly string[] = ["json", "kyaml", "name", "wide", "yaml"];

const unlike = {
  raw: "Batchboard asks for no paths of the API. Nearest: kubectl get job NAME -o yaml",
  filename: noFiles,
  kustomize: noFiles,
  subresource: "Batchboard shows objects whole. Nearest: kubectl get job NAME -o yaml",
  "show-labels":
    "Batchboard shows labels in the YAML of an object. Nearest: kubectl get job NAME -o yaml",
  "label-columns": "Batchboard has no columns of labels. Nearest: kubectl get jobs -l KEY=VALUE",
  template: "Batchboard fills in no templates. Nearest: kubectl get job NAME -o yaml",
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
  const text = flags.text("output");
  const known = outputs.find((output) => output === text);
  if (flags.isSet("show-labels") && text !== "" && text !== "wide") {
    const message = `--show-labels option cannot be used with ${text} printer`;
    throw new Refused("argument", message, flags.at("show-labels"));
  }
  if (known !== undefined) return known;
  const [format = ""] = text.split("=");
  if (!formats.split(",").includes(format) || (fileless.includes(format) && text !== format)) {
    const message = `unable to match a printer suitable for the output format "${text}", allowed formats are: ${formats}`;
    throw new Refused("argument", message, flags.at("output"));
  }
  const message = `Batchboard does not print -o ${format}. Nearest: kubectl get job NAME -o yaml`;
  throw new Refused("beyond", message, flags.at("output"));
}

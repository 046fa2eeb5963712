import { missing, readChosen, spanOf, withoutEvents } from "#lib/line/chosen";
import type { PatchSuspend } from "#lib/line/command";
import { readDryRun } from "#lib/line/create-job";
import { askedFirst, noFiles, readPlace, refuseFlags } from "#lib/line/place";
import type { ReadFlags } from "#lib/line/read-flags";
import { nearestTo, Refused } from "#lib/line/refusal";
import { text } from "#lib/texts/text";

const whole = { start: 0, end: Number.MAX_SAFE_INTEGER };
const suspendAlone = nearestTo(
  text("Batchboard patches nothing but {field}", { field: "spec.suspend" }),
  `kubectl patch cronjob NAME --type merge -p '{"spec":{"suspend":true}}'`,
);

export function readPatch(flags: ReadFlags): PatchSuspend {
  readDryRun(flags);
  checkPatch(flags);
  const place = readPlace(flags);
  refuseFlags(flags, {
    filename: noFiles,
    kustomize: noFiles,
    "patch-file": suspendAlone,
    subresource: suspendAlone,
    local: suspendAlone,
    "dry-run": askedFirst,
    output: nearestTo(
      text("Batchboard shows the object on its page"),
      text("the same without {flag}", { flag: "-o" }),
    ),
  });
  const chosen = readChosen(flags.args);
  if (chosen === null) throw new Refused("argument", missing, whole);
  const at = spanOf(flags.args);
  const of = withoutEvents(chosen, at);
  if ("tables" in of) {
    const message = "resource(s) were provided, but no name was specified";
    throw new Refused("argument", message, at);
  }
  const suspend = suspendOf(flags.text("patch"), flags.text("type") || "strategic");
  if (suspend === null) throw new Refused("beyond", suspendAlone, flags.at("patch"));
  const objects = of.objects.map(({ resource, name }) => {
    if (resource !== "pods") return { resource, name };
    throw new Refused("beyond", suspendAlone, at);
  });
  return { verb: "patchSuspend", ...place, objects, suspend };
}

function checkPatch(flags: ReadFlags): void {
  const [patch, file, type] = [flags.text("patch"), flags.text("patch-file"), flags.text("type")];
  if (patch !== "" && file !== "") {
    const message = "cannot specify --patch and --patch-file together";
    throw new Refused("argument", message, flags.at("patch-file"));
  }
  if (patch === "" && file === "") {
    const message = "must specify --patch or --patch-file containing the contents of the patch";
    throw new Refused("argument", message, whole);
  }
  if (flags.isSet("local") && flags.args[0]) {
    const message = "cannot specify --local and server resources";
    throw new Refused("argument", message, flags.at("local"));
  }
  if (type !== "" && !["json", "merge", "strategic"].includes(type.toLowerCase())) {
    const message = `--type must be one of [json merge strategic], not "${type}"`;
    throw new Refused("argument", message, flags.at("type"));
  }
}

/** What a patch, as JSON or in YAML's block form, sets spec.suspend to; null where it does anything else. */
function suspendOf(patch: string, type: string): boolean | null {
  const [, block] = /^\s*spec:\s*\n\s+suspend:\s*(true|false)\s*$/.exec(patch) ?? [];
  const parsed = block === undefined ? parseJson(patch) : { spec: { suspend: block === "true" } };
  const read = JSON.stringify(parsed);
  for (const suspend of [true, false]) {
    const merged = JSON.stringify({ spec: { suspend } });
    const operation = (op: string) =>
      JSON.stringify([{ op, path: "/spec/suspend", value: suspend }]);
    if (type.toLowerCase() !== "json" && read === merged) return suspend;
    if (type.toLowerCase() === "json" && [operation("replace"), operation("add")].includes(read)) {
      return suspend;
    }
  }
  return null;
}

function parseJson(patch: string): unknown {
  try {
    return JSON.parse(patch);
  } catch {
    return null;
  }
}

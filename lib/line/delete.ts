import { cascades } from "#lib/api/actions";
import { missing, readChosen, spanOf, withoutEvents } from "#lib/line/chosen";
import type { Delete } from "#lib/line/command";
import { readDryRun } from "#lib/line/create-job";
import { checkChoice } from "#lib/line/get";
import { readSelector } from "#lib/line/label-text";
import { askedFirst, noFiles, readPlace, refuseFlags } from "#lib/line/place";
import type { ReadFlags } from "#lib/line/read-flags";
import { nearestTo, Refused } from "#lib/line/refusal";
import { text } from "#lib/texts/text";

const byName = nearestTo(
  text("Batchboard deletes what is named, or marked in a list"),
  text("{command}, and mark the rows", { command: "kubectl get jobs -l KEY=VALUE" }),
);
const gracefully = (flag: string) =>
  nearestTo(
    text("Batchboard lets Pods end as their spec says"),
    text("the same without {flag}", { flag }),
  );

export function readDelete(flags: ReadFlags): Delete {
  const at = spanOf(flags.args);
  const cascade = readCascade(flags);
  checkGrace(flags);
  readDryRun(flags);
  const place = readPlace(flags);
  refuseFlags(flags, { filename: noFiles, kustomize: noFiles, raw: byName });
  const chosen = readChosen(flags.args);
  if (chosen === null) {
    throw new Refused("argument", missing, { start: 0, end: Number.MAX_SAFE_INTEGER });
  }
  const selector = readSelector(flags);
  checkAll(flags);
  checkChoice(chosen, flags, selector);
  const of = withoutEvents(chosen, at);
  checkOutput(flags);
  if ("tables" in of) {
    if (flags.isSet("all") || selector !== "" || flags.text("field-selector") !== "") {
      throw new Refused("beyond", byName, at);
    }
    const message = "resource(s) were provided, but no name was specified";
    throw new Refused("argument", message, at);
  }
  refuseFlags(flags, {
    "dry-run": askedFirst,
    force: gracefully("--force"),
    now: gracefully("--now"),
  });
  if ((flags.number("grace-period") ?? -1) >= 0) {
    throw new Refused("beyond", gracefully("--grace-period"), flags.at("grace-period"));
  }
  return { verb: "delete", ...place, objects: of.objects, cascade };
}

function readCascade(flags: ReadFlags): Delete["cascade"] {
  const text = flags.text("cascade");
  if (!flags.given("cascade") || text === "true") return "background";
  if (text === "false") return "orphan";
  const cascade = cascades.find((known) => known === text);
  if (cascade !== undefined) return cascade;
  const message = `invalid cascade value (${text}). Must be "background", "foreground", or "orphan"`;
  throw new Refused("argument", message, flags.at("cascade"));
}

function checkGrace(flags: ReadFlags): void {
  const grace = flags.number("grace-period") ?? -1;
  if (flags.isSet("now") && grace !== -1) {
    const message = "--now and --grace-period cannot be specified together";
    throw new Refused("argument", message, flags.at("now"));
  }
  if (flags.isSet("force") && grace > 0) {
    const message = "--force and --grace-period greater than 0 cannot be specified together";
    throw new Refused("argument", message, flags.at("force"));
  }
}

function checkAll(flags: ReadFlags): void {
  if (!flags.isSet("all") || flags.text("selector") === "") return;
  const message = "setting 'all' parameter but found a non empty selector.";
  throw new Refused("argument", message, flags.at("all"));
}

function checkOutput(flags: ReadFlags): void {
  const output = flags.text("output");
  if (output === "" || output === "name") return;
  const message = `unexpected -o output mode: ${output}. We only support '-o name'`;
  throw new Refused("argument", message, flags.at("output"));
}

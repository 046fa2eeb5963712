import type { CanI } from "#lib/line/command";
import { readWidePlace } from "#lib/line/place";
import type { ReadFlags } from "#lib/line/read-flags";
import { nearestTo, Refused } from "#lib/line/refusal";
import { text } from "#lib/texts/text";

const whole = { start: 0, end: Number.MAX_SAFE_INTEGER };

export function readCanI(flags: ReadFlags): CanI {
  const [action, of, third] = flags.args;
  if (flags.isSet("list")) throw refusedList(flags);
  if (!action || !of || third) {
    const message = "you must specify two arguments: verb resource or verb resource/resourceName.";
    throw new Refused("argument", message, third ?? whole);
  }
  const place = readWidePlace(flags);
  const subresource = flags.text("subresource");
  const isPath = of.text.startsWith("/");
  if (isPath && subresource !== "") {
    const message = "--subresource can not be used with NonResourceURL";
    throw new Refused("argument", message, flags.at("subresource"));
  }
  if (flags.isSet("no-headers")) {
    const message = "--no-headers cannot be set without --list specified";
    throw new Refused("argument", message, flags.at("no-headers"));
  }
  const [, resource = "", name = ""] = isPath
    ? [of.text, of.text]
    : (/^([^/]*)\/?([\s\S]*)$/.exec(of.text) ?? []);
  return { verb: "canI", ...place, action: action.text, resource, name, subresource };
}

function refusedList(flags: ReadFlags): Refused {
  const [first] = flags.args;
  if (first) {
    return new Refused("argument", "list option must be specified with no arguments", first);
  }
  if (flags.isSet("quiet") || flags.isSet("all-namespaces") || flags.text("subresource") !== "") {
    const message =
      "list option can't be specified with neither quiet, all-namespaces nor subresource options";
    return new Refused("argument", message, flags.at("list"));
  }
  const message = nearestTo(
    text("Batchboard asks for one right at a time"),
    "kubectl auth can-i create jobs",
  );
  return new Refused("beyond", message, flags.at("list"));
}

import { notEvents, readPair } from "#lib/line/chosen";
import type { Events, ObjectName } from "#lib/line/command";
import { noTemplates, readWidePlace, refuseFlags } from "#lib/line/place";
import type { ReadFlags } from "#lib/line/read-flags";
import { nearestTo, Refused } from "#lib/line/refusal";
import { text } from "#lib/texts/text";

export function readEvents(flags: ReadFlags): Events {
  const of = readObject(flags);
  const types = flags.texts("types").map((type) => {
    const known = (["Normal", "Warning"] as const).find(
      (name) => name.toLowerCase() === type.toLowerCase(),
    );
    if (known !== undefined) return known;
    throw new Refused("argument", "valid --types are Normal or Warning", flags.at("types"));
  });
  const place = readWidePlace(flags);
  refuseFlags(flags, {
    output: nearestTo(
      text("Batchboard shows Events as {command} prints them", { command: "kubectl events" }),
      text("the same without {flag}", { flag: "-o" }),
    ),
    template: noTemplates,
  });
  return { verb: "events", ...place, of, types: [...new Set(types)], watch: flags.isSet("watch") };
}

function readObject(flags: ReadFlags): ObjectName | null {
  const [given, at] = [flags.text("for"), flags.at("for")];
  if (given === "") return null;
  if (!given.includes("/"))
    throw new Refused("argument", "--for must be in resource/name form", at);
  const { resource, name } = readPair(given, at);
  return { resource: notEvents(resource, at), name };
}

import { notEvents, readPair } from "#lib/line/chosen";
import type { Events, ObjectName } from "#lib/line/command";
import { readWidePlace, refuseFlags } from "#lib/line/place";
import type { ReadFlags } from "#lib/line/read-flags";
import { Refused } from "#lib/line/refusal";

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
    output: "Batchboard shows Events as kubectl events prints them. Nearest: the same without -o",
    template: "Batchboard fills in no templates. Nearest: the same without --template",
  });
  return { verb: "events", ...place, of, types: [...new Set(types)], watch: flags.isSet("watch") };
}

function readObject(flags: ReadFlags): ObjectName | null {
  const [text, at] = [flags.text("for"), flags.at("for")];
  if (text === "") return null;
  if (!text.includes("/")) throw new Refused("argument", "--for must be in resource/name form", at);
  const { resource, name } = readPair(text, at);
  return { resource: notEvents(resource, at), name };
}

import { readChosen, spanOf, withoutEvents } from "#lib/line/chosen";
import type { Describe } from "#lib/line/command";
import { checkChoice } from "#lib/line/get";
import { readSelector } from "#lib/line/label-text";
import { noFiles, readWidePlace, refuseFlags } from "#lib/line/place";
import type { ReadFlags } from "#lib/line/read-flags";
import { Refused } from "#lib/line/refusal";

export function readDescribe(flags: ReadFlags): Describe {
  const at = spanOf(flags.args);
  const place = readWidePlace(flags);
  refuseFlags(flags, { filename: noFiles, kustomize: noFiles });
  const chosen = readChosen(flags.args);
  if (chosen === null) {
    const message =
      'You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.';
    throw new Refused("argument", message, { start: 0, end: Number.MAX_SAFE_INTEGER });
  }
  const selector = readSelector(flags);
  checkChoice(chosen, flags, selector);
  return { verb: "describe", ...place, of: withoutEvents(chosen, at), selector };
}

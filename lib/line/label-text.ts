import { parseSelector } from "#lib/kubernetes/selector";
import type { ReadFlags } from "#lib/line/read-flags";
import { Refused } from "#lib/line/refusal";

/** The label selector of `-l`; throws `Refused` where it is none. */
export function readSelector(flags: ReadFlags): string {
  const selector = flags.text("selector").trim();
  const requirements = parseSelector(selector);
  if ("message" in requirements) {
    throw new Refused("argument", requirements.message, flags.at("selector"));
  }
  return selector;
}

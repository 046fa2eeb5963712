import type { UseContext } from "#lib/line/command";
import { readPlace } from "#lib/line/place";
import type { ReadFlags } from "#lib/line/read-flags";
import { Refused } from "#lib/line/refusal";

export function readUseContext(flags: ReadFlags): UseContext {
  const [name, second] = flags.args;
  if (!name || second) {
    const found = flags.args.map(({ text }) => text).join(" ");
    const at = second ?? { start: 0, end: Number.MAX_SAFE_INTEGER };
    throw new Refused("argument", `Unexpected args: [${found}]`, at);
  }
  readPlace(flags);
  return { verb: "useContext", name: name.text };
}

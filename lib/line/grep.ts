import { flagTable } from "#lib/line/flag";
import { ReadFlags } from "#lib/line/read-flags";
import { nearestTo, Refused } from "#lib/line/refusal";
import type { Word } from "#lib/line/shell-text";
import { text } from "#lib/texts/text";

const flags = flagTable(`
  -i --ignore-case bool
  -E --extended-regexp bool
  -F --fixed-strings bool
  -e --regexp string
  --color string =auto
  --colour string =auto
  --line-buffered bool
`);

/**
 * What `| grep foo` looks for, which becomes the filter; empty without a pipe. Throws `Refused` for
 * any other command, and for patterns that are more than a text.
 */
export function readGrep(pipes: readonly (readonly Word[])[]): string {
  const [pipe, second] = pipes;
  if (!pipe) return "";
  const [name, ...words] = pipe;
  const at = {
    start: name?.start ?? 0,
    end: (second ?? pipe).at(-1)?.end ?? Number.MAX_SAFE_INTEGER,
  };
  if (second || !name || !/^[ef]?grep$/.test(name.text)) {
    const message = nearestTo(text("Batchboard pipes to grep alone, and once"), "| grep TEXT");
    throw new Refused("syntax", message, at);
  }
  const unknown = words.find(({ text }) => /^-[^-]*[^iEFe-]/.test(text) && !text.startsWith("-e"));
  if (unknown) {
    const message = nearestTo(
      text("Of grep's flags, a filter has {flags}", { flags: ["-i", "-E", "-F", "-e"] }),
      "| grep -i TEXT",
    );
    throw new Refused("beyond", message, unknown);
  }
  const read = new ReadFlags(words, flags);
  const patterns = [
    ...(read.given("regexp") ? [read.text("regexp")] : []),
    ...read.args.map(({ text }) => text),
  ];
  const [pattern = "", file] = patterns;
  if (pattern === "" || file !== undefined) {
    throw new Refused("syntax", nearestTo(text("grep is given one text"), "| grep TEXT"), at);
  }
  if (!read.isSet("fixed-strings") && /[\\^$*+?()[\]{}|]/.test(pattern)) {
    const message = nearestTo(text("Batchboard filters by text, not by pattern"), "| grep -F TEXT");
    throw new Refused("beyond", message, at);
  }
  return pattern;
}

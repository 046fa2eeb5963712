/** How the value of a flag is read, by the names of pflag's types. */
export type FlagKind = "string" | "bool" | "int" | "duration" | "strings";

export interface Flag {
  readonly name: string;
  /** One letter; empty for none. */
  readonly short: string;
  readonly kind: FlagKind;
  /** What the flag alone says, without a value (pflag's NoOptDefVal); null where it needs one. */
  readonly bare: string | null;
}

/**
 * Reads a table of flags, one in a line: `-A --all-namespaces bool`, and behind `=` what the flag
 * says without a value.
 */
export function flagTable(text: string): readonly Flag[] {
  return text
    .trim()
    .split("\n")
    .map((line) => {
      const [, short = "", name = "", kind = "", bare] =
        /^\s*(?:-(\w) )?--([\w-]+) (\w+)(?: =(\w+))?$/.exec(line) ?? [];
      return {
        name,
        short,
        kind: kind as FlagKind,
        bare: bare ?? (kind === "bool" ? "true" : null),
      };
    });
}

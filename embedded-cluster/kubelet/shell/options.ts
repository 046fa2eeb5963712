/** What an argument list asks of a command that takes single letters. */
export interface Options {
  /** With its value, which is empty for one that takes none. */
  readonly given: ReadonlyMap<string, string>;
  readonly operands: readonly string[];
  /** The first argument with an option that is not one of them. */
  readonly unknown: string | null;
}

/** Reads options as getopt does, wherever they stand: in `n:` the option has a value. */
export function readOptions(args: readonly string[], letters: string): Options {
  const given = new Map<string, string>();
  const operands: string[] = [];
  let unknown: string | null = null;
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? "";
    if (arg === "--") return { given, operands: [...operands, ...args.slice(at + 1)], unknown };
    if (!arg.startsWith("-") || arg === "-") {
      operands.push(arg);
      continue;
    }
    // `head -5` is older than options.
    const rest = letters === "n:" ? arg.slice(1).replace(/^(?=\d)/, "n") : arg.slice(1);
    for (let letter = 0; letter < rest.length; letter += 1) {
      const char = rest[letter] ?? "";
      const place = char === ":" ? -1 : letters.indexOf(char);
      if (place < 0) unknown ??= arg;
      if (letters[place + 1] !== ":" || place < 0) given.set(char, "");
      else {
        given.set(char, rest.slice(letter + 1) || (args[++at] ?? ""));
        break;
      }
    }
  }
  return { given, operands, unknown };
}

/** Where a pattern is found within a line, in UTF-16 units of its plain text. */
export interface Match {
  readonly start: number;
  readonly end: number;
}

/** What is looked for in lines; its time is linear in the length of a line, whatever was typed. */
export interface Pattern {
  test(text: string): boolean;
  /** The first hit of one line, which may be empty; null for none. */
  first(text: string): Match | null;
  /** The hits of one line in order, none empty. */
  matches(text: string): Match[];
}

/** Finds a text as it was typed; it must not be empty. */
export function textPattern(text: string, matchCase: boolean): Pattern {
  const escaped = text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  const pattern = new RegExp(escaped, matchCase ? "gu" : "giu");
  // `matchAll` begins where its pattern was left; nothing else moves this one.
  const every = new RegExp(pattern);
  return {
    test: (line) => {
      pattern.lastIndex = 0;
      return pattern.test(line);
    },
    first: (line) => {
      pattern.lastIndex = 0;
      const hit = pattern.exec(line);
      return hit && { start: hit.index, end: hit.index + hit[0].length };
    },
    matches: (line) =>
      [...line.matchAll(every)].map(({ index, 0: hit }) => ({
        start: index,
        end: index + hit.length,
      })),
  };
}

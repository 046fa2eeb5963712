import { RE2JS, RE2JSSyntaxException } from "re2js";
import type { Match, Pattern } from "#lib/logs/pattern";

const longest = 1_000;

/**
 * Finds a regular expression in the syntax of Go and `grep -E`'s common part (RE2: no
 * backreferences, no lookaround), so that no pattern can hang a server or a tab. A string is a
 * sentence about what is wrong with it.
 */
export function regexPattern(source: string, matchCase: boolean): Pattern | string {
  if (source.length > longest) return `A pattern has at most ${longest} characters.`;
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(source, matchCase ? 0 : RE2JS.CASE_INSENSITIVE);
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return `${error.message}.`;
    throw error;
  }
  return {
    test: (line) => compiled.test(line),
    first: (line) => {
      const matcher = compiled.matcher(line);
      return matcher.find() ? { start: matcher.start(), end: matcher.end() } : null;
    },
    matches: (line) => {
      const matches: Match[] = [];
      const matcher = compiled.matcher(line);
      while (matcher.find()) {
        const [start, end] = [matcher.start(), matcher.end()];
        if (end > start) matches.push({ start, end });
      }
      return matches;
    },
  };
}

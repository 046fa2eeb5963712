import { RE2JS, RE2JSSyntaxException } from "re2js";
import type { Match, Pattern } from "#lib/logs/pattern";
import { type Text, text } from "#lib/texts/text";

const longest = 1_000;

/** What the engine finds wrong, in its words. */
const faults = [
  "duplicate capture group name",
  "invalid character class range",
  "invalid escape sequence",
  "invalid named capture",
  "invalid nested repetition operator",
  "invalid or unsupported Perl syntax",
  "invalid repeat count",
  "missing argument to repetition operator",
  "missing closing )",
  "missing closing ]",
  "trailing backslash at end of expression",
  "unexpected )",
] as const;

/**
 * Finds a regular expression in the syntax of Go and `grep -E`'s common part (RE2: no
 * backreferences, no lookaround), so that no pattern can hang a server or a tab; or a
 * sentence about what is wrong with it.
 */
export function regexPattern(
  source: string,
  matchCase: boolean,
): Pattern | { readonly wrong: Text } {
  if (source.length > longest) {
    return { wrong: text("A pattern has at most {most} characters.", { most: longest }) };
  }
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(source, matchCase ? 0 : RE2JS.CASE_INSENSITIVE);
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return { wrong: wrongWords(error) };
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

function wrongWords({ error, input }: RE2JSSyntaxException): Text {
  const known = faults.find((fault) => fault === error);
  const what = known === undefined ? error : text(known);
  return input
    ? text("error parsing regexp: {what}: `{part}`.", { what, part: input })
    : text("error parsing regexp: {what}.", { what });
}

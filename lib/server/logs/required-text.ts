import type { LogSearch } from "#lib/api/log-search";

/** More would make the test itself slow. */
const mostTexts = 16;
const longestText = 32;

/**
 * What is in every text that has a hit, so that a look for it, which costs little, spares the many
 * lines without one; null where no such thing is known. It may be in other texts too.
 */
export function requiredText({ find, regex, matchCase }: LogSearch): RegExp | null {
  const texts = regex ? requiredTexts(find) : [find];
  if (texts === null || texts.length > mostTexts) return null;
  // What has other cases beyond ASCII is left to the pattern.
  if (!matchCase && texts.some((text) => /[^\x20-\x7e]/.test(text))) return null;
  const escaped = texts.map((text) =>
    text.slice(0, longestText).replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"),
  );
  return new RegExp(escaped.join("|"), matchCase ? "g" : "giu");
}

/** Texts of which each match of a simple regular expression has one; null where that is not plain. */
function requiredTexts(source: string): readonly string[] | null {
  const branches = splitBranches(source);
  const texts = branches?.map(longestLiteral);
  if (!texts) return null;
  return texts.every((text) => text.length >= 2) ? texts : null;
}

/** An escape, a class, a repetition, or one character. */
const tokens = /\\.|\[\^?\]?(?:\\.|\[:\^?[a-z]+:\]|[^\]\\])*\]|\{\d+(?:,\d*)?\}|./gsu;

/** The tokens of each alternative; null where one says more: of a group, a quotation, a code. */
function splitBranches(source: string): string[][] | null {
  const branches: string[][] = [[]];
  for (const [token] of source.matchAll(tokens)) {
    if (token === "|") branches.push([]);
    else if (/^(?:[()[]|\\[QEpPx0-9])$/.test(token)) return null;
    else branches.at(-1)?.push(token);
  }
  return branches;
}

/** The longest run of characters that stand for themselves and are in every match. */
function longestLiteral(branch: readonly string[]): string {
  const runs: string[] = [];
  let run = "";
  const close = () => {
    runs.push(run);
    run = "";
  };
  for (const [i, token] of branch.entries()) {
    const literal = literalOf(token);
    const repetition = branch[i + 1] ?? "";
    if (literal === null || /^[*?{]/.test(repetition)) close();
    else {
      run += literal;
      if (repetition === "+") close();
    }
  }
  close();
  return runs.reduce((longest, each) => (each.length > longest.length ? each : longest), "");
}

/** The character a token stands for; null where it may stand for several, or for none. */
function literalOf(token: string): string | null {
  if (/^\\[^\w\s]$/u.test(token)) return token.slice(1);
  return /^[^\\^$.*+?[\]{}|\n]$/u.test(token) ? token : null;
}

import type { LogSearch } from "#lib/api/log-search";

/** More would make the test itself slow. */
const mostTexts = 16;
const longestText = 32;
/** A choice that is longer spares too little. */
const longestToken = 128;

/**
 * What is in every text that has a hit, so that a look for it, which costs little, spares the many
 * lines without one; null where no such thing is known. It may be in other texts too. It repeats
 * nothing, so that its time is linear in any text.
 */
export function requiredText({ find, regex, matchCase }: LogSearch): RegExp | null {
  const texts = regex ? requiredTexts(find) : [escaped(find.slice(0, longestText))];
  if (texts === null || texts.length > mostTexts) return null;
  // What has other cases beyond ASCII is left to the pattern.
  if (!matchCase && texts.some((text) => /[^\x20-\x7e]/.test(text))) return null;
  return new RegExp(texts.join("|"), matchCase ? "g" : "giu");
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

/** Sources of which each match of a simple regular expression has one; null where that is not plain. */
function requiredTexts(source: string): readonly string[] | null {
  const runs = splitBranches(source)?.map(tellingRun);
  return runs?.every(({ literals }) => literals >= 2) ? runs.map((run) => run.source) : null;
}

/** An escape, a choice between texts, a class, a repetition, or one character. */
const tokens =
  /\\.|\((?:\?:)?[\w =:/,-]+(?:\|[\w =:/,-]+)*\)|\[\^?\]?(?:\\.|\[:\^?[a-z]+:\]|[^\]\\])*\]|\{\d+(?:,\d*)?\}|./gsu;

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

/** What stands side by side in every match. */
interface Run {
  readonly source: string;
  /** So many of its characters, at least, stand for themselves. */
  readonly literals: number;
  readonly length: number;
}

const noRun: Run = { source: "", literals: 0, length: 0 };

/** The run of a branch that the fewest other lines have: the one with the most literals. */
function tellingRun(branch: readonly string[]): Run {
  let [telling, run] = [noRun, noRun];
  const close = () => {
    const more = run.literals - telling.literals || run.length - telling.length;
    if (more > 0) telling = run;
    run = noRun;
  };
  for (const [i, token] of branch.entries()) {
    const repetition = branch[i + 1] ?? "";
    const next = /^[*?{]/.test(repetition) ? null : sourceOf(token);
    if (next === null) {
      close();
      continue;
    }
    if (run.length === longestText) close();
    const { source, literals, length } = run;
    run = { source: source + next, literals: literals + literalsOf(token), length: length + 1 };
    if (repetition === "+") close();
  }
  close();
  return telling;
}

/** A regular expression of ours for what a token stands for; null where that is not plain. */
function sourceOf(token: string): string | null {
  const literal = literalOf(token);
  if (literal !== null) return escaped(literal);
  if (token === "\\d") return "[0-9]";
  if (token.length > longestToken) return null;
  if (/^\[(?:[a-z]-[a-z]|[A-Z]-[A-Z]|[0-9]-[0-9]|[\w ])+\]$/.test(token)) return token;
  return /^\(.+\)$/.test(token) ? token.replace(/^\((?:\?:)?/, "(?:") : null;
}

function literalsOf(token: string): number {
  if (literalOf(token) !== null) return 1;
  const texts = /^\((?:\?:)?(.+)\)$/.exec(token)?.[1]?.split("|") ?? [""];
  return Math.min(...texts.map(({ length }) => length));
}

/** The character a token stands for; null where it may stand for several, or for none. */
function literalOf(token: string): string | null {
  if (/^\\[^\w\s]$/u.test(token)) return token.slice(1);
  return /^[^\\^$.*+?[\]{}|\n]$/u.test(token) ? token : null;
}

/** One place of a shell pattern: any text, or a character that is in the set. */
type Place = "*" | ((char: string) => boolean);

/** A text with what of it is quoted, and stands for itself. */
export interface PatternText {
  readonly text: string;
  readonly quoted: boolean;
}

/** Reads a shell pattern: `*`, `?`, `[a-z]`, `[!a-z]`. */
export function compilePattern(pieces: readonly PatternText[]): readonly Place[] {
  return pieces.flatMap(({ text, quoted }) =>
    quoted ? [...text].map((char): Place => equals(char)) : compile(text),
  );
}

const equals = (char: string) => (other: string) => other === char;

function compile(text: string): Place[] {
  const places: Place[] = [];
  for (let rest = text; rest !== ""; ) {
    const set = /^\[(!|\^)?(\]?[^\]]*)\]/.exec(rest);
    const char = [...rest][0] ?? "";
    if (char === "*") places.push("*");
    else if (char === "?") places.push(() => true);
    else if (set) places.push(member(set[2] ?? "", set[1] !== undefined));
    else places.push(equals(char));
    rest = rest.slice(set && char === "[" ? set[0].length : char.length);
  }
  return places;
}

function member(set: string, negated: boolean): Place {
  const ranges = [...set.matchAll(/([\s\S])-([\s\S])|([\s\S])/gu)].map(([, from, to, single]) => [
    from ?? single ?? "",
    to ?? single ?? "",
  ]);
  return (char) => ranges.some(([from = "", to = ""]) => from <= char && char <= to) !== negated;
}

/** Whether the whole text matches; in the time of one length times the other, whatever is asked. */
export function matches(text: readonly string[], pattern: readonly Place[]): boolean {
  let at = 0;
  let place = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    const wanted = pattern[place];
    if (wanted === "*") {
      star = place++;
      resume = at;
    } else if (wanted?.(text[at] ?? "")) {
      at += 1;
      place += 1;
    } else if (star >= 0) {
      place = star + 1;
      at = ++resume;
    } else return false;
  }
  while (pattern[place] === "*") place += 1;
  return place === pattern.length;
}

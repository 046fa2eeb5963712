/** What nearly every line begins with: nine digits, in UTC. */
const usual =
  /\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{9}Z /y;
const usualLength = 31;
const any = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d) ?/y;

/** More than the longest stamp: so much of a line's beginning tells its time. */
export const longestStamp = 64;

/**
 * The stamp of the line that begins at `at`, of a log that was asked for with timestamps: its time,
 * in UTC with nine digits so that times compare as text (a node stamps in its own zone, and older
 * ones leave trailing zeros out), and where its text begins. Of a line without one the time is
 * empty, and the text begins with it.
 */
export function readStamp(text: string, at = 0): { readonly time: string; readonly end: number } {
  if (isUsual(text, at)) {
    return { time: text.slice(at, at + usualLength - 1), end: at + usualLength };
  }
  any.lastIndex = at;
  const match = any.exec(text);
  const time = match ? utc(match) : "";
  return { time, end: match && time !== "" ? any.lastIndex : at };
}

/** Where the text of the line that begins at `at` begins, and nothing else of `readStamp`. */
export function stampEnd(text: string, at: number): number {
  return isUsual(text, at) ? at + usualLength : readStamp(text, at).end;
}

/** An RFC 3339 time as `readStamp` gives it; empty for what is none. */
export function utcTime(text: string): string {
  return readStamp(text).time;
}

function isUsual(text: string, at: number): boolean {
  usual.lastIndex = at;
  return usual.test(text);
}

/** The matched stamp in UTC; empty for digits that are no time, such as a 61st minute. */
function utc([, second = "", fraction = "", zone = ""]: RegExpExecArray): string {
  const ms = Date.parse(second + zone);
  if (Number.isNaN(ms)) return "";
  return `${new Date(ms).toISOString().slice(0, 19)}.${fraction.slice(0, 9).padEnd(9, "0")}Z`;
}

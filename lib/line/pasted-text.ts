/**
 * What is pasted as one line: what the shell would read on is, prompts of continued lines included;
 * of several commands the first stays.
 */
export function pastedLine(text: string): string {
  const joined = text.replace(/[ \t]*\\\r?\n(?:[ \t]*>[ \t])?[ \t]*/g, " ");
  const [first = ""] = joined.split(/\r?\n/).filter((line) => line.trim() !== "");
  return first.trim();
}

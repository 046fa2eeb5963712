/**
 * A word as a POSIX shell must be given it. Control characters are written out: a copied line is
 * one line, and holds nothing a terminal would obey before the shell reads it.
 */
export function shellWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  const quoted = word.replaceAll("'", `'\\''`).replace(/\p{Cc}/gu, writtenOut);
  return `'${quoted}'`;
}

/** Ends the quotes, and begins them again behind it. */
function writtenOut(control: string): string {
  const octets = [...new TextEncoder().encode(control)];
  return `'$'${octets.map((octet) => `\\${octet.toString(8).padStart(3, "0")}`).join("")}''`;
}

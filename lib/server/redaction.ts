const hidden = "[redacted]";

/** More than this of somebody else's text is no sentence. */
const textLimit = 8_192;

/**
 * Forms in which a secret may stand in a text that somebody else wrote, such as an API server's
 * message. Each is read in linear time, whatever the text.
 */
const secrets: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/\b(Bearer|Basic)\s+[^\s"',;]+/gi, `$1 ${hidden}`],
  [/\bcookie(\s*:\s*)[^\r\n]+/gi, `cookie$1${hidden}`],
  // A JWT, wherever it stands.
  [/\beyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, hidden],
  [/(\/\/)[^\s/@:]+:[^\s/@]+@/g, `$1${hidden}@`],
  [/([?&]key=)[^\s"',;&]+/gi, `$1${hidden}`],
  [
    /(token|secret|passw(?:or)?d|credential|api[-_]?key)(["']?\s*=\s*["']?)[^\s"',;&]+/gi,
    `$1$2${hidden}`,
  ],
  [/(token|secret|passw(?:or)?d|credential|api[-_]?key)(["']\s*:\s*["'])[^"']+/gi, `$1$2${hidden}`],
  // Without quotes a short word after a colon is the rest of the sentence.
  [
    /(token|secret|passw(?:or)?d|credential|api[-_]?key)(\s*:\s*)[^\s"',;&]{16,}/gi,
    `$1$2${hidden}`,
  ],
  [/-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$)/g, hidden],
];

/** A text without what looks like a credential; what it says otherwise is kept (quality S17). */
export function redacted(text: string): string {
  const cut = text.length > textLimit ? `${text.slice(0, textLimit)}…` : text;
  return secrets.reduce((rest, [pattern, by]) => rest.replace(pattern, by), cut);
}

const hidden = "[redacted]";

/** Forms in which a secret may stand in a text that somebody else wrote, such as an API server's message. */
const secrets: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/\b(Bearer|Basic)\s+[^\s"',;]+/gi, `$1 ${hidden}`],
  // A JWT, wherever it stands.
  [/\beyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, hidden],
  [/(\/\/)[^\s/@:]+:[^\s/@]+@/g, `$1${hidden}@`],
  [
    /\b((?:[\w-]*(?:token|secret|password|passwd|cookie|credential|authorization|api[-_]?key))|key)(["']?\s*[=:]\s*["']?)(?!(?:Bearer|Basic)\s)[^\s"',;&]+/gi,
    `$1$2${hidden}`,
  ],
  [/-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$)/g, hidden],
];

/** A text without what looks like a credential; what it says otherwise is kept (quality S17). */
export function redacted(text: string): string {
  return secrets.reduce((rest, [pattern, by]) => rest.replace(pattern, by), text);
}

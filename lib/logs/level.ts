/** How serious a line calls itself, when that is more than information. */
export type Severity = "error" | "warn";

export interface LogLevel {
  readonly level: Severity;
  /** Where the word stands, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

/** A level stands near the beginning of a line; further on the word is only a word. */
const near = 120;
const patterns: readonly RegExp[] = [
  // `12:00:00 ERROR …`, `[WARN] …`: a word in capitals.
  /(?<![\w-])(ERROR|FATAL|PANIC|CRITICAL|SEVERE|WARN(?:ING)?)(?![\w-])/d,
  // `level=error`, `"level":"warn"`, `severity: "ERROR"`.
  /\b(?:level|lvl|severity)"?\s*[=:]\s*"?(error|fatal|panic|critical|warn(?:ing)?)\b/di,
  // klog: `E1124 12:00:00.000000 1 reflector.go:158] …`.
  /^([EFW])\d{4} \d\d:\d\d:\d\d/d,
];

/** The level of a line and the word that says it. */
export function logLevel(text: string): LogLevel | null {
  const head = text.slice(0, near);
  for (const pattern of patterns) {
    const place = pattern.exec(head)?.indices?.[1];
    if (!place) continue;
    const [start, end] = place;
    return { level: /^w/i.test(head.slice(start, end)) ? "warn" : "error", start, end };
  }
  return null;
}

/** What a field that holds a level says: a word, or a number of pino and bunyan (40 is warn). */
export function severityOf(level: string): Severity | null {
  if (/^(err|error|fatal|panic|dpanic|crit|critical|severe|alert|emerg\w*)$/i.test(level)) {
    return "error";
  }
  if (/^warn(ing)?$/i.test(level)) return "warn";
  if (!/^\d{2}$/.test(level)) return null;
  const number = Number(level);
  return number >= 50 ? "error" : number >= 40 ? "warn" : null;
}

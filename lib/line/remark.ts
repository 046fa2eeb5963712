import { formatSort, formatSpan, parseSort, parseSpan, type Sort } from "#lib/api/list-query";

/** What a view shows that kubectl cannot be told: it stands behind ` # `. */
export interface Remark {
  /** A part of a name, or of a log's line; empty for all. */
  readonly find: string;
  readonly statuses: readonly string[];
  /** Several namespaces, of those the command names; empty for those it names. */
  readonly namespaces: readonly string[];
  /** An order that kubectl has not; null for the command's. */
  readonly sort: Sort | null;
  /** null for kubectl's columns. */
  readonly columns: readonly string[] | null;
  /** Milliseconds; null for all. */
  readonly suspendedFor: number | null;
  /** Instants, for a log that kubectl has no end of, or stern no beginning; empty for none. */
  readonly since: string;
  readonly until: string;
  /** What ended before a restart: besides what runs, or alone; empty where the command says it. */
  readonly restarts: "" | "also" | "only";
}

export const noRemark: Remark = {
  find: "",
  statuses: [],
  namespaces: [],
  sort: null,
  columns: null,
  suspendedFor: null,
  since: "",
  until: "",
  restarts: "",
};

const restarted = "what ended before a restart";

/**
 * `find "ledger"; status Failed,Running; sort -age`; empty where there is nothing to say. `previous`
 * is the command that prints what ended before a restart.
 */
export function printRemark(remark: Remark, previous = "the same with --previous"): string {
  const { find, statuses, namespaces, sort, columns, suspendedFor, since, until } = remark;
  const clauses = [
    namespaces.length === 0 ? "" : `only in ${printWords(namespaces)}`,
    find === "" ? "" : `find ${quoted(find)}`,
    statuses.length === 0 ? "" : `status ${printWords(statuses)}`,
    suspendedFor === null ? "" : `suspended for ${formatSpan(suspendedFor)}`,
    sort === null ? "" : `sort ${printWords([formatSort(sort)])}`,
    columns === null ? "" : `columns ${printWords(columns)}`.trimEnd(),
    since === "" ? "" : `since ${printWords([since])}`,
    until === "" ? "" : `until ${printWords([until])}`,
    remark.restarts === "also" ? `${restarted}: ${previous}` : "",
    remark.restarts === "only" ? `only ${restarted}: ${previous}` : "",
  ];
  return clauses.filter((clause) => clause !== "").join("; ");
}

/** Reads what `printRemark` prints. A comment of anybody's that is none of it says nothing. */
export function readRemark(comment: string): Remark {
  const clauses = comment.match(/(?:"(?:\\.|[^"\\])*"|[^;"])+/g) ?? [];
  let remark = noRemark;
  for (const clause of clauses) {
    const said = readClause(clause.trim());
    if (said === null) return noRemark;
    remark = { ...remark, ...said };
  }
  return remark;
}

function readClause(clause: string): Partial<Remark> | null {
  if (clause.startsWith(restarted)) return { restarts: "also" };
  if (clause.startsWith(`only ${restarted}`)) return { restarts: "only" };
  const [, key, rest = ""] =
    /^(find|status|only in|suspended for|sort|columns|since|until)(?: (\S[\s\S]*))?$/.exec(
      clause,
    ) ?? [];
  const words = readWords(rest);
  const [first = ""] = words ?? [];
  if (words === null || (words.length === 0 && key !== "columns")) return null;
  switch (key) {
    case "find":
      return words.length === 1 ? { find: first } : null;
    case "status":
      return { statuses: words };
    case "only in":
      return { namespaces: words };
    case "suspended for": {
      const suspendedFor = parseSpan(first);
      return suspendedFor === null ? null : { suspendedFor };
    }
    case "sort":
      return words.length === 1 ? { sort: parseSort(first) } : null;
    case "columns":
      return { columns: words };
    case "since":
      return { since: first };
    case "until":
      return { until: first };
    default:
      return null;
  }
}

function printWords(words: readonly string[]): string {
  return words.map((word) => (/^[\w:.+/-]+$/.test(word) ? word : quoted(word))).join(",");
}

/** null where it is no list of words. */
function readWords(text: string): readonly string[] | null {
  if (text === "") return [];
  if (!/^(?:"(?:\\.|[^"\\])*"|[\w:.+/-]+)(?:,(?:"(?:\\.|[^"\\])*"|[\w:.+/-]+))*$/.test(text)) {
    return null;
  }
  const words = text.match(/"(?:\\.|[^"\\])*"|[\w:.+/-]+/g) ?? [];
  try {
    return words.map((word) => (word.startsWith('"') ? String(JSON.parse(word)) : word));
  } catch {
    return null;
  }
}

/** Nothing ends a comment but the end of its line, which no text of a cluster may bring about. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\p{Cc}\u2028\u2029]/gu, (character) => {
    return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
  });
}

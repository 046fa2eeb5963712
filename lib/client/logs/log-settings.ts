import type { inferParserType } from "nuqs/server";
import { defaultTail, type logParsers } from "#lib/client/logs/log-parsers";

/** How the time of each line is written; `zone` is that of the CronJob. */
export type LogTimes = "utc" | "local" | "zone" | "relative" | "off";

export interface LogSettings {
  /** Empty for the one `kubectl logs` would choose, `*` for all; null leaves it to the page. */
  readonly container: string | null;
  readonly previous: boolean;
  /** Of containers that were restarted, the present instance or all; null leaves it to the page. */
  readonly instances: "current" | "all" | null;
  /** The newest line is kept in sight. */
  readonly follow: boolean;
  /** null for all lines. */
  readonly tail: number | null;
  /** A duration such as `15m`; empty for all. */
  readonly since: string;
  /** Instants; empty for no bound. `from` wins over `since`. */
  readonly from: string;
  readonly until: string;
  readonly find: string;
  readonly regex: boolean;
  readonly matchCase: boolean;
  /** Only lines with a hit are shown, and so many around each. */
  readonly only: boolean;
  readonly around: number;
  /** Lines with this are not shown; empty for none. A regular expression where `find` is one. */
  readonly without: string;
  /** Keys of sources whose lines are hidden, and of the one that is shown alone. */
  readonly mute: readonly string[];
  readonly solo: string;
  /** The list of sources is open. */
  readonly sources: boolean;
  readonly wrap: boolean;
  readonly times: LogTimes;
  /** JSON and logfmt lines are shown as they were printed. */
  readonly raw: boolean;
  /** The fields shown beside the message of a folded line; none for the first of them. */
  readonly fields: readonly string[];
  /** Stack traces are shown whole. */
  readonly traces: boolean;
  /** The marked line or range, as lib/logs/line-link writes it; empty for none. */
  readonly line: string;
}

type Query = inferParserType<typeof logParsers>;

/** null is what is not in the address. */
type QueryChanges = { [K in keyof Query]?: Query[K] | null };

/** What an address says. */
export function logSettings(query: Query): LogSettings {
  const timed = query.since !== "" || query.from !== "" || query.until !== "";
  return {
    container: query.container,
    previous: query.previous !== null,
    instances: query.instances,
    follow: query.follow === null,
    // Whoever asks for a time asks for all lines since then.
    tail: linesOf(query.tail ?? (timed ? -1 : defaultTail)),
    since: query.since,
    from: query.from,
    until: query.until,
    find: query.find,
    regex: query.regex !== null,
    matchCase: query.case !== null,
    only: query.only !== null,
    around: Number(query.around ?? 0),
    without: query.without,
    mute: query.mute,
    solo: query.solo,
    sources: query.sources !== null,
    wrap: query.wrap !== null,
    times: query.ts,
    raw: query.raw !== null,
    fields: query.fields,
    traces: query.traces !== null,
    line: query.line,
  };
}

/** How each setting stands in the address; what is as it would be anyway stands nowhere. */
const written: {
  readonly [K in keyof LogSettings]-?: (value: LogSettings[K]) => QueryChanges;
} = {
  container: (container) => ({ container }),
  previous: (previous) => ({ previous: flag(previous) }),
  instances: (instances) => ({ instances }),
  follow: (follow) => ({ follow: follow ? null : "0" }),
  tail: (tail) => ({ tail: tail === defaultTail ? null : (tail ?? -1) }),
  since: (since) => ({ since: since || null }),
  from: (from) => ({ from: from || null }),
  until: (until) => ({ until: until || null }),
  find: (find) => ({ find: find || null }),
  regex: (regex) => ({ regex: flag(regex) }),
  matchCase: (matchCase) => ({ case: flag(matchCase) }),
  only: (only) => ({ only: flag(only) }),
  around: (around) => ({ around: around === 2 ? "2" : around === 5 ? "5" : null }),
  without: (without) => ({ without: without || null }),
  mute: (mute) => ({ mute: mute.length === 0 ? null : [...mute] }),
  solo: (solo) => ({ solo: solo || null }),
  sources: (sources) => ({ sources: flag(sources) }),
  wrap: (wrap) => ({ wrap: flag(wrap) }),
  times: (times) => ({ ts: times === "utc" ? null : times }),
  raw: (raw) => ({ raw: flag(raw) }),
  fields: (fields) => ({ fields: fields.length === 0 ? null : [...fields] }),
  traces: (traces) => ({ traces: flag(traces) }),
  line: (line) => ({ line: line || null }),
};

/** How changes stand in the address. */
export function logSettingsQuery(changes: Partial<LogSettings>): QueryChanges {
  const entries = Object.entries(changes) as [keyof LogSettings, never][];
  return Object.assign({}, ...entries.map(([name, value]) => written[name](value)));
}

function linesOf(tail: number): number | null {
  return tail < 0 ? null : tail;
}

function flag(on: boolean): "1" | null {
  return on ? "1" : null;
}

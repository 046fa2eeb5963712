import type { Instant } from "#lib/api/rows";
import type { Outlook, RunResult, StripMark } from "#lib/api/runs";

/**
 * How the strip of an outlook travels: what its names begin with alike, then a tuple a mark. A list of
 * CronJobs holds a dozen marks for each, whose names and instants would be most of it.
 */
export type PackedOutlook = Omit<Outlook, "strip" | "suspension"> & {
  readonly strip: PackedStrip;
  /** Absent where there is none. */
  readonly suspension?: NonNullable<Outlook["suspension"]>;
};

export type PackedStrip = readonly [prefix: string, ...marks: readonly PackedMark[]];

/** Instants in seconds since the epoch; the start and the end since the tick, or else the epoch. */
type PackedMark =
  | readonly [
      name: string,
      result: number,
      scheduled: number | null,
      started: number | null,
      ended: number | null,
      manual: 0 | 1,
    ]
  | readonly [first: number, last: number, count: number, cause: string];

const results: readonly RunResult[] = ["Complete", "Failed", "Running", "Suspended"];

export function packOutlook({ strip, suspension, ...rest }: Outlook): PackedOutlook {
  return { ...rest, strip: packStrip(strip), ...(suspension && { suspension }) };
}

export function packStrip(strip: readonly StripMark[]): PackedStrip {
  const names = strip.flatMap((mark) => (mark.kind === "run" ? [mark.run.name] : []));
  const prefix = commonPrefix(names);
  return [prefix, ...strip.map((mark) => packMark(mark, prefix.length))];
}

export function unpackOutlook({ strip, suspension, ...rest }: PackedOutlook): Outlook {
  return { ...rest, strip: unpackStrip(strip), suspension: suspension ?? null };
}

export function unpackStrip([prefix, ...marks]: PackedStrip): StripMark[] {
  return marks.map((mark) => unpackMark(mark, prefix));
}

function packMark(mark: StripMark, cut: number): PackedMark {
  if (mark.kind === "missed") {
    return [seconds(mark.first) ?? 0, seconds(mark.last) ?? 0, mark.count, mark.cause];
  }
  const { name, result, scheduled, started, ended, manual } = mark.run;
  const from = seconds(scheduled);
  const since = (at: Instant | null) => {
    const value = seconds(at);
    return value === null ? null : value - (from ?? 0);
  };
  const flag = manual ? 1 : 0;
  return [name.slice(cut), results.indexOf(result), from, since(started), since(ended), flag];
}

function unpackMark(mark: PackedMark, prefix: string): StripMark {
  if (mark.length === 4) {
    const [first, last, count, cause] = mark;
    const kind = "missed" as const;
    // The server packs one of them.
    return { kind, first: written(first), last: written(last), count, cause: cause as never };
  }
  const [name, result, scheduled, started, ended, manual] = mark;
  const instant = (since: number | null) =>
    since === null ? null : written(since + (scheduled ?? 0));
  return {
    kind: "run",
    run: {
      name: prefix + name,
      result: results[result] ?? "Running",
      scheduled: scheduled === null ? null : written(scheduled),
      started: instant(started),
      ended: instant(ended),
      manual: manual === 1,
    },
  };
}

function commonPrefix(names: readonly string[]): string {
  const [first = ""] = names;
  let length = first.length;
  for (const name of names) while (!name.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}

/** Whole seconds: the API server writes no others of a Job. */
function seconds(instant: Instant | null): number | null {
  const value = Date.parse(instant ?? "");
  return Number.isNaN(value) ? null : Math.floor(value / 1000);
}

function written(seconds: number): Instant {
  return new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
}

import {
  type Asides,
  type Delta,
  type RowOf,
  type Snapshot,
  type TableName,
  type Tables,
  tableNames,
  type WatchFrame,
} from "#lib/api/frames";
import type { CronJobRow, Instant, JobRow, OwnerRef, PodRow } from "#lib/api/rows";
import { type PackedOutlook, unpackOutlook } from "#lib/api/strip-tuples";

/**
 * How rows travel: as lists of values in the order of their layout, for their names would be more
 * than what they say (quality P5, P6). What stands in two places of a row travels once, nulls at its
 * end not at all.
 */
export type RowTuple = readonly unknown[];

/** What stands before a field in its row. */
interface Before {
  readonly uid: string;
  readonly name: string;
  readonly created: Instant | null;
}

/** How one field travels. */
interface Codec<Value> {
  pack(value: Value, row: Before): unknown;
  /** `created` is the creation as it travelled. */
  unpack(packed: unknown, row: Before, created: unknown): Value;
}

const plain: Codec<never> = {
  pack: (value) => value,
  unpack: (packed) => packed as never,
};

/** `true` is four bytes more than `1`. */
const flag: Codec<boolean> = {
  pack: (value) => (value ? 1 : 0),
  unpack: (packed) => packed === 1,
};

/** In seconds since the epoch. */
const creation: Codec<Instant | null> = {
  pack: (value) => seconds(value) ?? value,
  unpack: (packed) => (typeof packed === "number" ? written(packed) : (packed as Instant | null)),
};

/** In seconds since the object's creation. */
const instant: Codec<Instant | null> = {
  pack(value, { created }) {
    const [from, to] = [seconds(created), seconds(value)];
    return from === null || to === null ? value : to - from;
  },
  // A number was made beside a creation that is one too.
  unpack: (packed, _row, created) =>
    typeof packed === "number" ? written(Number(created) + packed) : (packed as Instant | null),
};

/** Seconds since the epoch of a time as the API server writes it; null for any other text. */
function seconds(text: Instant | null): number | null {
  const value = Date.parse(text ?? "") / 1000;
  if (!Number.isInteger(value)) return null;
  return asWritten.test(text ?? "") || written(value) === text ? value : null;
}

/**
 * What is surely written so, but for a day that its month may not have and an hour of 24: to write it
 * again would take longer than all else that is done of a row.
 */
const asWritten = /^\d{4}-\d\d-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):\d\d:\d\dZ$/;

const perDay = 86_400;
const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, "0"));
/** How the days begin that were written: a list has thousands of instants, and few days. */
const days = new Map<number, string>();

/** As `Date` writes it without milliseconds, in a tenth of the time. */
function written(seconds: number): Instant {
  const day = Math.floor(seconds / perDay);
  const begin =
    days.get(day) ?? new Date(day * perDay * 1000).toISOString().slice(0, -"00:00:00.000Z".length);
  days.set(day, begin);
  const ofDay = seconds - day * perDay;
  const [minutes, hours] = [Math.floor(ofDay / 60) % 60, Math.floor(ofDay / 3600)];
  return `${begin}${twoDigits[hours]}:${twoDigits[minutes]}:${twoDigits[ofDay % 60]}Z`;
}

/** A Pod's name begins with its Job's, a Job's with its CronJob's: that travels as its length. */
const owner: Codec<OwnerRef | null> = {
  pack(value, { name }) {
    if (value === null) return null;
    return [value.kind, name.startsWith(value.name) ? value.name.length : value.name, value.uid];
  },
  unpack(packed, { name }) {
    if (packed === null) return null;
    const [kind, named, uid] = packed as [string, string | number, string];
    return { kind, name: typeof named === "number" ? name.slice(0, named) : named, uid };
  },
};

/** A Job selects its Pods by its own uid, unless somebody chose otherwise. */
const selectorKeys = ["batch.kubernetes.io/controller-uid", "controller-uid"];
const selector: Codec<string> = {
  pack(value, { uid }) {
    const known = selectorKeys.findIndex((key) => value === `${key}=${uid}`);
    return known < 0 ? value : known;
  },
  unpack: (packed, { uid }) =>
    typeof packed === "number" ? `${selectorKeys[packed]}=${uid}` : (packed as string),
};

const outcome: Codec<PodRow["ended"]> = {
  pack: (value) => (value === null ? null : Number(value === "Succeeded")),
  unpack: (packed) => (packed === null ? null : packed === 1 ? "Succeeded" : "Failed"),
};

type Layout<Row> = { readonly [Field in keyof Row]-?: Codec<Row[Field]> };

const object = {
  uid: plain,
  name: plain,
  namespace: plain,
  created: creation,
  owner,
  deleting: flag,
};
const template = { containers: plain, images: plain, selector };
const layouts = {
  cronjobs: {
    ...object,
    ...template,
    schedule: plain,
    timeZone: plain,
    suspend: plain,
    active: plain,
    lastSchedule: instant,
  } satisfies Layout<CronJobRow>,
  jobs: {
    ...object,
    ...template,
    status: plain,
    completions: plain,
    started: instant,
    completed: instant,
    suspend: flag,
  } satisfies Layout<JobRow>,
  pods: {
    ...object,
    ready: plain,
    status: plain,
    restarts: plain,
    restarted: instant,
    ip: plain,
    node: plain,
    nominatedNode: plain,
    readinessGates: plain,
    defaultContainer: plain,
    // Last, for of most Pods they say nothing.
    index: plain,
    failures: plain,
    ended: outcome,
    exitCode: plain,
  } satisfies Layout<PodRow>,
};

/** Each table's fields in the order of their layout; the compiler cannot follow the loop. */
const fields = Object.fromEntries(
  tableNames.map((table) => [table, Object.entries(layouts[table])]),
) as Record<TableName, [string, Codec<unknown>][]>;

/** Every row begins with the fields of its object. */
const createdAt = Object.keys(object).indexOf("created");

export function packRow<T extends TableName>(table: T, row: RowOf<T>): RowTuple {
  const values = row as unknown as Record<string, unknown>;
  const tuple = fields[table].map(([field, codec]) => codec.pack(values[field], row));
  while (tuple.at(-1) === null) tuple.pop();
  return tuple;
}

export function unpackRow<T extends TableName>(table: T, tuple: RowTuple): RowOf<T> {
  const row: Record<string, unknown> = {};
  const own = row as unknown as Before;
  const created = tuple[createdAt];
  let place = 0;
  for (const [field, codec] of fields[table]) {
    row[field] = codec.unpack(tuple[place++] ?? null, own, created);
  }
  return row as unknown as RowOf<T>;
}

/** A frame as it travels, its rows as tuples. */
export type PackedFrame = PackedSnapshot | PackedDelta | Exclude<WatchFrame, Snapshot | Delta>;

/** What stands beside the rows, its outlooks packed. */
type PackedAsides<Nothing> = Omit<Asides, "outlooks"> & {
  readonly outlooks?: { readonly [uid: string]: PackedOutlook | Nothing };
};

type PackedSnapshot = Omit<Snapshot, "tables" | "beside"> & {
  readonly beside: PackedAsides<never>;
  readonly tables: { readonly [T in TableName]?: readonly RowTuple[] };
};
type PackedDelta = Omit<Delta, "tables" | "beside"> & {
  readonly beside?: PackedAsides<null>;
  readonly tables?: {
    readonly [T in TableName]?: {
      readonly rows: readonly RowTuple[];
      readonly gone: readonly string[];
    };
  };
};

export function unpackFrame(frame: PackedFrame): WatchFrame {
  if (frame.type === "snapshot") {
    const tables = mapTables(frame.tables, unpackRows) as Partial<Tables>;
    return { ...frame, tables, beside: unpackAsides(frame.beside) as Asides };
  }
  if (frame.type !== "delta") return frame;
  const { tables, beside, ...others } = frame;
  const rest = beside ? { ...others, beside: unpackAsides(beside) } : others;
  if (!tables) return rest;
  const unpacked = mapTables(tables, ({ rows, gone }, table) => ({
    rows: unpackRows(rows, table),
    gone,
  }));
  return { ...rest, tables: unpacked as NonNullable<Delta["tables"]> };
}

function unpackAsides({ outlooks, ...rest }: PackedAsides<null>): NonNullable<Delta["beside"]> {
  if (!outlooks) return rest;
  const entries = Object.entries(outlooks).map(
    ([uid, packed]) => [uid, packed && unpackOutlook(packed)] as const,
  );
  return { ...rest, outlooks: Object.fromEntries(entries) };
}

function unpackRows(rows: readonly RowTuple[], table: TableName) {
  return rows.map((tuple) => unpackRow(table, tuple));
}

/** The rows of a table are only ever those of its own kind: the compiler cannot follow the loop. */
function mapTables<V, W>(
  tables: { readonly [T in TableName]?: V },
  map: (value: V, table: TableName) => W,
): { [T in TableName]?: W } {
  const mapped: { [T in TableName]?: W } = {};
  for (const table of tableNames) {
    const value = tables[table];
    if (value !== undefined) mapped[table] = map(value, table);
  }
  return mapped;
}

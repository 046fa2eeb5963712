import type {
  ClusterInfo,
  Counts,
  Delta,
  Detail,
  ResourceStates,
  RowOf,
  Snapshot,
  TableName,
  Tables,
} from "#lib/api/frames";
import { keyOf } from "#lib/api/rows";

/** What a view shows. Rows stand in kubectl's order; a row that did not change keeps its identity. */
export interface WatchData {
  readonly cluster: ClusterInfo;
  readonly namespaces: Snapshot["namespaces"];
  readonly choices: Snapshot["choices"];
  readonly tables: Partial<Tables>;
  readonly states: ResourceStates;
  readonly counts: Counts;
  readonly detail: Detail | null;
}

type Row = RowOf<TableName>;
type TableChange<T> = { readonly rows: readonly T[]; readonly gone: readonly string[] };

/** The data after a frame; a delta that comes before any snapshot has nothing to apply to. */
export function applyFrame(data: WatchData | null, frame: Snapshot | Delta): WatchData | null {
  if (frame.type === "snapshot") return applySnapshot(data, frame);
  return data && applyDelta(data, frame);
}

function applySnapshot(data: WatchData | null, frame: Snapshot): WatchData {
  const old = data?.tables ?? {};
  const { cluster, namespaces, choices, states, counts } = frame;
  return {
    cluster,
    namespaces,
    choices,
    states,
    counts,
    tables: mapTables<readonly Row[]>(frame.tables, (rows, name) =>
      replaceRows(old[name] ?? [], rows),
    ),
    detail: same(data?.detail, frame.detail) ? (data?.detail ?? null) : frame.detail,
  };
}

function applyDelta(data: WatchData, frame: Delta): WatchData {
  const { type: _type, now: _now, tables: changes = {}, ...rest } = frame;
  const changed = mapTables<TableChange<Row>>(changes, (change, name) =>
    changeRows(data.tables[name] ?? [], change),
  );
  return { ...data, ...rest, tables: { ...data.tables, ...changed } };
}

/** The rows of a fresh list; those that say the same as before stay the same objects. */
function replaceRows(old: readonly Row[], rows: readonly Row[]): readonly Row[] {
  const known = new Map(old.map((row) => [row.uid, row]));
  const next = rows.map((row) => kept(known.get(row.uid), row)).sort(byKey);
  return next.length === old.length && next.every((row, i) => row === old[i]) ? old : next;
}

/**
 * Rows after a change. Objects are known by uid; a name can only be held by one, so a row takes the
 * place of another of its name whose deletion was not told.
 */
function changeRows(old: readonly Row[], change: TableChange<Row>): readonly Row[] {
  const known = new Map(old.map((row) => [row.uid, row]));
  const changed = change.rows.map((row) => kept(known.get(row.uid), row));
  const taken = new Set(changed.map(keyOf));
  const dropped = new Set([...change.gone, ...changed.map((row) => row.uid)]);
  const next = old.filter((row) => !dropped.has(row.uid) && !taken.has(keyOf(row)));
  if (changed.length === 0 && next.length === old.length) return old;
  return merge(next, [...new Map(changed.map((row) => [row.uid, row])).values()].sort(byKey));
}

/** Two lists in kubectl's order as one. */
function merge(a: readonly Row[], b: readonly Row[]): readonly Row[] {
  const rows: Row[] = [];
  let next = 0;
  for (const row of a) {
    const key = keyOf(row);
    for (let other = b[next]; other && keyOf(other) < key; other = b[++next]) rows.push(other);
    rows.push(row);
  }
  return [...rows, ...b.slice(next)];
}

function kept(old: Row | undefined, row: Row): Row {
  return old && same(old, row) ? old : row;
}

/** Byte order of namespace/name; names are ASCII, where JavaScript's order is that of bytes. */
function byKey(a: Row, b: Row): number {
  const [keyA, keyB] = [keyOf(a), keyOf(b)];
  if (keyA === keyB) return 0;
  return keyA < keyB ? -1 : 1;
}

/** The server writes the same thing as the same text. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * Applies `read` to each table that is present. The rows of a table are only ever those of its own
 * kind, which the compiler cannot follow through the loop: hence the one cast.
 */
function mapTables<V>(
  tables: { readonly [T in TableName]?: V },
  read: (value: V, name: TableName) => readonly Row[],
): Partial<Tables> {
  const names: readonly TableName[] = ["cronjobs", "jobs", "pods"];
  const entries = names.flatMap((name) => {
    const value = tables[name];
    return value === undefined ? [] : [[name, read(value, name)]];
  });
  return Object.fromEntries(entries) as Partial<Tables>;
}

import {
  type Apart,
  type ClusterInfo,
  type Counts,
  type Delta,
  type Detail,
  type ResourceState,
  type ResourceStates,
  type RowOf,
  type Snapshot,
  type TableName,
  type Tables,
  tableNames,
} from "#lib/api/frames";
import type { DayAhead, Overview } from "#lib/api/overview";
import { type Instant, keyOf } from "#lib/api/rows";
import { changeAsides, type KnownAsides, noAsides, takeAsides } from "#lib/client/asides";

/** What a view shows. Rows stand in kubectl's order; a row that did not change keeps its identity. */
export interface WatchData {
  /** When our server was last heard, by the API server's clock. */
  readonly heard: Instant;
  /**
   * Rows of an earlier connection whose resource our server lists anew (it stops following what
   * nobody looks at). They stay, known to be old, until that list is complete.
   */
  readonly unconfirmed: { readonly [T in TableName]?: Unconfirmed };
  readonly cluster: ClusterInfo;
  readonly namespaces: Snapshot["namespaces"];
  readonly choices: Snapshot["choices"];
  readonly tables: Partial<Tables>;
  readonly states: ResourceStates;
  readonly apart: Apart;
  readonly counts: Counts;
  readonly detail: Detail | null;
  readonly beside: KnownAsides;
  /** How well the Events are followed; null where the view asks for none, or not yet. */
  readonly eventsState: ResourceState | null;
  /** Of the overview alone, as `ahead`, which is null until it was reckoned. */
  readonly overview?: Overview;
  readonly ahead?: DayAhead | null;
}

export interface Unconfirmed {
  readonly since: Instant;
  readonly uids: readonly string[];
}

type Row = RowOf<TableName>;
type TableChange<T> = { readonly rows: readonly T[]; readonly gone: readonly string[] };

/** The data after a frame; a delta that comes before any snapshot has nothing to apply to. */
export function applyFrame(data: WatchData | null, frame: Snapshot | Delta): WatchData | null {
  if (frame.type === "snapshot") return applySnapshot(data, frame);
  return data && applyDelta(data, frame);
}

function applySnapshot(data: WatchData | null, frame: Snapshot): WatchData {
  const { type: _type, now: heard, ...rest } = frame;
  const unconfirmed: { [T in TableName]?: Unconfirmed } = {};
  const tables = mapTables<readonly Row[]>(frame.tables, (rows, name) => {
    const old = data?.tables[name] ?? [];
    if (!data || old.length === 0 || !isBeingListed(frame, name)) return replaceRows(old, rows);
    const before = data.states[name];
    const stale = before?.state === "stale" ? before.since : data.heard;
    const since = data.unconfirmed[name]?.since ?? stale;
    const uids = without(
      old.map(({ uid }) => uid),
      rows,
    );
    unconfirmed[name] = { since, uids };
    return changeRows(old, { rows, gone: [] });
  });
  const before = data?.detail ?? null;
  const keepsDetail = before !== null && unconfirmed[tableOf(before)] !== undefined;
  const detail = frame.detail ?? (keepsDetail ? before : null);
  return {
    ...rest,
    heard,
    unconfirmed,
    tables,
    detail: same(before, detail) ? before : detail,
    beside: takeAsides(data?.beside ?? noAsides, frame.beside),
  };
}

function applyDelta(data: WatchData, frame: Delta): WatchData {
  const { type: _type, now: heard, tables: told = {}, beside, ...rest } = frame;
  const after = {
    ...data,
    ...rest,
    heard,
    unconfirmed: {} as WatchData["unconfirmed"],
    beside: beside ? changeAsides(data.beside, beside) : data.beside,
  };
  const changes: { [T in TableName]?: TableChange<Row> } = { ...told };
  for (const name of tableNames) {
    const waiting = data.unconfirmed[name];
    if (!waiting) continue;
    const { rows, gone } = changes[name] ?? { rows: [], gone: [] };
    const uids = without(waiting.uids, rows);
    if (isBeingListed(after, name)) {
      after.unconfirmed = { ...after.unconfirmed, [name]: { ...waiting, uids } };
      continue;
    }
    // The list is complete, or will not be had: what it lacks is gone.
    changes[name] = { rows, gone: [...gone, ...uids] };
    const dropped = data.detail !== null && uids.includes(data.detail.value.uid);
    if (dropped && rest.detail === undefined) after.detail = null;
  }
  const changed = mapTables(changes, (change, name) => changeRows(data.tables[name] ?? [], change));
  return { ...after, tables: { ...data.tables, ...changed } };
}

/** Whether a resource is being listed still; one that may not be listed never will be. */
function isBeingListed({ counts, states }: Pick<WatchData, "counts" | "states">, name: TableName) {
  const state = states[name]?.state;
  return counts[name] === null && state !== "forbidden" && state !== "error";
}

/** The uids that none of the rows has. */
function without(uids: readonly string[], rows: readonly Row[]): readonly string[] {
  const known = new Set(rows.map(({ uid }) => uid));
  return uids.filter((uid) => !known.has(uid));
}

/** The table that holds the object behind an object view. */
function tableOf({ kind }: Detail): TableName {
  return `${kind}s`;
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
  const inPlace = changeInPlace(old, change);
  if (inPlace) return inPlace;
  const changed = new Map(change.rows.map((row) => [row.uid, row]));
  const gone = new Set(change.gone);
  const names = new Set(change.rows.map(({ name }) => name));
  const taken = new Set(change.rows.map(keyOf));
  const next: Row[] = [];
  let differs = false;
  for (const row of old) {
    const now = changed.get(row.uid);
    // Thousands of others are only passed by.
    if (now && sameName(now, row)) {
      const current = kept(row, now);
      next.push(current);
      changed.delete(row.uid);
      differs ||= current !== row;
    } else if (now || gone.has(row.uid) || (names.has(row.name) && taken.has(keyOf(row)))) {
      differs = true;
    } else next.push(row);
  }
  if (changed.size > 0) return merge(next, [...changed.values()].sort(byKey));
  return differs ? next : old;
}

/**
 * The rows after a change in which none comes, goes or moves; null for any other. It costs what has
 * changed and not what there is: thousands of Jobs may change ten times a second.
 */
function changeInPlace(old: readonly Row[], change: TableChange<Row>): readonly Row[] | null {
  const places = placesOf(old);
  if (change.gone.some((uid) => places.has(uid))) return null;
  let next: Row[] | null = null;
  for (const row of change.rows) {
    const place = places.get(row.uid);
    const before = place === undefined ? undefined : (next ?? old)[place];
    if (place === undefined || !before || !sameName(before, row)) return null;
    if (kept(before, row) === before) continue;
    next ??= [...old];
    next[place] = row;
  }
  if (next) knownPlaces.set(next, places);
  return next ?? old;
}

const knownPlaces = new WeakMap<readonly Row[], ReadonlyMap<string, number>>();

/** Where the rows stand, by uid. */
function placesOf(rows: readonly Row[]): ReadonlyMap<string, number> {
  const known = knownPlaces.get(rows);
  if (known) return known;
  const places = new Map(rows.map(({ uid }, place) => [uid, place]));
  knownPlaces.set(rows, places);
  return places;
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

function sameName(a: Row, b: Row): boolean {
  return a.name === b.name && a.namespace === b.namespace;
}

function kept(old: Row | undefined, row: Row): Row {
  return old && sameRow(old, row) ? old : row;
}

/** Rows of one table have the same fields. */
function sameRow(a: Row, b: Row): boolean {
  for (const field in a) {
    const [x, y] = [a[field as keyof Row], b[field as keyof Row]];
    // Only what is no plain value can be equal without being the same.
    if (x !== y && !(typeof x === "object" && same(x, y))) return false;
  }
  return true;
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
  const entries = tableNames.flatMap((name) => {
    const value = tables[name];
    return value === undefined ? [] : [[name, read(value, name)]];
  });
  return Object.fromEntries(entries) as Partial<Tables>;
}

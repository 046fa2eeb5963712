import { type AsideName, type Asides, asideNames, type Beside, type Delta } from "#lib/api/frames";

/** What stands beside the rows, by uid; what did not change keeps its identity. */
export type KnownAsides = { readonly [A in AsideName]: ReadonlyMap<string, Beside[A]> };

type Entry = Beside[AsideName];

export const noAsides: KnownAsides = {
  outlooks: new Map(),
  histories: new Map(),
  reasons: new Map(),
  events: new Map(),
  attention: new Map(),
  failures: new Map(),
};

/** Those of a snapshot, which are all there are. */
export function takeAsides(known: KnownAsides, all: Asides): KnownAsides {
  return mapAsides((name) => {
    const old: ReadonlyMap<string, Entry> = known[name];
    const entries = Object.entries<Entry>(all[name] ?? {});
    const next = new Map(entries.map(([uid, value]) => [uid, kept(old.get(uid), value)]));
    const isSame = next.size === old.size && [...next].every(([uid, it]) => old.get(uid) === it);
    return isSame ? old : next;
  });
}

/** Those after a delta. */
export function changeAsides(
  known: KnownAsides,
  changes: NonNullable<Delta["beside"]>,
): KnownAsides {
  return mapAsides((name) => {
    const told = Object.entries<Entry | null>(changes[name] ?? {});
    if (told.length === 0) return known[name];
    const next = new Map<string, Entry>(known[name]);
    for (const [uid, value] of told) {
      if (value === null) next.delete(uid);
      else next.set(uid, kept(next.get(uid), value));
    }
    return next;
  });
}

/** The server writes the same thing as the same text. */
function kept(old: Entry | undefined, value: Entry): Entry {
  return old && JSON.stringify(old) === JSON.stringify(value) ? old : value;
}

/** The entries of a name are only ever of its own kind: the compiler cannot follow the loop. */
function mapAsides(read: (name: AsideName) => ReadonlyMap<string, Entry>): KnownAsides {
  return Object.fromEntries(asideNames.map((name) => [name, read(name)])) as unknown as KnownAsides;
}

import { mostChoices } from "#lib/api/names";
import type { ObjectView } from "#lib/api/scope";
import { statusForm } from "#lib/printers/status";

/** How an object is asked for its name, and for what its place among others follows from. */
export interface Naming<T> {
  readonly kind: ObjectView;
  nameOf(object: T): string;
  /** RFC 3339; empty where it is not known. */
  createdOf(object: T): string;
  /** How it stands, in kubectl's word; asked only of what matches. */
  wordOf(object: T): string;
}

/** Those that are told, in their order. */
export interface BestNames<T> {
  readonly best: readonly T[];
  /** There are others. */
  readonly more: boolean;
}

interface Match<T> {
  readonly object: T;
  readonly begins: boolean;
  readonly urgent: boolean;
  readonly created: string;
}

/**
 * The objects whose names hold `q`, or are `q`: those that begin with it, then what fails, then the
 * newest. Somebody is typing: of ten thousand that match no more are put in order than are told.
 */
export function bestNames<T>(
  objects: Iterable<T>,
  naming: Naming<T>,
  { q, exact }: { readonly q: string; readonly exact: boolean },
): BestNames<T> {
  const best: Match<T>[] = [];
  const isUrgent = urgency(naming.kind);
  let matches = 0;
  for (const object of objects) {
    const name = naming.nameOf(object);
    if (exact ? name !== q : !name.includes(q)) continue;
    matches += 1;
    const last = matches > mostChoices ? best.at(-1) : undefined;
    const begins = name.startsWith(q);
    // Most are behind the last that is told: nothing more is asked of them than it takes to know that.
    if (last?.begins && !begins) continue;
    const urgent = isUrgent(naming.wordOf(object));
    const created = naming.createdOf(object);
    if (last && !isBefore({ begins, urgent, created }, last)) continue;
    const match = { object, begins, urgent, created };
    const place = best.findLastIndex((other) => !isBefore(match, other)) + 1;
    best.splice(place, 0, match);
    if (best.length > mostChoices) best.pop();
  }
  return { best: best.map(({ object }) => object), more: matches > mostChoices };
}

/**
 * The same of a `q` that was typed on, `before` being what the shorter one gave of the same objects:
 * as long as all of those begin with what was typed, they are the best still.
 */
export function bestNamesTypedOn<T>(
  before: BestNames<T>,
  objects: Iterable<T>,
  naming: Naming<T>,
  q: string,
): BestNames<T> {
  const begins = (object: T) => naming.nameOf(object).startsWith(q);
  if (!before.more || !before.best.every(begins)) {
    return bestNames(objects, naming, { q, exact: false });
  }
  let matches = 0;
  for (const object of objects) {
    if (!naming.nameOf(object).includes(q)) continue;
    matches += 1;
    if (matches > mostChoices) break;
  }
  return { best: before.best, more: matches > mostChoices };
}

/** Few words are those of ten thousand objects. */
function urgency(kind: ObjectView): (word: string) => boolean {
  const known = new Map<string, boolean>();
  return (word) => {
    let urgent = known.get(word);
    if (urgent === undefined) {
      urgent = ["bad", "warn"].includes(statusForm(kind, word));
      known.set(word, urgent);
    }
    return urgent;
  };
}

type Place = Pick<Match<unknown>, "begins" | "urgent" | "created">;

function isBefore(a: Place, b: Place): boolean {
  if (a.begins !== b.begins) return a.begins;
  if (a.urgent !== b.urgent) return a.urgent;
  return a.created > b.created;
}

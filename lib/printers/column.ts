import type { Instant } from "#lib/api/rows";
import { cell, cellOrNone } from "#lib/printers/cell";
import { byteOrder } from "#lib/printers/order";
import type { Text } from "#lib/texts/text";
import { age } from "#lib/time/duration";

/**
 * A column: what its cells say of a row at a moment, and how they sort. kubectl's are the same in every
 * language: `Column<Row, string>`.
 */
export interface Column<Row, Said extends Text = Text> {
  /** kubectl's name in lower case, such as `last schedule`. */
  readonly id: string;
  /** The header as kubectl prints it, or as we would. */
  readonly header: Said;
  /** Printed with `-o wide` only. */
  readonly wide: boolean;
  readonly align: "left" | "right";
  /** The text depends on the moment. */
  readonly ticking: boolean;
  /** None of kubectl's: Batchboard computes it. */
  readonly computed?: boolean;
  /** kubectl's cell for Kubernetes 1.37; `nowMs` in milliseconds since the epoch. */
  text(row: Row, nowMs: number): Said;
  /**
   * The ascending order: texts by byte, counts as numbers, times from the newest (the smallest
   * age), what is absent last. 0 leaves two rows in kubectl's order. Durations of Jobs that still
   * run compare as they are at `nowMs`.
   */
  compare(a: Row, b: Row, nowMs: number): number;
}

/** A column of texts as they stand in the row. */
export function textColumn<Row>(id: string, read: (row: Row) => string): Column<Row, string> {
  return {
    ...plain(id),
    text: (row) => cell(read(row)),
    compare: (a, b) => byteOrder(read(a), read(b)),
  };
}

/** A wide column of texts, of which an empty one prints `<none>`. */
export function wideColumn<Row>(id: string, read: (row: Row) => string): Column<Row, string> {
  return { ...textColumn(id, read), wide: true, text: (row) => cellOrNone(read(row)) };
}

/** A column of texts made of numbers, such as `1/2`, which sort by the first that differs. */
export function fractionColumn<Row extends object>(
  id: string,
  read: (row: Row) => string,
): Column<Row, string> {
  const numbers = oncePerRow((row: Row) => (read(row).match(/\d+/g) ?? []).map(Number));
  return {
    ...textColumn(id, read),
    compare: (a, b) => {
      const [first, second] = [numbers(a), numbers(b)];
      for (let i = 0; i < first.length || i < second.length; i++) {
        const order = (first[i] ?? 0) - (second[i] ?? 0);
        if (order !== 0) return order;
      }
      return 0;
    },
  };
}

/** A column of counts, with whatever kubectl writes beside them. */
export function countColumn<Row>(
  id: string,
  read: (row: Row) => number,
  text: Column<Row, string>["text"] = (row) => String(read(row)),
): Column<Row, string> {
  return { ...plain(id), align: "right", text, compare: (a, b) => read(a) - read(b) };
}

/** A column of ages; `absent` stands where there is no instant. */
export function ageColumn<Row extends object>(
  id: string,
  read: (row: Row) => Instant | null,
  absent = "<unknown>",
): Column<Row, string> {
  const since = oncePerRow((row: Row) => -Date.parse(read(row) ?? ""));
  return {
    ...plain(id),
    align: "right",
    ticking: true,
    text: (row, nowMs) => {
      const instant = read(row);
      return instant === null ? absent : age(instant, nowMs);
    },
    compare: (a, b) => absentLast(since(a), since(b)),
  };
}

/** What a comparison reads of a row: a sort compares each a dozen times, and rows never change. */
function oncePerRow<Row extends object, Value>(read: (row: Row) => Value): (row: Row) => Value {
  const known = new WeakMap<Row, Value>();
  return (row) => {
    const before = known.get(row);
    if (before !== undefined) return before;
    const value = read(row);
    known.set(row, value);
    return value;
  };
}

/** What columns have in common. */
export function plain(id: string) {
  const align: "left" | "right" = "left";
  return { id, header: id.toUpperCase(), wide: false, align, ticking: false };
}

/** The order of two numbers where NaN stands for nothing. */
export function absentLast(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a - b;
}

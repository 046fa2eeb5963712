"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { counted } from "#components/actions/words";
import { useLanguage } from "#components/language";
import type { ListTable } from "#components/list/list-table";
import { rowChanges } from "#components/list/row-changes";
import type { NamedRow } from "#components/list/select-rows";
import type { ListView } from "#lib/api/scope";
import { type Text, text } from "#lib/texts/text";
import { systemClock } from "#lib/time/clock";

/** The table is silent; this speaks at most this often. */
const pauseMs = 10_000;
/** More names than these are a number. */
const named = 3;

interface Props<Row extends NamedRow> {
  readonly table: ListTable<Row>;
  /** Before the filters; null until the first of them are here. */
  readonly rows: readonly Row[] | null;
}

/**
 * Reads out what has failed since one looks; what had failed before is there to be read. Needs a
 * React key equal to the scope's: the rows of another scope are no news.
 */
export function FailureAnnouncer<Row extends NamedRow>({ table, rows }: Props<Row>): ReactNode {
  const seen = useRef<{ rows: readonly Row[]; failed: ReadonlySet<string> } | null>(null);
  const waiting = useRef<string[]>([]);
  const pause = useRef<(() => void) | null>(null);
  const { tell } = useLanguage();
  const [said, setSaid] = useState<Text>("");

  useEffect(() => {
    if (rows === null) return;
    const isFailed = (row: Row) =>
      table.statusesOf(row).some((status) => table.formOf(status) === "bad");
    const before = seen.current;
    const changes = before && rowChanges(before.rows, rows);
    const failing = new Set(changes ? before.failed : []);
    // A row that did not change has not failed since.
    for (const row of changes ? changes.map(({ is }) => is) : rows) {
      if (!isFailed(row)) failing.delete(row.uid);
      else if (!failing.has(row.uid)) {
        failing.add(row.uid);
        if (before && !before.failed.has(row.uid)) waiting.current.push(row.name);
      }
    }
    seen.current = { rows, failed: failing };
    if (before === null) return;
    const speak = () => {
      pause.current = null;
      if (waiting.current.length === 0) return;
      setSaid(failed(table.view, waiting.current));
      waiting.current = [];
      pause.current = systemClock.after(pauseMs, speak);
    };
    if (pause.current === null) speak();
  }, [table, rows]);
  useEffect(() => () => pause.current?.(), []);

  return (
    <p role="status" className="sr-only">
      {tell(said)}
    </p>
  );
}

/** Those that have failed since, the first of them by name. */
function failed(view: ListView, names: readonly string[]): Text {
  const what = counted(names.length, view);
  const some = names.slice(0, named).join(", ");
  const more = names.length - named;
  return more > 0
    ? text("{what} failed: {some} and {more} more", { what, some, more })
    : text("{what} failed: {some}", { what, some });
}

"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import type { ListTable } from "#components/list/list-table";
import { rowChanges } from "#components/list/row-changes";
import type { NamedRow } from "#components/list/select-rows";
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
  const [said, setSaid] = useState("");

  useEffect(() => {
    if (rows === null) return;
    const isFailed = (row: Row) =>
      table.statusesOf(row).some((status) => table.formOf(status) === "bad");
    const before = seen.current;
    const changes = before && rowChanges(before.rows, rows);
    const failed = new Set(changes ? before.failed : []);
    // A row that did not change has not failed since.
    for (const row of changes ? changes.map(({ is }) => is) : rows) {
      if (!isFailed(row)) failed.delete(row.uid);
      else if (!failed.has(row.uid)) {
        failed.add(row.uid);
        if (before && !before.failed.has(row.uid)) waiting.current.push(row.name);
      }
    }
    seen.current = { rows, failed };
    if (before === null) return;
    const speak = () => {
      pause.current = null;
      if (waiting.current.length === 0) return;
      setSaid(sentence(table.title, waiting.current));
      waiting.current = [];
      pause.current = systemClock.after(pauseMs, speak);
    };
    if (pause.current === null) speak();
  }, [table, rows]);
  useEffect(() => () => pause.current?.(), []);

  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  );
}

/** `title` is the plural, as the table is called. */
function sentence(title: string, names: readonly string[]): string {
  const what = names.length === 1 ? title.slice(0, -1) : title;
  const list = names.slice(0, named).join(", ");
  const more = names.length > named ? ` and ${names.length - named} more` : "";
  return `${names.length} ${what} failed: ${list}${more}`;
}

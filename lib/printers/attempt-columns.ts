import type { PodRow } from "#lib/api/rows";
import { absentLast, type Column, plain, wideColumn } from "#lib/printers/column";
import { type Text, text } from "#lib/texts/text";

const absent = "–";

const index = numberColumn("index", text("INDEX"), ({ index }) => index);
const exit = numberColumn("exit", text("EXIT"), exitOf);
/** kubectl's, which prints it with `-o wide` only. */
const node: Column<PodRow> = { ...wideColumn("node", (row) => row.node), wide: false };

/** What tells the Pods of a Job from each other: how they ended and where, after kubectl's columns. */
export const attemptColumns: readonly Column<PodRow>[] = [exit, node];

/** With the index each Pod works on. */
export const indexedAttemptColumns: readonly Column<PodRow>[] = [index, ...attemptColumns];

function numberColumn(
  id: string,
  header: Text,
  read: (row: PodRow) => number | null,
): Column<PodRow> {
  return {
    ...plain(id),
    header,
    align: "right",
    computed: true,
    text: (row) => String(read(row) ?? absent),
    compare: (a, b) => absentLast(read(a) ?? Number.NaN, read(b) ?? Number.NaN),
  };
}

/** That of the container that failed; 0 where all ended well, null for a Pod that goes on. */
function exitOf({ exitCode, status }: PodRow): number | null {
  return exitCode ?? (status === "Completed" ? 0 : null);
}

import type { PodRow } from "#lib/api/rows";
import { absentLast, type Column, plain, wideColumn } from "#lib/printers/column";

const absent = "–";

const index = numberColumn("index", ({ index }) => index);
const exit = numberColumn("exit", exitOf);
/** kubectl's, which prints it with `-o wide` only. */
const node: Column<PodRow> = { ...wideColumn("node", (row) => row.node), wide: false };

/** What tells the Pods of a Job from each other: how they ended and where, after kubectl's columns. */
export const attemptColumns: readonly Column<PodRow>[] = [exit, node];

/** With the index each Pod works on. */
export const indexedAttemptColumns: readonly Column<PodRow>[] = [index, ...attemptColumns];

function numberColumn(id: string, read: (row: PodRow) => number | null): Column<PodRow> {
  return {
    ...plain(id),
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

import type { Kind } from "./kinds.ts";

/** What the API server answers when asked for a Table with whole objects. */
export interface Table {
  readonly columnDefinitions: readonly { readonly name: string; readonly priority: number }[];
  readonly rows: readonly { readonly cells: readonly unknown[]; readonly object: unknown }[];
}

export const tableAccept =
  "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io";

/** The moments between which the API server has printed a Table. */
export interface Moments {
  readonly earliestMs: number;
  readonly latestMs: number;
}

/** A row in the API server's words, by column. */
export interface ServerRow {
  readonly name: string;
  readonly cells: ReadonlyMap<string, string>;
}

export interface Comparison {
  readonly rows: readonly ServerRow[];
  /** Cells that were compared, equal or not. */
  readonly cells: number;
  readonly differences: readonly string[];
}

/**
 * Every cell of every row, ours beside the API server's; `skip` leaves out cells it knows to differ.
 * Without moments, as nobody says when an event of a watch was printed, cells that tick are left out.
 */
export function compare(
  kind: Kind,
  table: Table,
  moments: Moments | null,
  skip: (columnId: string, object: unknown) => boolean = () => false,
): Comparison {
  const columns = table.columnDefinitions.map(({ name }) => name.toLowerCase());
  const differences = compareColumns(kind, table);
  let cells = 0;
  const rows = table.rows.map((row) => {
    const name = nameOf(row.object);
    const print = kind.print(row.object);
    for (const [index, id] of columns.entries()) {
      const ticking = kind.columns.some((column) => column.id === id && column.ticking);
      if ((ticking && !moments) || skip(id, row.object)) continue;
      cells++;
      const theirs = row.cells[index];
      const nows = ticking && moments ? instants(moments) : [0];
      const ours = new Set(nows.map((nowMs) => print(id, nowMs)));
      if (![...ours].some((text) => equal(text, theirs))) {
        differences.push(
          `${kind.plural} ${name} ${id}: ours ${[...ours].map((text) => JSON.stringify(text)).join(" or ")}, theirs ${JSON.stringify(theirs)}: ${JSON.stringify(row.object)}`,
        );
      }
    }
    return { name, cells: new Map(columns.map((id, i) => [id, kubectlText(row.cells[i])])) };
  });
  return { rows, cells, differences };
}

/** An older API server may lack columns of ours; it has none that we lack, and none elsewhere. */
function compareColumns(kind: Kind, table: Table): string[] {
  const theirs = table.columnDefinitions.map(({ name, priority }) => ({
    id: name.toLowerCase(),
    wide: priority !== 0,
  }));
  const known = new Set(theirs.map(({ id }) => id));
  const ours = kind.columns.filter(({ id }) => known.has(id)).map(({ id, wide }) => ({ id, wide }));
  if (JSON.stringify(ours) === JSON.stringify(theirs)) return [];
  return [`${kind.plural} columns: ours ${JSON.stringify(ours)}, theirs ${JSON.stringify(theirs)}`];
}

/** When a cell that ticks may have been printed: its text changes with whole seconds only. */
function instants({ earliestMs, latestMs }: Moments): number[] {
  const found = [earliestMs];
  for (let ms = Math.ceil(earliestMs / 1000) * 1000; ms <= latestMs; ms += 1000) found.push(ms);
  return [...found, latestMs];
}

/** Before 1.22 the restarts are a number, without the time of the last. */
function equal(ours: string, theirs: unknown): boolean {
  if (typeof theirs === "number") return ours.split(" ")[0] === String(theirs);
  return ours === kubectlText(theirs);
}

/** What kubectl makes of a cell on the terminal (cli-runtime, tableprinter.go). */
function kubectlText(cell: unknown): string {
  if (cell === null || cell === undefined) return "";
  const [line = "", ...more] = String(cell).split(/[\n\r\f]/);
  return (more.length > 0 ? `${line}...` : line).replaceAll("\u001b", "^[");
}

export function nameOf(object: unknown): string {
  return (object as { metadata: { name: string } }).metadata.name;
}

import { memo, type ReactNode } from "react";
import { type Speech, useLanguage } from "#components/language";
import { failureDigit, indexWord } from "#components/runs/index-words";
import type { JobIndexes } from "#lib/client/index-states";

export interface IndexRowProps {
  readonly standings: JobIndexes;
  readonly total: number;
  readonly over: boolean;
  readonly line: number;
  readonly columns: number;
  readonly top: number;
  /** The cell that Tab comes to; -1 where it is on another line. */
  readonly cursor: number;
  /** The cell that is chosen; -1 where it is on another line. */
  readonly chosen: number;
}

/** One line of the grid. */
export const IndexRow = memo(function IndexRow(props: IndexRowProps): ReactNode {
  const { total, line, columns, top } = props;
  const { tell } = useLanguage();
  const first = line * columns;
  const count = Math.min(columns, total - first);
  const cells = Array.from({ length: count }, (_, column) => first + column);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table would have to be laid out as a whole
    // biome-ignore lint/a11y/useFocusableInteractive: its cells take the focus
    <div
      role="row"
      aria-rowindex={line + 1}
      className="index-row"
      style={{ transform: `translateY(${top}px)` }}
    >
      <span aria-hidden="true" className="index-axis">
        {first}
      </span>
      {cells.map((index) => (
        <Cell key={index} {...props} index={index} tell={tell} />
      ))}
    </div>
  );
});

function Cell(props: IndexRowProps & { readonly index: number } & Pick<Speech, "tell">): ReactNode {
  const { standings, over, index, cursor, chosen, tell } = props;
  const standing = standings.standingOf(index);
  return (
    // biome-ignore lint/a11y/useSemanticElements: as its row
    <span
      role="gridcell"
      data-index={index}
      data-state={standing.state}
      aria-label={`${index}: ${tell(indexWord(standing, over))}`}
      aria-selected={index === chosen || undefined}
      tabIndex={index === cursor ? 0 : undefined}
      className="index-cell"
    >
      {failureDigit(standing) || null}
    </span>
  );
}

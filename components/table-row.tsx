"use client";

import { memo, type ReactNode, useId, useState } from "react";
import type { RowAction } from "#components/actions/use-row-actions";
import { gridRole } from "#components/grid-role";
import { type Speech, useLanguage } from "#components/language";
import type { FittedColumn } from "#components/list/fit-columns";
import type { ListTable, RowReason } from "#components/list/list-table";
import type { RowListeners } from "#components/list/row-listeners";
import type { NamedRow } from "#components/list/select-rows";
import { useCellChanges } from "#components/list/use-cell-changes";
import { Ticking } from "#components/time";
import { Button } from "#components/ui/button";
import { PlainLink } from "#components/ui/plain-link";
import { keyOf } from "#lib/api/rows";
import type { Column } from "#lib/printers/column";
import { translateOf } from "#lib/texts/text";

export interface TableRowProps<Row extends NamedRow> extends RowListeners {
  readonly table: ListTable<Row>;
  readonly row: Row;
  readonly columns: readonly FittedColumn<Row>[];
  /** Where NAME begins, and the row's reason beneath it, in pixels. */
  readonly beforeName: number;
  readonly index: number;
  /** Distance from the first row, in pixels. */
  readonly top: number;
  readonly cards: boolean;
  readonly isCursor: boolean;
  readonly isGone: boolean;
  /** Whether it is checked; undefined where rows cannot be. */
  readonly isChecked: boolean | undefined;
}

/** What a reason adds to the height of a row, in pixels; on a card it has two lines. */
export const reasonPx = 22;
const cardReasonPx = 40;

/** The height of a row, or of a card, in pixels; the card of the cursor has buttons. */
export function rowHeight<Row extends NamedRow>(
  table: ListTable<Row>,
  row: Row,
  { cards, rowPx, isCursor }: { cards: boolean; rowPx: number; isCursor: boolean },
): number {
  const hasReason = (table.reasonOf?.(row) ?? null) !== null;
  if (!cards) return rowPx + (hasReason ? reasonPx : 0);
  return 20 + table.card.length * 23 + (isCursor ? 52 : 0) + (hasReason ? cardReasonPx : 0);
}

/** The second line of a row, which belongs to the row as a whole and to no column of kubectl's. */
function ReasonLine(props: {
  readonly id: string;
  readonly reason: RowReason;
  readonly left: number;
  readonly speech: Speech;
}): ReactNode {
  const { id, reason, left, speech } = props;
  const { say, tell, rich } = speech;
  const { word, sentence, tone, source } = reason;
  const ticks = typeof sentence === "function";
  const from = say("From {source}.", { source });
  return (
    <td
      {...gridRole("gridcell")}
      id={id}
      className="row-reason"
      data-tone={tone}
      style={{ left }}
      title={ticks ? from : `${say("{word}: {sentence}", { word, sentence })}\n${from}`}
    >
      {rich("{word}: {sentence}", {
        word: <b translate={translateOf(word)}>{tell(word)}</b>,
        sentence: ticks ? (
          <Ticking text={sentence} />
        ) : (
          <span translate={translateOf(sentence)}>{tell(sentence)}</span>
        ),
      })}
    </td>
  );
}

function Row<Row extends NamedRow>(props: TableRowProps<Row>): ReactNode {
  const { table, row, columns, index, top, cards, isCursor, isGone, onCursor, onPress } = props;
  const { isChecked, onCheck } = props;
  const [hovered, setHovered] = useState(false);
  const reason = table.reasonOf?.(row) ?? null;
  const reasonId = useId();
  const changes = useCellChanges(columns, row);
  const speech = useLanguage();
  return (
    <tr
      {...gridRole("row")}
      aria-rowindex={index + 2}
      tabIndex={isCursor ? 0 : -1}
      data-key={keyOf(row)}
      data-uid={row.uid}
      data-tone={table.toneOf(row)}
      data-cursor={isCursor ? "" : undefined}
      data-gone={isGone ? "" : undefined}
      data-reason={reason ? reason.tone : undefined}
      aria-describedby={reason ? reasonId : undefined}
      aria-selected={isChecked}
      data-checked={isChecked ? "" : undefined}
      style={{
        transform: `translateY(${top}px)`,
        ...(cards ? { height: rowHeight(table, row, { cards, rowPx: 0, isCursor }) } : {}),
      }}
      // A link leads away; choosing its row as well would write this page's address over the new one.
      onClick={(event) => {
        if ((event.target as Element).closest("a")) return;
        onCursor(row.uid);
        onPress(row.uid);
      }}
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
    >
      {isChecked === undefined ? null : (
        <td {...gridRole("gridcell")} className="select-cell">
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={speech.say("Select {name}", { name: row.name })}
            checked={isChecked}
            // The click, which knows of Shift, has done it.
            onChange={() => {}}
            onClick={(event) => {
              event.stopPropagation();
              onCheck(row.uid, event.shiftKey);
            }}
          />
        </td>
      )}
      {columns.map(({ column }) => (
        <Cell
          key={column.id}
          table={table}
          column={column}
          row={row}
          changes={changes.get(column.id) ?? 0}
          cards={cards}
          isCursor={isCursor}
          speech={speech}
        />
      ))}
      <td
        {...gridRole("gridcell")}
        className="row-actions"
        style={cards ? { gridColumn: "1 / -1", display: isCursor ? "flex" : "none" } : {}}
      >
        {(isCursor || hovered) && !isGone
          ? table
              .actionsOf(row)
              .filter(({ aside }) => !aside)
              .map((action) => (
                <RowButton
                  // A press that began on another row's button is none of this one's.
                  key={`${row.uid} ${action.id}`}
                  action={action}
                  row={row}
                  worded={cards}
                  speech={speech}
                  onShown={() => {
                    if (!isCursor) onCursor(row.uid);
                    props.onActionShown(action.id);
                  }}
                />
              ))
          : null}
      </td>
      {reason ? (
        <ReasonLine id={reasonId} reason={reason} left={props.beforeName} speech={speech} />
      ) : null}
    </tr>
  );
}

/** Drawn again only when the row, its place or the table's shape changed. */
export const TableRow = memo(Row) as typeof Row;

function Cell<Row extends NamedRow>(props: {
  readonly table: ListTable<Row>;
  readonly column: Column<Row>;
  readonly row: Row;
  /** How often what it says has changed on screen. */
  readonly changes: number;
  readonly cards: boolean;
  readonly isCursor: boolean;
  readonly speech: Speech;
}): ReactNode {
  const { table, column, row, changes, cards, isCursor, speech } = props;
  const place = cards ? cardPlace(table, column, speech) : {};
  const text = column.ticking ? null : speech.tell(column.text(row, 0));
  const decorated = table.decorate(column.id, row, isCursor);
  return (
    <td
      {...gridRole("gridcell")}
      data-column={column.id}
      data-align={cards ? undefined : column.align}
      data-computed={column.computed ? "" : undefined}
      translate={column.computed ? undefined : "no"}
      data-changed={changes === 0 ? undefined : changes % 2 === 1 ? "odd" : "even"}
      title={text !== null && text.length > titledFrom ? text : undefined}
      {...place}
    >
      {column.id === "name" ? (
        <PlainLink href={table.hrefOf(row)} tabIndex={-1}>
          {text}
        </PlainLink>
      ) : (
        (decorated ?? (text === null ? <Moment column={column} row={row} /> : quiet(text)))
      )}
    </td>
  );
}

/** Shorter texts are never cut. */
const titledFrom = 12;

function Moment<Row>(props: { readonly column: Column<Row>; readonly row: Row }): ReactNode {
  return <Ticking text={(now) => props.column.text(props.row, now)} />;
}

const absent = new Set(["<none>", "<unset>", "<unknown>", "False", "0"]);

function quiet(text: string): ReactNode {
  return absent.has(text) ? <span className="none">{text}</span> : text;
}

/** A column's id as the name of an area of the card. */
export function cardArea(column: string): string {
  return column.replaceAll(" ", "-");
}

/** Where a column stands on a card, and what is written before it there. */
function cardPlace(
  table: { readonly card: readonly (readonly [string, string])[] },
  { id, header }: Pick<Column<never>, "id" | "header">,
  { tell }: Speech,
) {
  const isRight = table.card.some(([, right]) => right === id);
  const labelled = !["name", "namespace", "status", "schedule", "last result", "runs"].includes(id);
  return {
    "data-side": isRight ? "right" : "left",
    // A header is an id in capitals.
    "data-label": labelled ? tell(header).toLowerCase() : undefined,
    style: { gridArea: cardArea(id) },
  };
}

function RowButton(props: {
  readonly action: RowAction;
  readonly row: NamedRow;
  readonly worded: boolean;
  readonly speech: Speech;
  /** It is pointed at or has the focus: what it does is said in the dock, which is the cursor row's. */
  onShown(): void;
}): ReactNode {
  const { action, row, worded, speech, onShown } = props;
  const { unavailable, hotkey: key, icon: Icon } = action;
  const label = speech.tell(action.label);
  return (
    <Button
      size={worded ? "md" : "sm"}
      square={!worded}
      tabIndex={worded ? 0 : -1}
      aria-label={`${label} ${row.name}`}
      title={speech.say("{label} ({key})", { label, key })}
      unavailable={unavailable && speech.tell(unavailable)}
      className={worded ? "flex-1" : ""}
      // Not on entering: a button that scrolled under a pointer at rest is not pointed at.
      onPointerMove={onShown}
      onFocus={onShown}
      onClick={() => action.run()}
    >
      <Icon aria-hidden />
      {worded ? label : null}
    </Button>
  );
}

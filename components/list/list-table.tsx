import type { ReactNode } from "react";
import type { Actionable } from "#components/actions/actionable";
import type { RowAction } from "#components/actions/use-row-actions";
import type { Layout } from "#components/list/fit-columns";
import type { NamedRow } from "#components/list/select-rows";
import type { Reason } from "#lib/api/runs";
import type { ListView } from "#lib/api/scope";
import type { Column } from "#lib/printers/column";
import type { StatusForm } from "#lib/printers/status";
import type { Text } from "#lib/texts/text";

export { objectHref } from "#lib/client/object-address";

/** What is said of a row; a sentence that depends on the moment is written anew each second. */
export interface RowReason extends Omit<Reason, "word" | "sentence"> {
  /** A word of the API's, or one of ours, such as `Missed`. */
  readonly word: Text;
  readonly sentence: Text | ((nowMs: number) => Text);
}

/** All that tells one of the three lists from the others. */
export interface ListTable<Row extends NamedRow> {
  readonly view: ListView;
  /** `CronJobs`, the name of the table in every language. */
  readonly title: string;
  readonly columns: readonly Column<Row>[];
  readonly layouts: Readonly<Record<string, Layout>>;
  /** The columns of a card by line: left, right. */
  readonly card: readonly (readonly [left: string, right: string])[];
  /** The words the row can be filtered by. */
  statusesOf(row: Row): readonly string[];
  /** Since when it is suspended, in milliseconds; null where it is not, or nothing tells. */
  suspendedSince?(row: Row): number | null;
  formOf(status: string): StatusForm;
  /** What its signs mean, in the status line. */
  readonly legend?: ReactNode;
  /** How urgently the whole row wants to be seen. */
  toneOf(row: Row): "bad" | "warn" | undefined;
  /** What is said of the row in a line of its own beneath it; null for nothing. */
  reasonOf?(row: Row): RowReason | null;
  /**
   * A cell with an icon or a colour, whose text is the column's; undefined for plain text. The keys
   * act on the cursor row.
   */
  decorate(column: string, row: Row, isCursor?: boolean): ReactNode | undefined;
  hrefOf(row: Row): string;
  /** Where the controlling owner is shown. */
  ownerHrefOf(row: Row): string | null;
  actionsOf(row: Row): readonly RowAction[];
  /** The row as far as actions ask; absent where rows cannot be checked. */
  actionableOf?(row: Row): Actionable;
}

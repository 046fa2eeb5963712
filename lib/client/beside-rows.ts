import type { CronJobRow, JobRow } from "#lib/api/rows";
import type { Outlook, Reason } from "#lib/api/runs";

/** A CronJob's row, with what is computed of it once that is here. */
export interface CronJobView extends CronJobRow {
  readonly outlook?: Outlook;
}

/** A Job's row, with what holds it or made it fail where something does. */
export interface JobView extends JobRow {
  readonly reason?: Reason;
}

/** Rows with their outlooks. */
export const withOutlooks = joining<CronJobView, Outlook>(
  ({ outlook }) => outlook,
  (row, outlook) => ({ ...row, outlook }),
);

/** Rows with their reasons. */
export const withReasons = joining<JobView, Reason>(
  ({ reason }) => reason,
  (row, reason) => ({ ...row, reason }),
);

/** Rows of which nothing is said stay as they are; all keep their identity while nothing changed. */
function joining<Row extends { readonly uid: string }, Value>(
  read: (row: Row) => Value | undefined,
  put: (row: Row, value: Value) => Row,
): (rows: readonly Row[], values: ReadonlyMap<string, Value> | undefined) => readonly Row[] {
  const joined = new WeakMap<Row, Row>();
  const join = (row: Row, value: Value) => {
    const known = joined.get(row);
    if (known && read(known) === value) return known;
    const fresh = put(row, value);
    joined.set(row, fresh);
    return fresh;
  };
  return (rows, values) => {
    if (!values || values.size === 0) return rows;
    return rows.map((row) => {
      const value = values.get(row.uid);
      return value === undefined ? row : join(row, value);
    });
  };
}

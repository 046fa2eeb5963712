"use client";

import type { ReactNode } from "react";
import { RowTable } from "#components/detail/row-table";
import { Nothing, Section } from "#components/detail/section";
import type { ChildRow, Children } from "#components/detail/use-children";
import type { ObjectStanding } from "#components/detail/use-detail";
import { CopyRole } from "#components/forbidden";
import { useLanguage } from "#components/language";
import type { ListTable } from "#components/list/list-table";
import { StatusIcon } from "#components/status";
import { titleOf } from "#components/tabs";
import { Since } from "#components/time";
import { listRule } from "#lib/client/missing-role";
import { FrozenNow } from "#lib/client/use-now";
import { failureOf, staleSince, viewStateOf } from "#lib/client/view-state";
import type { Text } from "#lib/texts/text";

export interface ChildrenSectionProps<Row extends ChildRow> {
  readonly object: ObjectStanding;
  readonly namespace: string;
  readonly table: ListTable<Row>;
  readonly list: Children<Row>;
  /** What the rows are of, where they are not all: ` of 116, index 58`. */
  readonly part?: Text | undefined;
  /** Why there are none, once it is known that there are none. */
  readonly none: Text;
}

/**
 * The children of an object. They are another resource than the object, with a right and a watch of
 * their own: none to be seen is not none there.
 */
export function ChildrenSection<Row extends ChildRow>(props: ChildrenSectionProps<Row>): ReactNode {
  const { object, table, list, part } = props;
  const { say, rich, tell } = useLanguage();
  const { rows, cursor, select } = list;
  const { watch, gone } = object;
  const state = viewStateOf(watch, table.view);
  const since = staleSince(watch, table.view);
  const failure = failureOf(watch, table.view);
  // The object's own banner says it of both.
  const isSaid = object.stale !== null;
  return (
    <Section
      title={tell(titleOf(table.view))}
      note={
        rows.length === 0 ? undefined : (
          <>
            {rows.length}
            {part === undefined ? null : tell(part)}
            {isSaid || (since === null && failure === null) ? null : (
              <span className="ml-2 inline-flex items-center gap-1 text-warn-fg">
                <StatusIcon form="warn" />
                {failure === null ? null : say("Not live: {why}", { why: failure.message })}
                {since === null || failure !== null
                  ? null
                  : rich("stale since {time}", { time: <Since ms={since} /> })}
              </span>
            )}
          </>
        )
      }
    >
      {rows.length === 0 ? (
        <NoChildren {...props} />
      ) : (
        <FrozenNow value={object.stale ?? since}>
          <div className={since === null && failure === null ? "" : "stale"}>
            <RowTable
              table={table}
              rows={rows}
              cursor={cursor}
              onSelect={select}
              gone={gone ? new Set(rows.map(({ uid }) => uid)) : notGone}
              busy={state === "syncing"}
            />
          </div>
        </FrozenNow>
      )}
    </Section>
  );
}

const notGone: ReadonlySet<string> = new Set();

function NoChildren<Row extends ChildRow>(props: ChildrenSectionProps<Row>): ReactNode {
  const { object, namespace, table, none } = props;
  const { say, rich, tell } = useLanguage();
  const failure = failureOf(object.watch, table.view);
  if (failure?.code === "forbidden") {
    const message = tell(failure.message);
    return (
      <Nothing>
        {rich("You may not list {title} in {namespace}: {message}", {
          title: tell(titleOf(table.view)),
          namespace: <span translate="no">{namespace}</span>,
          message: <span className="font-mono wrap-anywhere">{message}</span>,
        })}
        <br />
        {say("A cluster admin can give you the right.")}{" "}
        <CopyRole rule={listRule(table.view)} where={[namespace]} message={message} />
      </Nothing>
    );
  }
  if (failure) return <Nothing>{say("Not known: {why}", { why: failure.message })}</Nothing>;
  switch (viewStateOf(object.watch, table.view)) {
    case "syncing":
      return <Nothing>{say("They are being listed.")}</Nothing>;
    case "stale":
      return <Nothing>{say("Not known: the cluster has not answered.")}</Nothing>;
    case "offline":
    case "paused":
      return <Nothing>{say("Not known: there is no connection to Batchboard.")}</Nothing>;
    default:
      return <Nothing>{tell(none)}</Nothing>;
  }
}

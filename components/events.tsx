"use client";

import type { ReactNode } from "react";
import { denseTable, Nothing, Section, Sideways } from "#components/detail/section";
import { StatusIcon } from "#components/status";
import { Age } from "#components/time";
import type { EventRow } from "#lib/api/rows";
import { useEvents } from "#lib/client/use-events";
import type { ObjectName } from "#lib/client/use-manifest";

/** The Events about an object, newest first, as `kubectl get events` prints them. */
export function Events(props: {
  readonly object: ObjectName;
  readonly uid: string;
  /** Its row: when it changes, there may be new Events. */
  readonly row: unknown;
}): ReactNode {
  const { events, error } = useEvents(props.object, props.uid, props.row);
  return (
    <Section title="Events" note={events && note(events)}>
      {error === null ? null : (
        <p role="status" className="flex items-start gap-2 px-4 pb-3 text-xs">
          <StatusIcon form="warn" />
          <span className="font-mono wrap-anywhere">{error.message}</span>
        </p>
      )}
      {events === null ? null : events.length === 0 ? (
        <Nothing>The API server holds no Events of it; it forgets them after an hour.</Nothing>
      ) : (
        <Table events={events} />
      )}
    </Section>
  );
}

function note(events: readonly EventRow[]): string | undefined {
  return events.length === 0 ? undefined : `${events.length} kept by the API server, newest first`;
}

function toneOf({ type }: EventRow): string {
  return type === "Warning" ? "text-warn-fg!" : "";
}

/** All of them are about the one object: what it is need not be said where there is little room. */
const roomy = "@max-[720px]:hidden";

function Table({ events }: { readonly events: readonly EventRow[] }): ReactNode {
  return (
    <Sideways>
      <table aria-label="Events" className={denseTable}>
        <thead>
          <tr>
            <th scope="col">LAST SEEN</th>
            <th scope="col" className="@max-[480px]:hidden">
              TYPE
            </th>
            <th scope="col">REASON</th>
            <th scope="col" className={roomy}>
              OBJECT
            </th>
            <th scope="col">MESSAGE</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr key={event.uid}>
              <td className="whitespace-nowrap">
                <Age of={event.lastSeen} />
              </td>
              <td className={`@max-[480px]:hidden ${toneOf(event)}`}>{event.type}</td>
              <td className={`whitespace-nowrap @min-[481px]:text-text-2! ${toneOf(event)}`}>
                {event.reason}
              </td>
              <td className={`whitespace-nowrap ${roomy}`}>{event.object.split("/")[0]}</td>
              <td className="min-w-36 py-1 wrap-anywhere">
                {event.message}
                {event.count > 1 ? (
                  <span className="text-text-3"> ({event.count} times)</span>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sideways>
  );
}

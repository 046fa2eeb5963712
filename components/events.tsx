"use client";

import { type ReactNode, useMemo } from "react";
import { denseTable, Nothing, Section, Sideways } from "#components/detail/section";
import { useLanguage } from "#components/language";
import { objectHref } from "#components/list/list-table";
import { StatusIcon } from "#components/status";
import { Age } from "#components/time";
import { PlainLink } from "#components/ui/plain-link";
import type { EventRow } from "#lib/api/rows";
import type { ListView } from "#lib/api/scope";
import type { WatchView } from "#lib/client/use-watch";

/**
 * The Events a view was told of, newest first, as `kubectl get events` prints them. The name of what
 * they are about leads to its log.
 */
export function Events(props: {
  readonly watch: WatchView;
  readonly namespace: string;
}): ReactNode {
  const { say, tell } = useLanguage();
  const { watch, namespace } = props;
  const { data } = watch;
  const all = data?.beside.events;
  const state = data?.eventsState ?? null;
  const events = useMemo(() => newestFirst(all?.values() ?? []), [all]);
  const isKnown = state !== null && state.state !== "syncing" && state.state !== "forbidden";
  return (
    <Section
      title={say("Events")}
      note={
        events.length === 0
          ? undefined
          : say("{count} kept by the API server, newest first", { count: events.length })
      }
    >
      {state === null || !("message" in state) ? null : (
        <p role="status" className="flex items-start gap-2 px-4 pb-3 text-xs">
          <StatusIcon form="warn" />
          <span className="font-mono wrap-anywhere">{tell(state.message)}</span>
        </p>
      )}
      {events.length > 0 ? (
        <Table events={events} namespace={namespace} />
      ) : isKnown ? (
        <Nothing>
          {say("The API server holds no Events of it; it forgets them after an hour.")}
        </Nothing>
      ) : null}
    </Section>
  );
}

/** `kubectl describe` sorts by the same time, the other way round. */
function newestFirst(events: Iterable<EventRow>): EventRow[] {
  return [...events].sort((a, b) => ((a.lastSeen ?? "") < (b.lastSeen ?? "") ? 1 : -1));
}

function toneOf({ type }: EventRow): string {
  return type === "Warning" ? "text-warn-fg!" : "";
}

const roomy = "@max-[720px]:hidden";

function Table(props: {
  readonly events: readonly EventRow[];
  readonly namespace: string;
}): ReactNode {
  const { say } = useLanguage();
  const { events, namespace } = props;
  return (
    <Sideways>
      <table aria-label={say("Events")} className={denseTable}>
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
              <td className={`whitespace-nowrap ${roomy}`}>
                <About object={event.object} namespace={namespace} />
              </td>
              <td className="min-w-36 py-1 wrap-anywhere">
                {event.message}
                {event.count > 1 ? (
                  <span className="text-text-3">
                    {say(" ({count} times)", { count: event.count })}
                  </span>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sideways>
  );
}

const views: Readonly<Record<string, ListView>> = { cronjob: "cronjobs", job: "jobs", pod: "pods" };

/** What an Event is about; of what has a log, the way to it. */
function About(props: { readonly object: string; readonly namespace: string }): ReactNode {
  const { say } = useLanguage();
  const { object, namespace } = props;
  const [kind = "", name = ""] = object.split("/");
  const view = views[kind];
  if (view === undefined || name === "") return object;
  return (
    <PlainLink
      href={`${objectHref(view, namespace, name)}#log`}
      title={say("The log of {object}", { object })}
      className="underline-offset-3 hover:underline"
    >
      {object}
    </PlainLink>
  );
}

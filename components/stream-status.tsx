"use client";

import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import { StatusIcon } from "#components/status";
import { Since } from "#components/time";
import type { ApiError } from "#lib/api/errors";
import type { ResourceState, TableName } from "#lib/api/frames";
import { useNow } from "#lib/client/use-now";
import type { WatchView } from "#lib/client/use-watch";

/** The outside contract's `data-state` of a view. */
export type ViewState = "syncing" | "live" | "stale" | "forbidden" | "error";

/** How well a view follows one of its tables. */
export function viewStateOf({ data, connection }: WatchView, table: TableName): ViewState {
  if (connection.state === "failed") {
    return connection.error.code === "forbidden" ? "forbidden" : "error";
  }
  if (connection.state === "lost" || connection.state === "paused") return "stale";
  const resource = data?.states[table];
  if (connection.state === "connecting" || !resource) return "syncing";
  return resource.state === "list-only" ? "live" : resource.state;
}

/** Since when the rows are old, in milliseconds; null for those that are up to date. */
export function staleSince({ data, connection }: WatchView, table: TableName): number | null {
  const resource = data?.states[table];
  const isCut = connection.state === "failed" || connection.state === "connecting";
  const moments = [
    isCut ? data?.heard : undefined,
    data?.unconfirmed[table]?.since,
    resource?.state === "stale" ? resource.since : undefined,
  ].flatMap((instant) => (instant === undefined ? [] : [Date.parse(instant)]));
  if (connection.state === "lost") moments.push(connection.since);
  return moments.length === 0 ? null : Math.min(...moments);
}

/** Why the rows are old, and when the next try starts. */
export function whyStale(
  { data, connection }: WatchView,
  table: TableName,
): { readonly message: string | undefined; readonly retryAt: number | null } {
  if (connection.state === "lost") {
    return { message: connection.message, retryAt: connection.retryAt };
  }
  const resource = data?.states[table];
  if (resource?.state !== "stale") return { message: undefined, retryAt: null };
  const { message, retryAt } = resource;
  return { message, retryAt: retryAt === null ? null : Date.parse(retryAt) };
}

/** What ended the view for good, or keeps it from its rows. */
export function failureOf({ data, connection }: WatchView, table: TableName): ApiError | null {
  if (connection.state === "failed") return connection.error;
  const resource = data?.states[table];
  if (resource?.state === "error") return { code: "cluster", message: resource.message };
  if (resource?.state === "forbidden") return { code: "forbidden", message: resource.message };
  return null;
}

type Tone = "live" | "sync" | "stale" | "off" | "idle";

const boxes: Readonly<Record<Tone, string>> = {
  live: "border-line-strong bg-surface",
  sync: "border-line-strong bg-surface",
  idle: "border-line-strong bg-surface",
  stale: "border-warn-fill bg-warn-tint [&_b]:text-warn-fg",
  off: "border-bad-fill bg-bad-tint [&_b]:text-bad-fg",
};

/** Without an answer for this long a view is called offline. */
const offlineMs = 60_000;

/** Whether what is on screen is what the cluster holds: icon, word and the age of the data. */
export function StreamStatus(props: {
  readonly view: WatchView;
  readonly table: TableName;
}): ReactNode {
  const { tone, icon, word, note, title } = useIndicator(props.view, props.table);
  return (
    <span
      title={title}
      className={`inline-flex h-6 items-center gap-1.5 rounded-md border px-2 text-xs whitespace-nowrap ${boxes[tone]}`}
    >
      {icon}
      <b className="font-medium">{word}</b>
      {note === undefined ? null : <span className="text-text-2 max-card:hidden">{note}</span>}
    </span>
  );
}

interface Indicator {
  readonly tone: Tone;
  readonly icon: ReactNode;
  readonly word: ReactNode;
  readonly note?: ReactNode;
  readonly title?: string;
}

const dot = (
  <svg viewBox="0 0 16 16" aria-hidden="true" className="size-3.5 flex-none fill-ok-fg">
    <circle cx="8" cy="8" r="4" />
  </svg>
);
const lock = <Lock aria-hidden className="text-text-3" />;

function useIndicator(view: WatchView, table: TableName): Indicator {
  const now = useNow();
  const { connection, data } = view;
  if (connection.state === "failed") {
    const { code, message } = connection.error;
    const word = code === "unauthenticated" ? "session ended" : "stopped";
    return { tone: "off", icon: <StatusIcon form="bad" />, word, title: message };
  }
  if (connection.state === "paused") {
    const icon = <StatusIcon form="hold" />;
    return { tone: "idle", icon, word: "paused", note: "tab was hidden" };
  }
  const since = staleSince(view, table);
  if (since !== null && viewStateOf(view, table) === "stale") {
    return noAnswer(since, now - since > offlineMs);
  }
  const resource = data?.states[table];
  if (connection.state === "connecting" || !resource) {
    return { tone: "sync", icon: <StatusIcon form="run" />, word: "connecting" };
  }
  return indicatorOf(resource);
}

function noAnswer(since: number, offline: boolean): Indicator {
  const age = <Since ms={since} />;
  if (offline) {
    const note = <>no answer since {age}</>;
    return { tone: "off", icon: <StatusIcon form="bad" />, word: "offline", note };
  }
  const word = <>stale since {age}</>;
  return { tone: "stale", icon: <StatusIcon form="warn" />, word, note: "reconnecting" };
}

function indicatorOf(resource: ResourceState): Indicator {
  switch (resource.state) {
    case "syncing": {
      const note = <span className="font-mono text-2xs text-text-3">{progress(resource)}</span>;
      return { tone: "sync", icon: <StatusIcon form="run" />, word: "listing", note };
    }
    case "list-only": {
      const note = "no watch right, refetched on a timer";
      return { tone: "idle", icon: lock, word: "list only", note, title: resource.message };
    }
    case "forbidden":
      return { tone: "idle", icon: lock, word: "no access", title: resource.message };
    case "error": {
      const icon = <StatusIcon form="bad" />;
      return { tone: "off", icon, word: "error", title: resource.message };
    }
    default:
      return { tone: "live", icon: dot, word: "live" };
  }
}

const counted = new Intl.NumberFormat("en");

function progress({ listed, total }: { readonly listed: number; readonly total: number | null }) {
  const done = counted.format(listed);
  return total === null ? done : `${done} of ~${counted.format(total)}`;
}

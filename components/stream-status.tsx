"use client";

import { Lock, RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import { StatusIcon } from "#components/status";
import { Since } from "#components/time";
import type { ResourceState, TableName } from "#lib/api/frames";
import type { WatchView } from "#lib/client/use-watch";
import { progressOf, silenceOf, staleSince, utcTime } from "#lib/client/view-state";

type Tone = "live" | "sync" | "stale" | "off" | "idle";

const boxes: Readonly<Record<Tone, string>> = {
  live: "border-line-strong bg-surface",
  sync: "border-line-strong bg-surface",
  idle: "border-line-strong bg-surface",
  stale: "border-warn-fill bg-warn-tint [&_b]:text-warn-fg",
  off: "border-bad-fill bg-bad-tint [&_b]:text-bad-fg",
};

/** Whether what is on screen is what the cluster holds: icon, word and the age of the data. */
export function StreamStatus(props: {
  readonly view: WatchView;
  readonly table: TableName;
}): ReactNode {
  const { tone, icon, word, note, title } = indicatorOf(props.view, props.table);
  return (
    <span
      title={title}
      className={`inline-flex h-6 items-center gap-1.5 rounded-md border px-2 text-xs whitespace-nowrap ${boxes[tone]}`}
    >
      {icon}
      <b className="font-medium">{word}</b>
      {note === undefined ? null : (
        <span className="max-w-56 truncate text-text-2 max-card:hidden">{note}</span>
      )}
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

function indicatorOf(view: WatchView, table: TableName): Indicator {
  const { connection, data } = view;
  const since = staleSince(view, table);
  const why = silenceOf(view, table)?.message ?? "";
  switch (connection.state) {
    case "failed": {
      const { code, message } = connection.error;
      const word = code === "unauthenticated" ? "session ended" : "stopped";
      return { tone: "off", icon: <StatusIcon form="bad" />, word, title: message };
    }
    case "paused":
      return {
        tone: "idle",
        icon: <StatusIcon form="hold" />,
        word: "paused",
        note: "tab was hidden",
      };
    case "lost": {
      const icon = <StatusIcon form="bad" />;
      return { tone: "off", icon, word: word("offline", since), note: why, title: why };
    }
    case "connecting":
      return { tone: "sync", icon: <StatusIcon form="run" />, word: "connecting" };
    case "open":
      return resourceIndicator(data?.states[table], since);
    case "polling": {
      const indicator = resourceIndicator(data?.states[table], since);
      if (indicator.word !== "live") return indicator;
      const icon = <RefreshCw aria-hidden className="text-text-3" />;
      return { tone: "idle", icon, word: "polling", note: "every 5s, no stream comes through" };
    }
  }
}

/** Since when, by the clock and in how long; on a narrow screen the latter alone. */
function word(text: string, since: number | null): ReactNode {
  if (since === null) return text;
  return (
    <>
      {text} <span className="max-card:hidden">since {utcTime(since)} UTC,</span>{" "}
      <Since ms={since} />
    </>
  );
}

function resourceIndicator(resource: ResourceState | undefined, since: number | null): Indicator {
  switch (resource?.state) {
    case undefined:
      return { tone: "sync", icon: <StatusIcon form="run" />, word: "connecting" };
    case "stale": {
      const { message } = resource;
      const icon = <StatusIcon form="warn" />;
      return { tone: "stale", icon, word: word("stale", since), note: message, title: message };
    }
    case "syncing": {
      const far = progressOf(resource);
      const note = <span className="font-mono text-2xs text-text-3">{far}</span>;
      const icon = <StatusIcon form="run" />;
      return { tone: "sync", icon, word: "listing", ...(far === "" ? {} : { note }) };
    }
    case "list-only": {
      const note = "no watch right, listed every 30s";
      return { tone: "idle", icon: lock, word: "list only", note, title: resource.message };
    }
    case "forbidden":
      return { tone: "idle", icon: lock, word: "no access", title: resource.message };
    case "error": {
      const icon = <StatusIcon form="bad" />;
      return { tone: "off", icon, word: "error", title: resource.message };
    }
    case "live":
      return { tone: "live", icon: dot, word: "live" };
  }
}

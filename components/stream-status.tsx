"use client";

import { Lock, RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import { useLanguage } from "#components/language";
import { StatusIcon } from "#components/status";
import { Since } from "#components/time";
import type { ResourceState, TableName } from "#lib/api/frames";
import type { WatchView } from "#lib/client/use-watch";
import {
  announcementOf,
  progressOf,
  silenceOf,
  staleSince,
  utcTime,
  viewStateOf,
} from "#lib/client/view-state";
import { type Message, type Text, text, translateOf } from "#lib/texts/text";

type Tone = "live" | "sync" | "stale" | "off" | "idle";

const boxes: Readonly<Record<Tone, string>> = {
  live: "border-line-strong bg-surface",
  sync: "border-line-strong bg-surface",
  idle: "border-line-strong bg-surface",
  stale: "border-warn-fill bg-warn-tint [&_b]:text-warn-fg",
  off: "border-bad-fill bg-bad-tint [&_b]:text-bad-fg",
};

export interface StreamStatusProps {
  readonly view: WatchView;
  readonly table: TableName;
}

/** Whether what is on screen is what the cluster holds: icon, word and the age of the data. */
export function StreamStatus({ view, table }: StreamStatusProps): ReactNode {
  const { say, tell } = useLanguage();
  const { tone, icon, word, since = null, note, progress, title } = indicatorOf(view, table);
  return (
    <span
      title={title && tell(title)}
      // That is often the API server's; what stands inside is ours.
      translate={translateOf(title ?? word)}
      className={`inline-flex h-6 items-center gap-1.5 rounded-md border px-2 text-xs whitespace-nowrap ${boxes[tone]}`}
    >
      {icon}
      <b translate="yes" className="font-medium">
        {tell(word)}
        {since === null ? null : (
          <>
            {" "}
            <span className="max-card:hidden">
              {say("since {clock} UTC,", { clock: utcTime(since) })}
            </span>{" "}
            <Since ms={since} />
          </>
        )}
      </b>
      {note === undefined ? null : (
        <span
          className="max-w-56 truncate text-text-2 max-card:hidden"
          translate={translateOf(note) ?? "yes"}
        >
          {tell(note)}
        </span>
      )}
      {progress === undefined ? null : (
        <span className="max-w-56 truncate font-mono text-2xs text-text-3 max-card:hidden">
          {tell(progress)}
        </span>
      )}
    </span>
  );
}

/** Its state in words, read out when it changes; `title` is what the table is called. */
export function StreamAnnouncement(props: StreamStatusProps & { readonly title: Text }): ReactNode {
  const { view, table, title } = props;
  const { tell, sentence } = useLanguage();
  const said = announcementOf(view, table, title);
  const state = viewStateOf(view, table);
  // What is as it should be is told as a word, all else as a sentence.
  return state === "live" || state === "syncing" ? tell(said) : sentence(said);
}

interface Indicator {
  readonly tone: Tone;
  readonly icon: ReactNode;
  readonly word: Message;
  /** Since when, by the clock and in how long; on a narrow screen the latter alone. */
  readonly since?: number | null;
  readonly note?: Text;
  /** How far the list has come. */
  readonly progress?: Text;
  readonly title?: Text;
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
      const word = code === "unauthenticated" ? text("session ended") : text("stopped");
      return { tone: "off", icon: <StatusIcon form="bad" />, word, title: message };
    }
    case "paused": {
      const icon = <StatusIcon form="hold" />;
      return { tone: "idle", icon, word: text("paused"), note: text("tab was hidden") };
    }
    case "lost": {
      const icon = <StatusIcon form="bad" />;
      return { tone: "off", icon, word: text("offline"), since, note: why, title: why };
    }
    case "connecting":
      return connecting;
    case "open":
      return resourceIndicator(data?.states[table], since);
    case "polling": {
      const indicator = resourceIndicator(data?.states[table], since);
      if (indicator.tone !== "live") return indicator;
      const icon = <RefreshCw aria-hidden className="text-text-3" />;
      const note = text("every 5s, no stream comes through");
      return { tone: "idle", icon, word: text("polling"), note };
    }
  }
}

const connecting: Indicator = {
  tone: "sync",
  icon: <StatusIcon form="run" />,
  word: text("connecting"),
};

function resourceIndicator(resource: ResourceState | undefined, since: number | null): Indicator {
  switch (resource?.state) {
    case undefined:
      return connecting;
    case "stale": {
      const { message } = resource;
      const icon = <StatusIcon form="warn" />;
      return { tone: "stale", icon, word: text("stale"), since, note: message, title: message };
    }
    case "syncing": {
      const progress = progressOf(resource);
      const icon = <StatusIcon form="run" />;
      const word = text("listing");
      return { tone: "sync", icon, word, ...(progress === "" ? {} : { progress }) };
    }
    case "list-only": {
      const note = text("no watch right, listed every 30s");
      const word = text("list only");
      return { tone: "idle", icon: lock, word, note, title: resource.message };
    }
    case "forbidden":
      return { tone: "idle", icon: lock, word: text("no access"), title: resource.message };
    case "error": {
      const icon = <StatusIcon form="bad" />;
      return { tone: "off", icon, word: text("error"), title: resource.message };
    }
    case "live":
      return { tone: "live", icon: dot, word: text("live") };
  }
}

"use client";

import { X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { StatusIcon } from "#components/status";
import { Button } from "#components/ui/button";
import type { LogQuery } from "#lib/api/log-query";
import { type LogSearch, mostHits } from "#lib/api/log-search";
import { useWholeSearch } from "#lib/client/logs/use-whole-search";
import type { FoundLine, WholeSearchView } from "#lib/client/logs/whole-search";
import { logTime } from "#lib/logs/time";

export interface WholeSearchPanelProps {
  readonly query: LogQuery;
  readonly search: LogSearch;
  readonly zone: string;
  /** The short name of the source of this key; null for one that is not among those shown. */
  nameOf(key: string): string | null;
  /** Opens the log around a line. */
  onOpen(found: FoundLine): void;
  onClose(): void;
}

/** So many hits are drawn; to see the others one looks for something rarer. */
const drawn = 500;

/** What the server finds in all of the log, as it finds it. Closing it ends the search. */
export function WholeSearchPanel(props: WholeSearchPanelProps): ReactNode {
  const { query, search, zone, nameOf, onOpen, onClose } = props;
  const view = useWholeSearch(query, search);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.focus(), []);
  const { found, unread, state } = view;
  return (
    <section
      ref={panel}
      // Whoever asked for it has the keyboard here, and none of the button that was pressed.
      tabIndex={-1}
      aria-label="Search of everything"
      aria-busy={state.state === "searching"}
      className="flex max-h-[45%] flex-none flex-col overflow-hidden border-b border-line-strong bg-bg text-xs -outline-offset-2"
    >
      <div className="flex min-h-8 flex-none flex-wrap items-center gap-x-2 border-b border-line py-0.5 pr-1 pl-3">
        <h3 className="font-medium">
          Everything with <code className="font-mono wrap-anywhere">{search.find}</code>
        </h3>
        <Progress view={view} />
        <span className="flex-1" />
        <Button size="sm" variant="ghost" onClick={onClose}>
          <X aria-hidden />
          {state.state === "searching" ? "Cancel" : "Close"}
        </Button>
      </div>
      {unread.length === 0 ? null : (
        <ul className="flex-none border-b border-line bg-warn-tint px-3 py-1">
          {unread.map(({ source, error }) => (
            <li key={source.key} className="wrap-anywhere">
              {nameOf(source.key) ?? source.pod} was not read: {error.message}
            </li>
          ))}
        </ul>
      )}
      <ol className="min-h-0 overflow-y-auto py-1">
        {found.slice(0, drawn).map((line) => (
          <Found
            key={`${line.source.key} ${line.hit.line}`}
            line={line}
            zone={zone}
            name={nameOf(line.source.key) ?? line.source.pod}
            onOpen={() => onOpen(line)}
          />
        ))}
      </ol>
      {found.length > drawn ? (
        <p className="flex-none border-t border-line px-3 py-1 text-text-2">
          The first {drawn} of {counted.format(found.length)} are listed. Look for something rarer
          to see the others.
        </p>
      ) : null}
    </section>
  );
}

function Found(props: {
  readonly line: FoundLine;
  readonly zone: string;
  readonly name: string;
  onOpen(): void;
}): ReactNode {
  const { source, hit } = props.line;
  const { text, start, end, cut } = hit;
  return (
    <li>
      <button
        type="button"
        data-source={source.key}
        className="flex w-full items-baseline gap-2.5 px-3 py-0.5 text-left font-mono hover:bg-hover -outline-offset-2 pointer-coarse:min-h-11"
        onClick={props.onOpen}
      >
        <span className="flex-none text-text-3" title={hit.time}>
          {logTime(hit.time, props.zone)}
        </span>
        <span className="max-w-[14ch] flex-none truncate text-text-2" title={source.pod}>
          {props.name}
        </span>
        <span className="min-w-0 truncate whitespace-pre">
          {text.slice(Math.max(0, start - 60), start)}
          <mark className="rounded-[2px] bg-hit text-text">{text.slice(start, end)}</mark>
          {text.slice(end, end + 400)}
          {cut ? " …" : ""}
        </span>
      </button>
    </li>
  );
}

function Progress({ view }: { readonly view: WholeSearchView }): ReactNode {
  const { state, progress } = view;
  const form = { searching: "run", ended: "ok", failed: "bad" } as const;
  return (
    <span role="status" className="flex min-w-0 items-center gap-1.5 text-text-2">
      <StatusIcon form={form[state.state]} />
      <span className="wrap-anywhere">
        {state.state === "failed" ? (
          <>
            {state.error.message} {state.error.hint}
          </>
        ) : (
          progressWords(view, progress)
        )}
      </span>
    </span>
  );
}

function progressWords({ state }: WholeSearchView, progress: WholeSearchView["progress"]): string {
  if (progress === null) return "searching…";
  const { hits, lines, bytes, sources } = progress;
  const found = `${counted.format(hits)} ${hits === 1 ? "line" : "lines"} in ${counted.format(lines)} (${sizeOf(bytes)})`;
  if (state.state === "searching") {
    return `searching… ${found}, ${sources.done} of ${sources.of} sources`;
  }
  const more = state.state === "ended" && state.truncated;
  return more ? `${found}; the first ${counted.format(mostHits)} were sent` : found;
}

const counted = new Intl.NumberFormat("en");

/** `12.3 MB`, in powers of ten. */
function sizeOf(bytes: number): string {
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

"use client";

import { X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useLanguage } from "#components/language";
import { StatusIcon } from "#components/status";
import { Button } from "#components/ui/button";
import type { LogQuery } from "#lib/api/log-query";
import { type LogSearch, mostHits } from "#lib/api/log-search";
import { useWholeSearch } from "#lib/client/logs/use-whole-search";
import type { FoundLine, WholeSearchView } from "#lib/client/logs/whole-search";
import { logTime } from "#lib/logs/time";
import { isMessage, type Text, text } from "#lib/texts/text";

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
  const { say, rich } = useLanguage();
  const view = useWholeSearch(query, search);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.focus(), []);
  const { found, unread, state } = view;
  return (
    <section
      ref={panel}
      // Whoever asked for it has the keyboard here, and none of the button that was pressed.
      tabIndex={-1}
      aria-label={say("Search of everything")}
      aria-busy={state.state === "searching"}
      className="flex max-h-[45%] flex-none flex-col overflow-hidden border-b border-line-strong bg-bg text-xs -outline-offset-2"
    >
      <div className="flex min-h-8 flex-none flex-wrap items-center gap-x-2 border-b border-line py-0.5 pr-1 pl-3">
        <h3 className="font-medium">
          {rich("Everything with {find}", {
            find: <code className="font-mono wrap-anywhere">{search.find}</code>,
          })}
        </h3>
        <Progress view={view} />
        <span className="flex-1" />
        <Button size="sm" variant="ghost" onClick={onClose}>
          <X aria-hidden />
          {say(state.state === "searching" ? "Cancel" : "Close")}
        </Button>
      </div>
      {unread.length === 0 ? null : (
        <ul className="flex-none border-b border-line bg-warn-tint px-3 py-1">
          {unread.map(({ source, error }) => (
            <li key={source.key} className="wrap-anywhere">
              {rich("{name} was not read: {why}", {
                name: <span translate="no">{nameOf(source.key) ?? source.pod}</span>,
                why: <Told text={error.message} />,
              })}
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
          {say(
            "The first {drawn} of {count} are listed. Look for something rarer to see the others.",
            { drawn, count: counted.format(found.length) },
          )}
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
  const { text: line, start, end, cut } = hit;
  return (
    <li>
      <button
        type="button"
        translate="no"
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
          {line.slice(Math.max(0, start - 60), start)}
          <mark className="rounded-[2px] bg-hit text-text">{line.slice(start, end)}</mark>
          {line.slice(end, end + 400)}
          {cut ? " …" : ""}
        </span>
      </button>
    </li>
  );
}

/** What the API server said is nobody's to translate. */
function Told({ text: said }: { readonly text: Text }): ReactNode {
  const { tell } = useLanguage();
  return <span translate={isMessage(said) ? undefined : "no"}>{tell(said)}</span>;
}

function Progress({ view }: { readonly view: WholeSearchView }): ReactNode {
  const { state, progress } = view;
  const { tell } = useLanguage();
  const form = { searching: "run", ended: "ok", failed: "bad" } as const;
  return (
    <span role="status" className="flex min-w-0 items-center gap-1.5 text-text-2">
      <StatusIcon form={form[state.state]} />
      <span className="wrap-anywhere">
        {state.state === "failed" ? (
          <>
            <Told text={state.error.message} /> {tell(state.error.hint ?? "")}
          </>
        ) : (
          tell(progressWords(view, progress))
        )}
      </span>
    </span>
  );
}

function progressWords({ state }: WholeSearchView, progress: WholeSearchView["progress"]): Text {
  if (progress === null) return text("searching…");
  const { hits, lines, bytes, sources } = progress;
  const found = text(
    hits === 1 ? "{count} line in {lines} ({size})" : "{count} lines in {lines} ({size})",
    { count: counted.format(hits), lines: counted.format(lines), size: sizeOf(bytes) },
  );
  if (state.state === "searching") {
    const { done, of } = sources;
    return text("searching… {found}, {done} of {all} sources", { found, done, all: of });
  }
  if (state.state !== "ended" || !state.truncated) return found;
  return text("{found}; the first {most} were sent", { found, most: counted.format(mostHits) });
}

const counted = new Intl.NumberFormat("en");

/** `12.3 MB`, in powers of ten. */
function sizeOf(bytes: number): string {
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

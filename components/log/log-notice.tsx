"use client";

import { RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import { CopyRefusedRole } from "#components/forbidden";
import { endedWords, exitWords, failed } from "#components/log/standing-words";
import { StatusIcon } from "#components/status";
import { Age } from "#components/time";
import { Button } from "#components/ui/button";
import type { LogExit } from "#lib/api/log-frames";
import type { LogBuffer } from "#lib/client/logs/log-buffer";
import type { LogState, LogView, SourceView } from "#lib/client/logs/log-view";
import type { StatusForm } from "#lib/printers/status";

/** What stands between the viewer and the log, over the lines that are there. */
export function LogNotice(props: { readonly view: LogView; onAgain(): void }): ReactNode {
  const { view, onAgain } = props;
  return (
    <>
      <StateBanner state={view.state} onAgain={onAgain} />
      {view.notice === "" ? null : (
        <Banner form="wait" title="" text="">
          <span className="wrap-anywhere">{view.notice}</span>
        </Banner>
      )}
    </>
  );
}

function StateBanner(props: { readonly state: LogState; onAgain(): void }): ReactNode {
  const { state, onAgain } = props;
  switch (state.state) {
    case "interrupted":
      return (
        <Banner form="warn" title="Interrupted." text={state.message}>
          <span className="text-text-2">It goes on where it stopped.</span>
        </Banner>
      );
    case "polling":
      return (
        <Banner form="warn" title="Streams are held back on the way." text="">
          <span className="text-text-2">The log is asked anew every few seconds.</span>
        </Banner>
      );
    case "failed":
      return (
        <Banner form="bad" title="Not readable." text={state.error.message}>
          {state.error.hint === undefined ? null : (
            <span className="text-text-2">{state.error.hint}</span>
          )}
          <CopyRefusedRole message={state.error.message} />
          <Button size="sm" onClick={onAgain}>
            <RefreshCw aria-hidden />
            Try again
          </Button>
        </Banner>
      );
    default:
      return null;
  }
}

const grounds: Readonly<Partial<Record<StatusForm, string>>> = {
  warn: "bg-warn-tint",
  bad: "bg-bad-tint",
};

function Banner(props: {
  readonly form: StatusForm;
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}): ReactNode {
  const { form, title, text, children } = props;
  return (
    <div
      role="status"
      className={`flex min-h-8.5 flex-none flex-wrap items-center gap-x-2 gap-y-1 border-b border-line-strong py-1 pr-2.5 pl-3 text-xs ${grounds[form] ?? "bg-sunken"}`}
    >
      <StatusIcon form={form} />
      {title === "" ? null : <b className="font-medium">{title}</b>}
      {text === "" ? null : <span className="font-mono wrap-anywhere">{text}</span>}
      {children}
    </div>
  );
}

/** What was given up so that the page can hold the rest. */
export function LetGo({ buffer }: { readonly buffer: LogBuffer }): ReactNode {
  if (buffer.letGo === 0) return null;
  return (
    <p className="flex-none border-b border-line bg-sunken px-3 py-1 text-xs text-text-2">
      The oldest {counted.format(buffer.letGo)} lines were let go: this page holds the newest{" "}
      {counted.format(buffer.length)}. Scroll up or choose a time to read them again; a download has
      them all.
    </p>
  );
}

const counted = new Intl.NumberFormat("en");

/** Where there are no lines: why not. `filtered` where there are, and none is shown. */
export function NoLines(props: {
  readonly state: LogState;
  readonly filtered: boolean;
}): ReactNode {
  const { state, filtered } = props;
  // Why it failed stands over it.
  if (state.state === "failed" && !filtered) return null;
  const { form, title, text } = filtered ? hiddenLines : absence(state);
  return (
    <div className="flex items-start gap-2 px-5 py-5.5 text-xs">
      <span className="pt-0.5">
        <StatusIcon form={form} />
      </span>
      <div>
        <p className="font-medium">{title}</p>
        {text === "" ? null : <p className="mt-1 font-mono wrap-anywhere text-text-2">{text}</p>}
      </div>
    </div>
  );
}

interface Absence {
  readonly form: StatusForm;
  readonly title: string;
  readonly text: string;
}

const hiddenLines: Absence = {
  form: "unknown",
  title: "No loaded line is shown with this filter and these sources.",
  text: "",
};

function absence(state: LogState): Absence {
  switch (state.state) {
    case "waiting":
      return { form: "wait", title: "Nothing to read yet.", text: state.message };
    case "ended":
      return { form: "ok", title: "Nothing was written in this range.", text: "" };
    case "streaming":
    case "polling":
      return { form: "run", title: "Nothing has been written yet.", text: "" };
    default:
      return { form: "wait", title: "Opening the log.", text: "" };
  }
}

/** How the log stands, in a few words. */
export function LogStanding(props: {
  readonly view: LogView;
  readonly following: boolean;
}): ReactNode {
  const { view, following } = props;
  switch (view.state.state) {
    case "ended":
      return <Ended sources={view.sources} />;
    case "streaming":
    case "polling":
      return (
        <>
          <StatusIcon form={following ? "run" : "hold"} />
          {following ? "following" : "paused, lines still arrive"}
        </>
      );
    case "waiting":
      return (
        <>
          <StatusIcon form="wait" />
          waiting
        </>
      );
    default:
      return view.state.state;
  }
}

function Ended({ sources }: { readonly sources: readonly SourceView[] }): ReactNode {
  const standings = sources.map(({ standing }) => standing);
  const [only, ...more] = standings;
  if (only?.state === "ended" && more.length === 0) return <EndedOne exit={only.exit} />;
  if (standings.length < 2) return "ended, nothing to follow";
  const bad = standings.some((it) => it.state === "ended" && it.exit !== null && failed(it.exit));
  return (
    <>
      <StatusIcon form={bad ? "bad" : "ok"} />
      {endedWords(standings)}
    </>
  );
}

function EndedOne({ exit }: { readonly exit: LogExit | null }): ReactNode {
  if (exit === null) return "ended, nothing to follow";
  return (
    <>
      <StatusIcon form={failed(exit) ? "bad" : "ok"} />
      <span>
        ended: <span className="font-mono">{exitWords(exit)}</span>
        {exit.finished === null ? null : (
          <>
            {" "}
            <span className="font-mono">
              <Age of={exit.finished} />
            </span>{" "}
            ago
          </>
        )}
      </span>
    </>
  );
}

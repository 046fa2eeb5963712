"use client";

import { RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import { CopyRefusedRole } from "#components/forbidden";
import { StatusIcon } from "#components/status";
import { Age } from "#components/time";
import { Button } from "#components/ui/button";
import type { LogExit } from "#lib/api/log-frames";
import type { LogState, SourceView } from "#lib/client/logs/log-view";
import type { StatusForm } from "#lib/printers/status";

/** What stands between the viewer and the log, over the lines that are there. */
export function LogNotice(props: {
  readonly state: LogState;
  /** Why nothing newer will come from this container, when that is known from its Pod. */
  readonly replaced: string | null;
  onAgain(): void;
}): ReactNode {
  const { state, replaced, onAgain } = props;
  switch (state.state) {
    case "interrupted":
      return (
        <Banner form="warn" title="Interrupted." text={state.message}>
          <span className="text-text-2">It goes on where it stopped.</span>
        </Banner>
      );
    case "failed":
      return (
        <Banner form="bad" title="Not readable." text={state.error.message}>
          {state.error.hint === undefined ? null : (
            <span className="text-text-2">{state.error.hint}</span>
          )}
          <CopyRefusedRole message={state.error.message} />
          <Again onAgain={onAgain}>Try again</Again>
        </Banner>
      );
    case "ended":
      return replaced === null ? null : (
        <Banner form="run" title={replaced} text="">
          <Again onAgain={onAgain}>Read the new instance</Again>
        </Banner>
      );
    default:
      return null;
  }
}

function Again(props: { onAgain(): void; readonly children: ReactNode }): ReactNode {
  return (
    <Button size="sm" onClick={props.onAgain}>
      <RefreshCw aria-hidden />
      {props.children}
    </Button>
  );
}

const grounds: Readonly<Partial<Record<StatusForm, string>>> = {
  warn: "bg-warn-tint",
  bad: "bg-bad-tint",
  run: "bg-run-tint",
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
      className={`flex min-h-8.5 flex-none flex-wrap items-center gap-x-2 gap-y-1 border-b border-line-strong py-1 pr-2.5 pl-3 text-xs ${grounds[form]}`}
    >
      <StatusIcon form={form} />
      <b className="font-medium">{title}</b>
      {text === "" ? null : <span className="font-mono wrap-anywhere">{text}</span>}
      {children}
    </div>
  );
}

/** Where there are no lines: why not. */
export function NoLines({ state }: { readonly state: LogState }): ReactNode {
  // Why it failed stands over it.
  if (state.state === "failed") return null;
  const { form, title, text } = absence(state);
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

function absence(state: LogState): { form: StatusForm; title: string; text: string } {
  switch (state.state) {
    case "waiting":
      return { form: "wait", title: "Nothing to read yet.", text: state.message };
    case "ended":
      return { form: "ok", title: "The container wrote nothing in this range.", text: "" };
    case "streaming":
      return { form: "run", title: "The container has written nothing yet.", text: "" };
    default:
      return { form: "wait", title: "Opening the log.", text: "" };
  }
}

/** How the log stands, in a few words. */
export function LogStanding(props: {
  readonly state: LogState;
  readonly sources: readonly SourceView[];
  readonly following: boolean;
}): ReactNode {
  const { state, sources, following } = props;
  const standing = sources.at(-1)?.standing;
  switch (state.state) {
    case "ended":
      return <Ended exit={standing?.state === "ended" ? standing.exit : null} />;
    case "streaming":
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
      return state.state;
  }
}

function Ended({ exit }: { readonly exit: LogExit | null }): ReactNode {
  if (exit === null) return "ended, nothing to follow";
  const { exitCode, signal, reason, finished } = exit;
  return (
    <>
      <StatusIcon form={exitCode === 0 && signal === 0 ? "ok" : "bad"} />
      <span>
        ended:{" "}
        <span className="font-mono">
          exit {exitCode}
          {signal === 0 ? "" : ` signal ${signal}`} {reason}
        </span>
        {finished === null ? null : (
          <>
            {" "}
            <span className="font-mono">
              <Age of={finished} />
            </span>{" "}
            ago
          </>
        )}
      </span>
    </>
  );
}

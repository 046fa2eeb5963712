"use client";

import { RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import { CopyRefusedRole } from "#components/forbidden";
import { useLanguage } from "#components/language";
import { endedWords, exitWords, failed } from "#components/log/standing-words";
import { StatusIcon } from "#components/status";
import { Age } from "#components/time";
import { Button } from "#components/ui/button";
import type { LogExit } from "#lib/api/log-frames";
import type { LogBuffer } from "#lib/client/logs/log-buffer";
import type { LogState, LogView, SourceView } from "#lib/client/logs/log-view";
import type { StatusForm } from "#lib/printers/status";
import { isMessage, type Text, text } from "#lib/texts/text";
import { inEnglish } from "#lib/texts/wording";

/** What stands between the viewer and the log, over the lines that are there. */
export function LogNotice(props: { readonly view: LogView; onAgain(): void }): ReactNode {
  const { view, onAgain } = props;
  const { tell } = useLanguage();
  return (
    <>
      <StateBanner state={view.state} onAgain={onAgain} />
      {view.notice === "" ? null : (
        <Banner form="wait" title="" text="">
          <span translate={isMessage(view.notice) ? undefined : "no"} className="wrap-anywhere">
            {tell(view.notice)}
          </span>
        </Banner>
      )}
    </>
  );
}

function StateBanner(props: { readonly state: LogState; onAgain(): void }): ReactNode {
  const { state, onAgain } = props;
  const { say, tell } = useLanguage();
  switch (state.state) {
    case "interrupted":
      return (
        <Banner form="warn" title={say("Interrupted.")} text={tell(state.message)}>
          <span className="text-text-2">{say("It goes on where it stopped.")}</span>
        </Banner>
      );
    case "polling":
      return (
        <Banner form="warn" title={say("Streams are held back on the way.")} text="">
          <span className="text-text-2">{say("The log is asked anew every few seconds.")}</span>
        </Banner>
      );
    case "failed":
      return (
        <Banner form="bad" title={say("Not readable.")} text={tell(state.error.message)}>
          {state.error.hint === undefined ? null : (
            <span className="text-text-2">{tell(state.error.hint)}</span>
          )}
          <CopyRefusedRole message={inEnglish(state.error.message)} />
          <Button size="sm" onClick={onAgain}>
            <RefreshCw aria-hidden />
            {say("Try again")}
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
  const { say } = useLanguage();
  if (buffer.letGo === 0) return null;
  return (
    <p className="flex-none border-b border-line bg-sunken px-3 py-1 text-xs text-text-2">
      {say(
        "The oldest {count} lines were let go: this page holds the newest {kept}. Scroll up or choose a time to read them again; a download has them all.",
        { count: counted.format(buffer.letGo), kept: counted.format(buffer.length) },
      )}
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
  const { tell } = useLanguage();
  // Why it failed stands over it.
  if (state.state === "failed" && !filtered) return null;
  const { form, title, detail } = filtered ? hiddenLines : absence(state);
  return (
    <div className="flex items-start gap-2 px-5 py-5.5 text-xs">
      <span className="pt-0.5">
        <StatusIcon form={form} />
      </span>
      <div>
        <p className="font-medium">{tell(title)}</p>
        {detail === "" ? null : (
          <p className="mt-1 font-mono wrap-anywhere text-text-2">{tell(detail)}</p>
        )}
      </div>
    </div>
  );
}

interface Absence {
  readonly form: StatusForm;
  readonly title: Text;
  readonly detail: Text;
}

const hiddenLines: Absence = {
  form: "unknown",
  title: text("No loaded line is shown with this filter and these sources."),
  detail: "",
};

function absence(state: LogState): Absence {
  switch (state.state) {
    case "waiting":
      return { form: "wait", title: text("Nothing to read yet."), detail: state.message };
    case "ended":
      return { form: "ok", title: text("Nothing was written in this range."), detail: "" };
    case "streaming":
    case "polling":
      return { form: "run", title: text("Nothing has been written yet."), detail: "" };
    default:
      return { form: "wait", title: text("Opening the log."), detail: "" };
  }
}

/** How the log stands, in a few words. */
export function LogStanding(props: {
  readonly view: LogView;
  readonly following: boolean;
}): ReactNode {
  const { view, following } = props;
  const { say } = useLanguage();
  switch (view.state.state) {
    case "ended":
      return <Ended sources={view.sources} />;
    case "streaming":
    case "polling":
      return (
        <>
          <StatusIcon form={following ? "run" : "hold"} />
          {say(following ? "following" : "paused, lines still arrive")}
        </>
      );
    case "waiting":
      return (
        <>
          <StatusIcon form="wait" />
          {say("waiting")}
        </>
      );
    default:
      return say(view.state.state);
  }
}

function Ended({ sources }: { readonly sources: readonly SourceView[] }): ReactNode {
  const { say, tell } = useLanguage();
  const standings = sources.map(({ standing }) => standing);
  const [only, ...more] = standings;
  if (only?.state === "ended" && more.length === 0) return <EndedOne exit={only.exit} />;
  if (standings.length < 2) return say("ended, nothing to follow");
  const bad = standings.some((it) => it.state === "ended" && it.exit !== null && failed(it.exit));
  return (
    <>
      <StatusIcon form={bad ? "bad" : "ok"} />
      {tell(endedWords(standings))}
    </>
  );
}

function EndedOne({ exit }: { readonly exit: LogExit | null }): ReactNode {
  const { say, rich, tell } = useLanguage();
  if (exit === null) return say("ended, nothing to follow");
  const how = <span className="font-mono">{tell(exitWords(exit))}</span>;
  return (
    <>
      <StatusIcon form={failed(exit) ? "bad" : "ok"} />
      <span>
        {exit.finished === null
          ? rich("ended: {how}", { how })
          : rich("ended: {how} {time} ago", {
              how,
              time: (
                <span className="font-mono">
                  <Age of={exit.finished} />
                </span>
              ),
            })}
      </span>
    </>
  );
}

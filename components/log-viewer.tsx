"use client";

import { ArrowDown, Speech } from "lucide-react";
import { type ReactNode, useMemo, useRef, useState } from "react";
import type { LogContainer } from "#components/log/log-choices";
import { LogFind } from "#components/log/log-find";
import { LogLines, type LogScroll } from "#components/log/log-lines";
import { LogNotice, LogStanding, NoLines } from "#components/log/log-notice";
import { type LogSettings, useLogSettings } from "#components/log/log-settings";
import { LogToolbar } from "#components/log/log-toolbar";
import { saveText } from "#components/log/save-text";
import { useLogKeys } from "#components/log/use-log-keys";
import { useReading } from "#components/log/use-reading";
import { Button } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import type { LogQuery } from "#lib/api/log-query";
import { logCommand } from "#lib/client/logs/log-command";
import { LogSearch } from "#lib/client/logs/log-search";
import { useLogs } from "#lib/client/logs/use-logs";
import { textPattern } from "#lib/logs/pattern";

export interface LogViewerProps {
  readonly namespace: string;
  readonly pod: string;
  /** Guards against a Pod re-created under the same name. */
  readonly uid: string;
  /** The containers to choose from; empty where only the default one is read. */
  readonly containers: readonly LogContainer[];
  /** What `kubectl logs` would read; null while it is not known. */
  readonly defaultContainer: string | null;
  /** How often the container was restarted, to notice that another instance runs. */
  readonly restarts: number;
  /** Stands left of the buttons in place of the search, where there is little room. */
  readonly title?: ReactNode;
  /** `j` and `k` move by a line: no table beside the log has them. */
  readonly lineKeys: boolean;
}

/** The log of one container: live, searchable, and as long as a browser can hold it. */
export function LogViewer(props: LogViewerProps): ReactNode {
  const { containers, restarts, title } = props;
  const [settings, setSettings] = useLogSettings();
  const [attempt, setAttempt] = useState(0);
  const [aloud, setAloud] = useState(false);
  const query: LogQuery = {
    namespace: props.namespace,
    target: { kind: "pod", name: props.pod },
    uid: props.uid,
    container: settings.container || (props.defaultContainer ?? ""),
    instances: settings.previous ? "previous" : "current",
    follow: !settings.previous,
    tail: settings.tail,
    since: settings.since,
    sinceTime: "",
    until: "",
  };
  const { view } = useLogs(query, attempt);
  const { buffer, state, sources } = view;
  const container = sources[0]?.origin.container ?? query.container;
  const [reading, read] = useReading(buffer, restarts);
  const { following, currentHit } = reading;
  const scroll = useRef<LogScroll>(null);
  const field = useRef<HTMLInputElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a search belongs to one log
  const search = useMemo(
    () =>
      settings.find === "" ? null : new LogSearch(textPattern(settings.find, settings.matchCase)),
    [settings.find, settings.matchCase, buffer],
  );
  const hits = search?.hits(buffer) ?? noHits;

  const follow = (on: boolean) => {
    if (on === following) return;
    read(on ? { following: true } : { following: false, pausedAt: buffer.end });
  };
  const step = (direction: 1 | -1) => {
    const { lines, first } = hits;
    const known = currentHit === null ? -1 : currentHit - first;
    const top = scroll.current?.topLine() ?? 0;
    const start = lines.findIndex((line) => line >= top);
    const next = known >= 0 ? known + direction : Math.max(0, start) - (direction === 1 ? 0 : 1);
    const at = (next + lines.length) % lines.length;
    const line = lines[at];
    if (line === undefined) return;
    follow(false);
    read({ currentHit: first + at });
    scroll.current?.toHit(line);
  };
  const change = (changes: Partial<LogSettings>) => {
    if (changes.find !== undefined || changes.matchCase !== undefined) read({ currentHit: null });
    setSettings(changes);
  };
  // The buttons that lead here go away: what they were pressed for has the keyboard then.
  const again = () => {
    setAttempt(attempt + 1);
    scroll.current?.focus();
  };
  const toNewest = () => {
    follow(true);
    scroll.current?.focus();
  };
  useLogKeys({
    settings,
    change,
    following,
    follow,
    step,
    scroll,
    field,
    lineKeys: props.lineKeys,
  });

  const arrived = following ? 0 : buffer.end - reading.pausedAt;
  const command = logCommand({ ...query, container }, settings.zone !== "off");
  const replaced =
    restarts > reading.restarts && !settings.previous ? "The container was restarted since." : null;
  return (
    <section
      aria-label="Log"
      className="@container flex min-h-0 min-w-0 flex-1 flex-col bg-surface"
    >
      <LogToolbar
        title={title}
        find={
          <LogFind
            settings={settings}
            onSettings={change}
            hits={hits}
            currentHit={currentHit}
            onStep={step}
            field={field}
          />
        }
        containers={containers}
        container={container}
        settings={settings}
        onSettings={change}
        onDownload={() => saveText(`${props.pod}-${container}.log`, buffer.text())}
        following={following}
        canFollow={state.state !== "ended" && state.state !== "failed"}
        onFollow={follow}
      />
      <LogNotice state={state} replaced={replaced} onAgain={again} />
      {buffer.letGo > 0 ? (
        <p className="flex-none border-b border-line bg-sunken px-3 py-1 text-xs text-text-2">
          The oldest {counted.format(buffer.letGo)} lines were let go: this page holds the newest{" "}
          {counted.format(buffer.length)}. kubectl logs prints them all.
        </p>
      ) : null}
      <div className="relative flex min-h-0 flex-1 flex-col">
        {buffer.length === 0 ? <NoLines state={state} /> : null}
        <LogLines
          view={view}
          pod={props.pod}
          settings={settings}
          search={search?.pattern ?? null}
          hits={hits}
          currentHit={currentHit}
          following={following}
          onFollow={follow}
          aloud={aloud}
          ref={scroll}
        />
        {arrived > 0 ? (
          <Button className="absolute right-5 bottom-3 shadow-float" onClick={toNewest}>
            <ArrowDown aria-hidden />
            {counted.format(arrived)} new {arrived === 1 ? "line" : "lines"}
          </Button>
        ) : null}
      </div>
      <footer className="flex h-(--h-status) flex-none items-center gap-3 overflow-hidden border-t border-line bg-bg px-(--gutter) text-2xs whitespace-nowrap text-text-2">
        <span className="flex flex-none items-center gap-1.5" data-log-state={state.state}>
          <LogStanding state={state} sources={sources} following={following} />
        </span>
        <span className="flex-none">
          {buffer.length === 1 ? "1 line" : `${counted.format(buffer.length)} lines`}
        </span>
        <Button
          variant="ghost"
          size="sm"
          square
          aria-label="Read new lines"
          title="Have a screen reader read new lines"
          aria-pressed={aloud}
          onClick={() => setAloud(!aloud)}
        >
          <Speech aria-hidden />
        </Button>
        <span className="flex-1" />
        <code className="truncate font-mono max-card:hidden">{command}</code>
        <CopyButton
          text={command}
          size="sm"
          aria-label="Copy the kubectl logs command"
          title="Copy the kubectl logs command"
        />
      </footer>
    </section>
  );
}

const noHits = { lines: [], first: 0, progress: 1 };
const counted = new Intl.NumberFormat("en");

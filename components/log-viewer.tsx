"use client";

import { type ReactNode, useMemo, useRef, useState } from "react";
import { useLanguage } from "#components/language";
import type { LogContainer } from "#components/log/log-choices";
import { LogDownloads } from "#components/log/log-downloads";
import { LogFilter } from "#components/log/log-filter";
import { LogFind } from "#components/log/log-find";
import { LogFooter } from "#components/log/log-footer";
import { LogLines, type LogScroll } from "#components/log/log-lines";
import { logMoves } from "#components/log/log-moves";
import { LetGo, LogNotice, NoLines } from "#components/log/log-notice";
import { LogSources } from "#components/log/log-sources";
import { LogTimes } from "#components/log/log-times";
import { LogToolbar } from "#components/log/log-toolbar";
import { LogViewMenu } from "#components/log/log-view-menu";
import { MarkedLines, rangeOf } from "#components/log/marked-lines";
import { useMarks } from "#components/log/marks";
import { NewLines } from "#components/log/new-lines";
import { mayHaveOlder } from "#components/log/older-lines";
import { logFileName, saveText } from "#components/log/save-text";
import { useBegunLog } from "#components/log/use-begun-log";
import { useLogHits } from "#components/log/use-hits";
import { useArrival, useLinkedLine } from "#components/log/use-linked-line";
import { useLogKeys } from "#components/log/use-log-keys";
import { type LogSubject, readsAnother, useLogQuery } from "#components/log/use-log-query";
import { useLogSettings } from "#components/log/use-log-settings";
import { useLineLook } from "#components/log/use-look";
import { useMark } from "#components/log/use-mark";
import { useLogPatterns } from "#components/log/use-patterns";
import { useReading } from "#components/log/use-reading";
import { useNextFrames } from "#components/log/use-rows";
import { WholeSearchPanel } from "#components/log/whole-search-panel";
import type { LogBeginning } from "#lib/api/log-beginning";
import type { LogSearch } from "#lib/api/log-search";
import { fieldNames } from "#lib/client/logs/field-names";
import type { LogSettings } from "#lib/client/logs/log-settings";
import { linesOfRows, printedText } from "#lib/client/logs/row-lines";
import { useLogs } from "#lib/client/logs/use-logs";
import { serverClock } from "#lib/client/server-clock";
import { logCommand } from "#lib/line/log-line";
import { formatLineLink, sinceTimeOf } from "#lib/logs/line-link";

export interface LogViewerProps extends LogSubject {
  /** The containers to choose from; empty where there is no choice. */
  readonly containers: readonly LogContainer[];
  /** The CronJob's zone (IANA), where the page knows one. */
  readonly zone?: string;
  /** Stands over the buttons, where there is little room. */
  readonly title?: ReactNode;
  /** `j`, `k` and Enter are the log's: no table beside it has them. */
  readonly lineKeys: boolean;
  /** The newest lines, as the page came with them. */
  readonly beginning?: LogBeginning | null;
}

/** The log of a Pod, a Job or a CronJob: merged, live, searchable, and as long as a browser can hold it. */
export function LogViewer(props: LogViewerProps): ReactNode {
  const { containers, title, zone = "", beginning } = props;
  const { say } = useLanguage();
  const [address, setAddress] = useLogSettings();
  const [attempt, setAttempt] = useState(0);
  const [aloud, setAloud] = useState(false);
  const [asking, setAsking] = useState(false);
  const [filterOpen, setFilterOpen] = useState(address.without !== "" || address.around > 0);
  const [whole, setWhole] = useState<LogSearch | null>(null);
  const linked = useLinkedLine(address.line);
  const { query, settings, readFrom } = useLogQuery(props, address);
  const live = useLogs(query, attempt);
  const atLine = linked.seeking || settings.from !== "";
  const [reading, read] = useReading(live.view, atLine, address.follow);
  const { opened } = reading;
  const following = reading.following && address.follow;
  const scroll = useRef<LogScroll>(null);
  const field = useRef<HTMLInputElement>(null);

  const patterns = useLogPatterns(settings);
  const asked = { query, beginning, settings, patterns, reading, read };
  const log = useBegunLog(live.view, asked);
  const { view, rows, complete } = log;
  const { buffer, state, sources } = view;
  const hits = useLogHits(patterns.find.pattern, buffer, reading.hit);
  useNextFrames(!complete || hits.searching);
  const mark = useMark(settings.line, view);
  const look = useLineLook(settings, zone, patterns.find.pattern, { rows, buffer }, sources);
  const lanes = useMemo(
    () => (sources.length > 1 ? new Map(sources.map((it) => [it.origin.key, it])) : null),
    [sources],
  );

  const follow = (on: boolean) => {
    if (on !== reading.following) {
      read(on ? { following: true } : { following: false, pausedAt: buffer.end });
    }
    if (on !== address.follow) setAddress({ follow: on });
  };
  const change = (changes: Partial<LogSettings>) => {
    if ("find" in changes || "matchCase" in changes || "regex" in changes) read({ hit: null });
    const another = readsAnother(changes);
    if (another) readFrom(null);
    setAddress(another ? { line: "", follow: true, ...changes } : changes);
  };
  const pause = () => follow(false);
  const { step, jump } = logMoves({ buffer, hits, scroll, read, pause, change });
  const marks = useMarks({
    buffer,
    rows,
    mark,
    hitLine: hits.current?.number ?? null,
    raw: settings.raw,
    opened,
    scroll,
    change,
    pause,
    open: (next) => read({ opened: next }),
  });
  const seek = (line: string) => {
    setAddress({ line });
    linked.seek(line);
  };
  useArrival(linked, mark, {
    scroll,
    onArrival: () => read({ pausedAt: buffer.end }),
    reopen: ({ link }) => readFrom(sinceTimeOf(link)),
  });
  // The buttons that lead here go away: what they were pressed for has the keyboard then.
  const again = () => {
    setAttempt(attempt + 1);
    scroll.current?.focus();
  };
  const toNewest = () => {
    follow(true);
    scroll.current?.focus();
  };
  const askTimes = () => setAsking(true);
  const keys = { settings, change, following, follow, step, askTimes, marks, sources };
  useLogKeys({ ...keys, scroll, field, lineKeys: props.lineKeys });

  const arrived =
    reading.following || reading.pausedAt === null ? 0 : buffer.end - reading.pausedAt;
  const name = props.target.kind === "selector" ? props.target.selector : props.target.name;
  const compact = title !== undefined;
  const canFollow = state.state !== "ended" && state.state !== "failed";
  const filters = filterOpen || settings.only || settings.find !== "";
  const { find, regex, matchCase } = settings;
  const lastTime = () => Date.parse(buffer.at(buffer.end - 1)?.at ?? "") || serverClock.now();
  return (
    <section
      aria-label={say("Log")}
      className="@container flex min-h-0 min-w-0 flex-1 flex-col bg-surface"
    >
      <LogToolbar
        title={title}
        find={
          <LogFind
            settings={settings}
            onSettings={change}
            wrong={patterns.find.wrong}
            count={hits.count}
            any={hits.any}
            onStep={step}
            field={field}
          />
        }
        containers={containers}
        container={query.container || (sources[0]?.origin.container ?? "")}
        zone={zone}
        settings={settings}
        onSettings={change}
        onTimes={askTimes}
        sources={sources.length}
        menus={
          <>
            <LogViewMenu
              settings={settings}
              onSettings={change}
              fieldNames={() => fieldNames(buffer)}
              filter={filters}
              onFilter={setFilterOpen}
            />
            <LogDownloads
              query={query}
              compact={compact}
              onShown={() =>
                saveText(
                  logFileName(props.target, sources),
                  printedText(linesOfRows(rows, buffer, 0, rows.length)),
                )
              }
            />
          </>
        }
        following={following}
        canFollow={canFollow}
        onFollow={follow}
      />
      {filters ? (
        <LogFilter
          settings={settings}
          onSettings={change}
          wrong={patterns.without.wrong}
          onSearch={
            find === "" || patterns.find.wrong !== ""
              ? null
              : () => setWhole({ find, regex, matchCase })
          }
          onClose={() => {
            setFilterOpen(false);
            change({ find: "", only: false, around: 0, without: "" });
            field.current?.focus();
          }}
        />
      ) : null}
      {whole ? (
        <WholeSearchPanel
          query={query}
          search={whole}
          zone={look.zone}
          nameOf={(key) => sources.find(({ origin }) => origin.key === key)?.name ?? null}
          onOpen={({ source, hit }) =>
            seek(
              formatLineLink({
                first: { source: source.key, time: hit.time, hash: "" },
                last: null,
              }),
            )
          }
          onClose={() => {
            setWhole(null);
            field.current?.focus();
          }}
        />
      ) : null}
      <LogNotice view={view} onAgain={again} />
      <MarkedLines
        mark={mark}
        line={settings.line}
        look={look}
        buffer={buffer}
        rows={rows}
        onShow={() => seek(settings.line)}
        missing={linked.missing}
        onClear={() => change({ line: "" })}
      />
      <LetGo buffer={buffer} />
      <div className="flex min-h-0 flex-1 flex-col @min-[900px]:flex-row">
        {settings.sources && sources.length > 1 ? (
          <LogSources sources={sources} settings={settings} onSettings={change} />
        ) : null}
        <div className="relative flex min-h-0 min-w-0 flex-1 flex-col">
          {rows.length === 0 && complete ? (
            <NoLines state={state} filtered={buffer.length > 0} />
          ) : null}
          <LogLines
            {...log}
            name={name}
            look={look}
            opened={opened}
            lanes={lanes}
            current={hits.current}
            following={reading.following}
            onFollow={follow}
            older={mayHaveOlder(view, query)}
            onOlder={live.loadOlder}
            onKey={marks.onKey}
            onOpen={marks.toggle}
            onMark={marks.set}
            mark={rangeOf(mark)}
            aloud={aloud}
            ref={scroll}
          />
          <NewLines count={arrived} onShow={toNewest} />
        </div>
      </div>
      <LogFooter
        view={view}
        following={following}
        command={logCommand(
          { ...query, follow: query.follow && address.follow },
          settings.times !== "off",
          sources.length || undefined,
        )}
        aloud={aloud}
        onAloud={setAloud}
      />
      <LogTimes
        open={asking}
        settings={settings}
        onSettings={change}
        reading={{ now: lastTime(), zone: look.zone }}
        onJump={jump}
        onClose={() => setAsking(false)}
      />
    </section>
  );
}

"use client";

import type { ReactNode } from "react";
import { Results } from "#components/actions/results";
import { CommandLine } from "#components/command-line";
import { FirstHints } from "#components/first-hints";
import { useLastSeen } from "#components/last-seen";
import { StreamAnnouncement } from "#components/stream-status";
import { type TabName, Tabs, tableOfTab, titleOf, useTabKeys } from "#components/tabs";
import { TopBar } from "#components/top-bar";
import type { WatchView } from "#lib/client/use-watch";
import { viewStateOf } from "#lib/client/view-state";

export interface ShellProps {
  /** The tab this page belongs to; its table decides what the live indicator says. */
  readonly section: TabName;
  readonly watch: WatchView;
  /** The kubectl line that shows the same. */
  readonly command: string;
  /** Under the command line, over the data. */
  readonly toolbar?: ReactNode;
  /** What can be done with what the cursor is on. */
  readonly dock?: ReactNode;
  readonly statusLine?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of every page: who is asked and how well, the view's command, the data, the dock. */
export function Shell(props: ShellProps): ReactNode {
  const { section, watch, command, toolbar, dock, statusLine, children } = props;
  const seen = useLastSeen(watch.data);
  const table = tableOfTab(section);
  const state = viewStateOf(watch, table);
  useTabKeys();
  return (
    <div
      data-state={state}
      className="grid h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)_auto] overflow-hidden"
    >
      {/* Read out when the state changes; the indicator itself is silent, since its ages tick. */}
      <p role="status" className="sr-only">
        <StreamAnnouncement view={watch} table={table} title={titleOf(table)} />
      </p>
      <div>
        <TopBar section={section} watch={watch} seen={seen} />
        <CommandLine
          command={command}
          namespaces={watch.data?.namespaces ?? "*"}
          defaultNamespace={seen?.cluster.defaultNamespace ?? null}
        />
        {toolbar}
      </div>
      <main className="flex min-h-0 flex-col overflow-hidden border-t border-line bg-surface">
        {children}
      </main>
      <div className="min-w-0">
        <FirstHints />
        <Results />
        {dock}
        {statusLine === undefined ? null : (
          <footer className="flex h-(--h-status) items-center gap-4 overflow-hidden border-t border-line bg-bg px-(--gutter) text-2xs whitespace-nowrap text-text-2 max-card:hidden">
            {statusLine}
          </footer>
        )}
        <Tabs section={section} counts={seen?.counts} place="bottom" />
      </div>
    </div>
  );
}

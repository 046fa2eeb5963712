"use client";

import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { type ReactNode, useMemo } from "react";
import { CommandLine } from "#components/command-line";
import { useHotkeys, useKeyboard } from "#components/keyboard";
import { type LastSeen, useLastSeen } from "#components/last-seen";
import { StreamStatus, type ViewState, viewStateOf } from "#components/stream-status";
import { ThemeChoice, ThemeSwitch } from "#components/theme-switch";
import { Button } from "#components/ui/button";
import { Menu, MenuItem, MenuSeparator } from "#components/ui/menu";
import type { ClusterInfo, Counts } from "#lib/api/frames";
import type { ListView } from "#lib/api/scope";
import type { WatchView } from "#lib/client/use-watch";

const tabs: readonly { view: ListView; label: string }[] = [
  { view: "cronjobs", label: "CronJobs" },
  { view: "jobs", label: "Jobs" },
  { view: "pods", label: "Pods" },
];

export interface ShellProps {
  /** The tab this page belongs to; its table decides what the live indicator says. */
  readonly section: ListView;
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
  const state = viewStateOf(watch, section);
  useTabKeys();
  return (
    <div
      data-state={state}
      className="grid h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)_auto] overflow-hidden"
    >
      <p role="status" className="sr-only">
        {announcements[state]}
      </p>
      <div>
        <TopBar section={section} watch={watch} seen={seen} />
        <CommandLine command={command} />
        {toolbar}
      </div>
      <main className="flex min-h-0 flex-col overflow-hidden border-t border-line bg-surface">
        {children}
      </main>
      <div>
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

/** Read out when the state changes; the indicator itself is silent, since its ages tick. */
const announcements: Readonly<Record<ViewState, string>> = {
  syncing: "",
  live: "The data is live",
  stale: "The data is stale",
  forbidden: "Access is forbidden",
  error: "The view has stopped",
};

function TopBar(props: {
  readonly section: ListView;
  readonly watch: WatchView;
  readonly seen: LastSeen | null;
}): ReactNode {
  const { section, watch, seen } = props;
  const { showHelp } = useKeyboard();
  return (
    <header className="flex h-(--h-topbar) items-center gap-4 border-b border-line bg-bg px-(--gutter) max-card:h-13 max-card:gap-2">
      <Link href="/cronjobs" className="flex items-center gap-2 text-md font-medium">
        <Brand />
        <span className="max-card:sr-only">Batchboard</span>
        <span aria-hidden="true" className="hidden max-card:inline">
          {tabs.find(({ view }) => view === section)?.label}
        </span>
      </Link>
      <Tabs section={section} counts={seen?.counts} place="top" />
      <span className="flex-1" />
      {seen === null ? null : <Cluster cluster={seen.cluster} />}
      <StreamStatus view={watch} table={section} />
      <span className="flex gap-0.5 max-card:hidden">
        <ThemeSwitch />
        <Button
          variant="ghost"
          square
          aria-label="Keyboard help"
          title="Keyboard help"
          onClick={showHelp}
        >
          ?
        </Button>
      </span>
      <span className="hidden max-card:inline">
        <Menu
          trigger={
            <Button variant="ghost" square aria-label="Menu: theme, keyboard">
              <Ellipsis aria-hidden />
            </Button>
          }
        >
          <ThemeChoice />
          <MenuSeparator />
          <MenuItem onSelect={showHelp}>Keyboard help</MenuItem>
        </Menu>
      </span>
    </header>
  );
}

function Tabs(props: {
  readonly section: ListView;
  readonly counts: Counts | undefined;
  readonly place: "top" | "bottom";
}): ReactNode {
  const { section, counts, place } = props;
  const query = useCarriedQuery();
  const box =
    place === "top"
      ? "ml-2 flex h-full gap-0.5 max-card:hidden"
      : "hidden h-14 border-t border-line-strong bg-bg max-card:grid max-card:grid-cols-3";
  const bar = place === "top" ? "after:-bottom-px" : "after:-top-px";
  return (
    <nav aria-label="Resources" className={box}>
      {tabs.map(({ view, label }) => (
        <Link
          key={view}
          href={`/${view}${query}`}
          aria-current={view === section ? "page" : undefined}
          className={`relative flex items-center justify-center gap-1.5 px-2.5 text-text-2 hover:text-text aria-[current]:font-medium aria-[current]:text-text aria-[current]:after:absolute aria-[current]:after:inset-x-2.5 aria-[current]:after:h-0.5 aria-[current]:after:bg-ink ${bar}`}
        >
          {label}
          <span className="font-mono text-2xs leading-none font-normal text-text-3">
            {counts?.[view] ?? ""}
          </span>
        </Link>
      ))}
    </nav>
  );
}

function Cluster({ cluster }: { readonly cluster: ClusterInfo }): ReactNode {
  const { context, embedded, insecure, readOnly, version } = cluster;
  return (
    <div className="flex min-w-0 items-center gap-2">
      <span className="text-xs text-text-3 max-card:hidden">context</span>
      <span
        title={`cluster ${cluster.cluster}`}
        className={`truncate font-mono text-sm ${embedded ? "max-card:hidden" : ""}`}
      >
        {context}
      </span>
      {embedded ? (
        <Tag dashed>
          <span className="max-card:hidden">Embedded demo cluster</span>
          <span className="hidden max-card:inline">demo cluster</span>
        </Tag>
      ) : null}
      {readOnly ? <Tag>read-only</Tag> : null}
      {insecure ? <Tag warn>TLS not verified</Tag> : null}
      {version === null ? null : (
        <span className="max-card:hidden">
          <Tag>
            <span className="font-mono">{version}</span>
          </Tag>
        </span>
      )}
    </div>
  );
}

function Tag(props: {
  readonly dashed?: boolean;
  readonly warn?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  const colours = props.warn
    ? "border-warn-fill bg-warn-tint text-warn-fg"
    : props.dashed
      ? "border-dashed border-control bg-surface text-text"
      : "border-line-strong bg-surface text-text-2";
  return (
    <span
      className={`inline-flex h-5 items-center rounded-sm border px-1.75 text-2xs whitespace-nowrap ${colours}`}
    >
      {props.children}
    </span>
  );
}

function Brand(): ReactNode {
  return (
    <svg viewBox="0 0 18 18" aria-hidden="true" className="size-4.5 flex-none fill-current">
      <rect x="1" y="9" width="3.4" height="8" rx=".8" />
      <rect x="5.2" y="5" width="3.4" height="12" rx=".8" />
      <rect x="9.4" y="1" width="3.4" height="16" rx=".8" />
      <rect
        x="14"
        y="7.4"
        width="2.8"
        height="9.2"
        rx=".8"
        className="fill-none stroke-current stroke-[1.1]"
        strokeDasharray="2 1.4"
      />
    </svg>
  );
}

/** The namespaces go along from table to table. */
function useCarriedQuery(): string {
  const ns = useSearchParams().get("ns");
  return ns === null ? "" : `?${new URLSearchParams({ ns })}`;
}

function useTabKeys(): void {
  const router = useRouter();
  const query = useCarriedQuery();
  useHotkeys(
    useMemo(
      () =>
        tabs.map(({ view, label }, i) => ({
          keys: String(i + 1),
          does: label,
          group: "Go and find" as const,
          run: () => router.push(`/${view}${query}`),
        })),
      [router, query],
    ),
  );
}

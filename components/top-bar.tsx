"use client";

import { Ellipsis } from "lucide-react";
import { memo, type ReactNode } from "react";
import { HistoryButton } from "#components/actions/history";
import { ContextSwitch } from "#components/context-switch";
import { EmbeddedBadge } from "#components/embedded-badge";
import { useKeyboard } from "#components/keyboard";
import { useLanguage } from "#components/language";
import { LanguageChoice, LanguageSwitch } from "#components/language-switch";
import type { LastSeen } from "#components/last-seen";
import { usePageContext } from "#components/page-context";
import { StreamStatus } from "#components/stream-status";
import { type TabName, Tabs, tableOfTab, titleOf } from "#components/tabs";
import { ThemeChoice, ThemeSwitch } from "#components/theme-switch";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { Menu, MenuItem, MenuSeparator } from "#components/ui/menu";
import type { ClusterInfo } from "#lib/api/frames";
import { lineEditing } from "#lib/client/line-editing";
import type { WatchView } from "#lib/client/use-watch";

/** Which cluster is asked and how well it answers, and the way to everything else. */
export function TopBar(props: {
  readonly section: TabName;
  readonly watch: WatchView;
  readonly seen: LastSeen | null;
}): ReactNode {
  const { section, watch, seen } = props;
  const { showHelp } = useKeyboard();
  const { say, tell } = useLanguage();
  return (
    <header className="flex h-(--h-topbar) items-center gap-4 border-b border-line bg-bg px-(--gutter) max-card:h-13 max-card:gap-2">
      <Link
        href="/"
        // The tab fetches it.
        prefetch={false}
        className="flex items-center gap-2 text-md font-medium"
      >
        <Brand />
        <span className="max-card:sr-only">Batchboard</span>
        <span aria-hidden="true" className="hidden max-card:inline">
          {tell(titleOf(section))}
        </span>
      </Link>
      <Tabs section={section} counts={seen?.counts} place="top" />
      <span className="flex-1" />
      {seen === null ? (
        <Unshown section={section} watch={watch} />
      ) : (
        <Cluster cluster={seen.cluster} section={section} />
      )}
      <StreamStatus view={watch} table={tableOfTab(section)} />
      <HistoryButton />
      <span className="flex gap-0.5 max-card:hidden">
        <LanguageSwitch />
        <ThemeSwitch />
        <Button
          variant="ghost"
          square
          aria-label={say("Keyboard help")}
          title={say("Keyboard help")}
          onClick={showHelp}
        >
          ?
        </Button>
      </span>
      <span className="hidden max-card:inline">
        <Menu
          trigger={
            <Button
              variant="ghost"
              square
              aria-label={say("Menu: theme, language, kubectl line, keyboard")}
            >
              <Ellipsis aria-hidden />
            </Button>
          }
        >
          <ThemeChoice />
          <MenuSeparator />
          <LanguageChoice />
          <MenuSeparator />
          <MenuItem onSelect={() => lineEditing.set(true)}>{say("Type a kubectl line")}</MenuItem>
          <MenuItem onSelect={showHelp}>{say("Keyboard help")}</MenuItem>
        </Menu>
      </span>
    </header>
  );
}

/** Where nothing can be shown of a context, another one can. */
function Unshown(props: { readonly section: TabName; readonly watch: WatchView }): ReactNode {
  const context = usePageContext();
  const { connection } = props.watch;
  const isShut = connection.state === "failed" && connection.error.code !== "unauthenticated";
  if (context === "" || !isShut) return null;
  return <ContextSwitch context={context} section={props.section} />;
}

const Cluster = memo(function Cluster(props: {
  readonly cluster: ClusterInfo;
  readonly section: TabName;
}): ReactNode {
  const { say } = useLanguage();
  const { cluster, section } = props;
  const { context, embedded, insecure, readOnly, version } = cluster;
  return (
    <div className="flex min-w-0 items-center gap-2">
      <span className="text-xs text-text-3 max-card:hidden">{say("context")}</span>
      {cluster.contexts > 1 ? (
        <ContextSwitch context={context} section={section} />
      ) : (
        <span
          title={say("cluster {name}", { name: cluster.cluster })}
          className={`truncate font-mono text-sm ${embedded ? "max-card:hidden" : ""}`}
        >
          {context}
        </span>
      )}
      {cluster.cluster === context ? null : (
        <>
          <span className="text-xs text-text-3 max-card:hidden">{say("cluster")}</span>
          <span className="truncate font-mono text-sm max-card:hidden">{cluster.cluster}</span>
        </>
      )}
      {embedded ? <EmbeddedBadge /> : null}
      {readOnly ? <Tag>{say("read-only")}</Tag> : null}
      {insecure ? <Tag warn>{say("TLS not verified")}</Tag> : null}
      {version === null ? null : (
        <span className="max-card:hidden">
          <Tag>
            <span className="font-mono">{version}</span>
          </Tag>
        </span>
      )}
    </div>
  );
});

function Tag(props: { readonly warn?: boolean; readonly children: ReactNode }): ReactNode {
  const colours = props.warn
    ? "border-warn-fill bg-warn-tint text-warn-fg"
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

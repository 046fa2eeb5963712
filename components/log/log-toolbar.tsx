"use client";

import { Braces, PanelLeft, Pause, Play, WrapText } from "lucide-react";
import type { ReactNode } from "react";
import { useLanguage } from "#components/language";
import {
  ContainerChoice,
  type LogContainer,
  RangeChoice,
  TimesChoice,
} from "#components/log/log-choices";
import { Button } from "#components/ui/button";
import { Kbd } from "#components/ui/kbd";
import type { LogSettings } from "#lib/client/logs/log-settings";

export interface LogToolbarProps {
  /** Stands over the rest where there is little room; the buttons then have no words. */
  readonly title: ReactNode;
  readonly find: ReactNode;
  readonly containers: readonly LogContainer[];
  /** The one that is read. */
  readonly container: string;
  /** The CronJob's zone; empty for none. */
  readonly zone: string;
  readonly settings: LogSettings;
  onSettings(changes: Partial<LogSettings>): void;
  onTimes(): void;
  /** How many sources there are. */
  readonly sources: number;
  /** The rarer choices, and the download. */
  readonly menus: ReactNode;
  readonly following: boolean;
  readonly canFollow: boolean;
  onFollow(on: boolean): void;
}

/** What of the log is read, and how it is shown. */
export function LogToolbar(props: LogToolbarProps): ReactNode {
  const { title, find, settings, onSettings, sources, following, onFollow } = props;
  const { say } = useLanguage();
  const compact = title !== undefined;
  return (
    <div className="flex flex-none flex-wrap items-center gap-x-2 gap-y-1 border-b border-line px-(--gutter) py-1.25">
      {title}
      {find}
      {sources > 1 ? (
        <Toggle
          label={say("Sources {count}", { count: sources })}
          icon={<PanelLeft aria-hidden />}
          on={settings.sources}
          onChange={(open) => onSettings({ sources: open })}
          compact={false}
        />
      ) : null}
      <RangeChoice settings={settings} onSettings={onSettings} onTimes={props.onTimes} />
      <ContainerChoice
        containers={props.containers}
        container={props.container}
        settings={settings}
        onSettings={onSettings}
      />
      <TimesChoice settings={settings} onSettings={onSettings} zone={props.zone} />
      <span className="ml-auto flex items-center gap-1">
        <Toggle
          label={say("Wrap")}
          hotkey="w"
          icon={<WrapText aria-hidden />}
          on={settings.wrap}
          onChange={(wrap) => onSettings({ wrap })}
          compact={compact}
        />
        <Toggle
          label={say("Fields")}
          hotkey="J"
          icon={<Braces aria-hidden />}
          on={!settings.raw}
          onChange={(fields) => onSettings({ raw: !fields })}
          compact={compact}
        />
        {props.menus}
        {props.canFollow ? (
          <Button
            variant={compact ? "ghost" : "primary"}
            square={compact}
            aria-label={say(following ? "Pause" : "Follow")}
            title={say("{what} ({key})", { what: say(following ? "Pause" : "Follow"), key: "f" })}
            onClick={() => onFollow(!following)}
            {...(compact ? {} : { hotkey: "f" })}
          >
            {following ? <Pause aria-hidden /> : <Play aria-hidden />}
            {compact ? null : say(following ? "Pause" : "Follow")}
          </Button>
        ) : null}
      </span>
    </div>
  );
}

function Toggle(props: {
  readonly label: string;
  readonly hotkey?: string;
  readonly icon: ReactNode;
  readonly on: boolean;
  onChange(on: boolean): void;
  readonly compact: boolean;
}): ReactNode {
  const { label, hotkey, icon, on, onChange, compact } = props;
  const { say } = useLanguage();
  return (
    <Button
      variant="ghost"
      square={compact}
      aria-pressed={on}
      aria-label={label}
      title={hotkey === undefined ? label : say("{what} ({key})", { what: label, key: hotkey })}
      onClick={() => onChange(!on)}
    >
      {icon}
      {compact ? null : (
        <span className="flex items-center gap-1.5 @max-[900px]:hidden">
          {label}
          {hotkey === undefined ? null : <Kbd>{hotkey}</Kbd>}
        </span>
      )}
    </Button>
  );
}
